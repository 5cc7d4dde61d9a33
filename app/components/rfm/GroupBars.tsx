import { Link } from "@remix-run/react";

import type { GroupFigures } from "~/customers/figures";
import { groupWordings } from "~/customers/groups";

import { useFormat } from "../ShopFormatContext";
import styles from "./GroupBars.module.css";
import { groupShares, pairedBars } from "./shares";

/** Share of buyers against share of revenue, group by group, on one scale; largest revenue first. */
export function GroupBars({ groups }: { groups: readonly GroupFigures[] }) {
  const format = useFormat();
  return (
    <div>
      <p className={styles.legend} aria-hidden="true">
        <span>
          <span className={styles.swatch} data-measure="customers" /> Share of buyers
        </span>
        <span>
          <span className={styles.swatch} data-measure="revenue" /> Share of revenue
        </span>
      </p>
      <ul className={styles.rows}>
        {pairedBars(groupShares(groups)).map((bar) => (
          <li key={bar.group} className={styles.row}>
            <Link className={styles.name} to={`/app/groups/${bar.group}`}>
              {groupWordings[bar.group].name}
            </Link>
            <div className={styles.bars}>
              <Bar
                measure="customers"
                width={bar.customersWidth}
                value={format.percent(bar.customers)}
                of="of buyers"
              />
              <Bar
                measure="revenue"
                width={bar.revenueWidth}
                value={format.percent(bar.revenue)}
                of="of revenue"
              />
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bar({
  measure,
  width,
  value,
  of,
}: {
  measure: "customers" | "revenue";
  width: number;
  value: string;
  of: string;
}) {
  return (
    <div className={styles.track}>
      <span
        className={styles.bar}
        data-measure={measure}
        style={{ width: `calc((100% - 56px) * ${String(width / 100)})` }}
      />
      <span className={styles.value}>
        {value} <span className={styles.spoken}>{of}</span>
      </span>
    </div>
  );
}
