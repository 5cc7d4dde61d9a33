import { Button, ChoiceList, Icon, Popover, Box, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useState } from "react";

import { SortField, type SortWords } from "../../customers/SortField";
import { useFormat } from "../../ShopFormatContext";
import styles from "./ListControls.module.css";
import {
  kinds,
  kindWords,
  longestSearch,
  type ListSort,
  type ListState,
  type View,
  views,
  viewWords,
} from "./segmentList";

const sortWords: SortWords<ListSort> = {
  changed: { descending: "Last changed first", ascending: "First changed first" },
  name: { ascending: "Name, A to Z", descending: "Name, Z to A" },
  members: { descending: "Most members first", ascending: "Fewest members first" },
};

/** What is shown of the list: a view, a search, kinds, and on a phone the order. */
export function ListControls({
  state,
  totals,
  onSearch,
  onChange,
}: {
  state: ListState;
  totals: Readonly<Record<View, number>>;
  onSearch: (search: string) => void;
  onChange: (changes: Partial<ListState>) => void;
}) {
  const format = useFormat();
  return (
    <div className={styles.controls}>
      <div role="group" aria-label="Views" className={styles.views}>
        {views.map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={state.view === view}
            className={styles.view}
            onClick={() => {
              onChange({ view });
            }}
          >
            {viewWords[view]} <span className={styles.total}>{format.count(totals[view])}</span>
          </button>
        ))}
      </div>
      <div className={styles.finding}>
        <div className={styles.search}>
          <TextField
            label="Search segments"
            labelHidden
            placeholder="Search by name, description or rule"
            prefix={<Icon source={SearchIcon} />}
            autoComplete="off"
            clearButton
            value={state.search}
            maxLength={longestSearch}
            onChange={onSearch}
            onClearButtonClick={() => {
              onSearch("");
            }}
          />
        </div>
        <KindFilter
          chosen={state.kinds}
          onChange={(chosen) => {
            onChange({ kinds: chosen });
          }}
        />
        <SortField
          label="Sort segments"
          until="tablet"
          words={sortWords}
          sort={{ by: state.sort, direction: state.direction }}
          onSort={({ by, direction }) => {
            onChange({ sort: by, direction });
          }}
        />
      </div>
    </div>
  );
}

function KindFilter({
  chosen,
  onChange,
}: {
  chosen: ListState["kinds"];
  onChange: (chosen: ListState["kinds"]) => void;
}) {
  const [open, setOpen] = useState(false);
  const [first] = chosen;
  const said =
    first === undefined
      ? "Type"
      : `Type: ${kindWords[first]}${chosen.length > 1 ? ` and ${String(chosen.length - 1)} more` : ""}`;
  return (
    <Popover
      active={open}
      autofocusTarget="first-node"
      onClose={() => {
        setOpen(false);
      }}
      activator={
        <Button
          disclosure={open ? "up" : "down"}
          size="large"
          onClick={() => {
            setOpen(!open);
          }}
        >
          {said}
        </Button>
      }
    >
      <Box padding="400">
        <ChoiceList
          allowMultiple
          title="Show these types"
          choices={kinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
          selected={[...chosen]}
          onChange={(selected) => {
            onChange(kinds.filter((kind) => selected.includes(kind)));
          }}
        />
        <Box paddingBlockStart="200">
          <Button
            variant="plain"
            disabled={chosen.length === 0}
            onClick={() => {
              onChange([]);
            }}
          >
            Show all types
          </Button>
        </Box>
      </Box>
    </Popover>
  );
}
