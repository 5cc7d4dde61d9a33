import { Combobox, Icon, Listbox } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";

import type { Begun } from "~/segments/draft/begin";

import { useBuilder } from "./BuilderContext";
import { optionsFor } from "./options";

/** Adds a condition: everything that can be asked, under headings, found by a few letters. */
export function ConditionPicker({ label, onPick }: { label: string; onPick: (begun: Begun) => void }) {
  const { metafields } = useBuilder();
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState(0);
  const found = optionsFor(typed, metafields);
  const pick = (id: string) => {
    const options = found.flatMap((group) => group.options);
    // Who presses Enter right after a letter may have chosen from the list of before it: the first that matches is meant.
    const option = options.find((candidate) => candidate.id === id) ?? options[0];
    setTyped("");
    if (option === undefined) return;
    // Begun anew: a combobox that is closed by a choice goes on naming the option that was active.
    setPicked(picked + 1);
    onPick(option.begin());
  };
  return (
    <Combobox
      key={picked}
      height="320px"
      activator={
        <Combobox.TextField
          label={label}
          labelHidden
          placeholder={`${label}: search, or choose from the list`}
          prefix={<Icon source={PlusIcon} />}
          autoComplete="off"
          value={typed}
          maxLength={100}
          onChange={setTyped}
        />
      }
    >
      <Listbox accessibilityLabel={label} onSelect={pick}>
        {found.map(({ topic, options }) => (
          <Listbox.Section key={topic} divider={false} title={<Listbox.Header>{topic}</Listbox.Header>}>
            {options.map((option) => (
              <Listbox.Option key={option.id} value={option.id}>
                {option.label}
              </Listbox.Option>
            ))}
          </Listbox.Section>
        ))}
        {found.length === 0 ? (
          <Listbox.Header>Nothing that can be asked has these letters. Try other ones.</Listbox.Header>
        ) : null}
      </Listbox>
    </Combobox>
  );
}
