import { Select } from "@shopify/polaris";

import type { CustomerSort } from "~/customers/figures";

import styles from "./SortField.module.css";

export interface SortBy<By extends string> {
  readonly by: By;
  readonly direction: "ascending" | "descending";
}

/** What each way of sorting is called. */
export type SortWords<By extends string> = Readonly<
  Record<By, Readonly<Record<"ascending" | "descending", string>>>
>;

export const customerSortWords: SortWords<CustomerSort> = {
  spend: { descending: "Most spent first", ascending: "Least spent first" },
  orders: { descending: "Most orders first", ascending: "Fewest orders first" },
  last_order: { descending: "Latest order first", ascending: "Oldest order first" },
  name: { ascending: "Name, A to Z", descending: "Name, Z to A" },
};

/** Sorting where the table has no headings to press. */
export function SortField<By extends string>({
  label = "Sort customers",
  until = "phone",
  words,
  sort,
  onSort,
}: {
  label?: string;
  /** The widest screen that has no headings to press. */
  until?: "phone" | "tablet";
  words: SortWords<By>;
  sort: SortBy<By>;
  onSort: (sort: SortBy<By>) => void;
}) {
  const sorts = (Object.keys(words) as By[]).flatMap((by): SortBy<By>[] => [
    { by, direction: "descending" },
    { by, direction: "ascending" },
  ]);
  return (
    <div className={styles.field} data-until={until}>
      <Select
        label={label}
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

function idOf({ by, direction }: SortBy<string>): string {
  return `${by} ${direction}`;
}
