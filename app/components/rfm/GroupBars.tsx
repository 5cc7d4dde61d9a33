import { useFormat } from "../ShopFormatContext";
import styles from "./GroupBars.module.css";
import type { PairedBar } from "./shares";

/** A group's share of buyers above its share of revenue, on the scale that all groups have in common. */
export function GroupBars({ bar }: { bar: PairedBar }) {
  const format = useFormat();
  return (
    <div className={styles.bars}>
      <Bar
        measure="customers"
        width={bar.customersWidth}
        value={format.percent(bar.customers)}
        of="of buyers"
      />
      <Bar measure="revenue" width={bar.revenueWidth} value={format.percent(bar.revenue)} of="of revenue" />
    </div>
  );
}

/** Which bar is which. */
export function GroupBarsLegend() {
  return (
    <span className={styles.legend}>
      <span>
        <span className={styles.swatch} data-measure="customers" aria-hidden="true" /> Share of buyers
      </span>{" "}
      <span>
        <span className={styles.swatch} data-measure="revenue" aria-hidden="true" /> Share of revenue
      </span>
    </span>
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
        style={{ width: `calc((100% - 48px) * ${String(width / 100)})` }}
      />
      <span className={styles.value}>
        {value} <span className={styles.spoken}>{of}</span>
      </span>
    </div>
  );
}
