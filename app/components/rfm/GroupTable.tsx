import { Link } from "@remix-run/react";
import { useState } from "react";

import type { GroupFigures } from "~/customers/figures";
import { groupWordings } from "~/customers/groups";

import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { GroupBars, GroupBarsLegend } from "./GroupBars";
import styles from "./GroupTable.module.css";
import { groupShares, pairedBars } from "./shares";

interface Column {
  readonly id: string;
  readonly title: string;
  readonly value: (group: GroupFigures) => number | bigint | null;
  readonly show: (group: GroupFigures, format: ShopFormat) => string;
}

const columns: readonly Column[] = [
  {
    id: "customers",
    title: "Customers",
    value: (group) => group.customers,
    show: (group, format) => format.count(group.customers),
  },
  {
    id: "revenue",
    title: "Revenue",
    value: (group) => group.revenue,
    show: (group, format) => format.wholeMoney(group.revenue),
  },
  {
    id: "average_order",
    title: "Average order",
    value: (group) => group.averageOrderValue,
    show: (group, format) => (group.averageOrderValue === null ? "–" : format.money(group.averageOrderValue)),
  },
  {
    id: "days",
    title: "Days since last order, median",
    value: (group) => group.medianDaysSinceLastOrder,
    show: (group, format) =>
      group.medianDaysSinceLastOrder === null
        ? "–"
        : format.count(Math.round(group.medianDaysSinceLastOrder)),
  },
];

/**
 * The eleven groups, each with its two bars and, beside them, its numbers: the bars for comparing, the numbers for reading
 * exactly and without sight.
 */
export function GroupTable({ groups }: { groups: readonly GroupFigures[] }) {
  const format = useFormat();
  const [sort, setSort] = useState({ column: "revenue", descending: true });
  const bars = new Map(pairedBars(groupShares(groups)).map((bar) => [bar.group, bar]));
  const by = columns.find((column) => column.id === sort.column);
  const sorted =
    by === undefined
      ? groups
      : [...groups].sort((a, b) => compare(by.value(a), by.value(b)) * (sort.descending ? -1 : 1));
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const revenue = groups.reduce((sum, group) => sum + group.revenue, 0n);

  return (
    <div
      className={styles.scroll}
      tabIndex={0}
      role="region"
      aria-label="Buyers against revenue, group by group"
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" className={styles.bars}>
              <GroupBarsLegend />
            </th>
            {columns.map((column) => {
              const active = column.id === sort.column;
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={active ? (sort.descending ? "descending" : "ascending") : undefined}
                >
                  <button
                    type="button"
                    onClick={() => {
                      setSort({ column: column.id, descending: active ? !sort.descending : true });
                    }}
                  >
                    <span aria-hidden="true" className={styles.arrow} data-active={active}>
                      {active && !sort.descending ? "↑" : "↓"}
                    </span>
                    {column.title}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((group) => {
            const bar = bars.get(group.group);
            return (
              <tr key={group.group}>
                <th scope="row">
                  <Link to={`/app/groups/${group.group}`}>{groupWordings[group.group].name}</Link>
                </th>
                <td className={styles.bars}>{bar === undefined ? null : <GroupBars bar={bar} />}</td>
                {columns.map((column) => (
                  <td key={column.id}>{column.show(group, format)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All buyers</th>
            <td className={styles.bars} />
            <td>{format.count(customers)}</td>
            <td>{format.wholeMoney(revenue)}</td>
            <td />
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Groups without a value stand at the small end. */
function compare(a: number | bigint | null, b: number | bigint | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return a < b ? -1 : a > b ? 1 : 0;
}
