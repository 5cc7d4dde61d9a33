import { Link } from "@remix-run/react";
import { useState } from "react";

import type { GroupFigures } from "~/customers/figures";
import { groupWordings } from "~/customers/groups";

import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./GroupTable.module.css";
import { groupShares } from "./shares";
import type { GroupShares } from "./shares";

interface Row {
  readonly figures: GroupFigures;
  readonly share: GroupShares;
}

interface Column {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => number | bigint | null;
  readonly show: (row: Row, format: ShopFormat) => string;
}

const columns: readonly Column[] = [
  {
    id: "customers",
    title: "Customers",
    value: (row) => row.figures.customers,
    show: (row, format) => format.count(row.figures.customers),
  },
  {
    id: "share",
    title: "Share of buyers",
    value: (row) => row.share.customers,
    show: (row, format) => format.percent(row.share.customers),
  },
  {
    id: "revenue",
    title: "Revenue",
    value: (row) => row.figures.revenue,
    show: (row, format) => format.wholeMoney(row.figures.revenue),
  },
  {
    id: "revenue_share",
    title: "Share of revenue",
    value: (row) => row.share.revenue,
    show: (row, format) => format.percent(row.share.revenue),
  },
  {
    id: "average_order",
    title: "Average order",
    value: (row) => row.figures.averageOrderValue,
    show: (row, format) =>
      row.figures.averageOrderValue === null ? "–" : format.money(row.figures.averageOrderValue),
  },
  {
    id: "days",
    title: "Median days since last order",
    value: (row) => row.figures.medianDaysSinceLastOrder,
    show: (row, format) =>
      row.figures.medianDaysSinceLastOrder === null
        ? "–"
        : format.decimal(row.figures.medianDaysSinceLastOrder),
  },
];

/** The same eleven groups in numbers: what the map and the bars show, for reading exactly and without sight. */
export function GroupTable({ groups }: { groups: readonly GroupFigures[] }) {
  const format = useFormat();
  const [sort, setSort] = useState({ column: "revenue", descending: true });
  const shares = groupShares(groups);
  const rows = groups.flatMap((figures, index): Row[] => {
    const share = shares[index];
    return share === undefined ? [] : [{ figures, share }];
  });
  const by = columns.find((column) => column.id === sort.column);
  const sorted =
    by === undefined
      ? rows
      : [...rows].sort((a, b) => compare(by.value(a), by.value(b)) * (sort.descending ? -1 : 1));
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const revenue = groups.reduce((sum, group) => sum + group.revenue, 0n);

  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Groups in numbers">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Group</th>
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
                    {column.title}
                    <span aria-hidden="true" className={styles.arrow} data-active={active}>
                      {active && !sort.descending ? "↑" : "↓"}
                    </span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.figures.group}>
              <th scope="row">
                <Link to={`/app/groups/${row.figures.group}`}>{groupWordings[row.figures.group].name}</Link>
              </th>
              {columns.map((column) => (
                <td key={column.id}>{column.show(row, format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All buyers</th>
            <td>{format.count(customers)}</td>
            <td>{customers === 0 ? "–" : format.percent(1)}</td>
            <td>{format.wholeMoney(revenue)}</td>
            <td>{revenue === 0n ? "–" : format.percent(1)}</td>
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
