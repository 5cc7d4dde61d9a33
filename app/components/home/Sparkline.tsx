import { sparklinePoints } from "./change";
import styles from "./Sparkline.module.css";

/** A small line of monthly values. The label says in words what the line shows. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const points = sparklinePoints(values);
  const line = points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");
  const last = points.at(-1);
  return (
    <div className={styles.box} role="img" aria-label={label}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <polygon className={styles.area} points={`0,100 ${line} 100,100`} />
        <polyline className={styles.line} points={line} />
      </svg>
      {last === undefined ? null : (
        <span className={styles.dot} style={{ left: `${String(last.x)}%`, top: `${String(last.y)}%` }} />
      )}
    </div>
  );
}
