import { Icon, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, useState } from "react";

/** Long enough to type on, short enough to feel direct. */
const pause = 300;

/** Searches a little after the last key. The address holds what is searched for; this holds what is being typed. */
export function SearchField({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      onSearch(text.trim());
    }, pause);
  };
  return (
    <TextField
      label="Search customers"
      labelHidden
      placeholder="Search by name, email or city"
      prefix={<Icon source={SearchIcon} />}
      autoComplete="off"
      clearButton
      value={typed}
      maxLength={200}
      onChange={type}
      onClearButtonClick={() => {
        type("");
      }}
    />
  );
}
