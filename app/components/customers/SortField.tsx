import { Select } from "@shopify/polaris";

import { customerSorts } from "~/customers/figures";
import type { CustomerSort } from "~/customers/figures";

import type { TableSort } from "./CustomerTable";
import styles from "./SortField.module.css";

const words: Readonly<Record<CustomerSort, Readonly<Record<TableSort["direction"], string>>>> = {
  spend: { descending: "Most spent first", ascending: "Least spent first" },
  orders: { descending: "Most orders first", ascending: "Fewest orders first" },
  last_order: { descending: "Latest order first", ascending: "Oldest order first" },
  name: { ascending: "Name, A to Z", descending: "Name, Z to A" },
};

const sorts: readonly TableSort[] = customerSorts.flatMap((by) => [
  { by, direction: "descending" as const },
  { by, direction: "ascending" as const },
]);

/** Sorting on a phone, where the table has no headings to press. */
export function SortField({ sort, onSort }: { sort: TableSort; onSort: (sort: TableSort) => void }) {
  return (
    <div className={styles.phoneOnly}>
      <Select
        label="Sort customers"
        labelHidden
        options={sorts.map((option) => ({ value: idOf(option), label: words[option.by][option.direction] }))}
        value={idOf(sort)}
        onChange={(id) => {
          const chosen = sorts.find((option) => idOf(option) === id);
          if (chosen !== undefined) onSort(chosen);
        }}
      />
    </div>
  );
}

function idOf({ by, direction }: TableSort): string {
  return `${by} ${direction}`;
}
