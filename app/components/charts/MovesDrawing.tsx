import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

import { useFormat } from "../ShopFormatContext";
import styles from "./charts.module.css";
import { axisLine, axisText, gridLine } from "./look";
import type { MovePeriod, PeriodOfMoves } from "./sizeSeries";
import { usePeriodWords } from "./usePeriodWords";

/** The bars of `MovesChart`: who entered above the line, who left below it and hatched. */
export function MovesDrawing({ rows, period }: { rows: readonly PeriodOfMoves[]; period: MovePeriod }) {
  const format = useFormat();
  const words = usePeriodWords(period);
  const data = rows.map((row) => ({ ...row, below: -row.left }));
  const tick = (from: string) =>
    (period === "month" ? format.month(from) : format.day(from)).replace(/[\s,]*\d{4}$/, "");
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={data}
        stackOffset="sign"
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <defs>
          <pattern
            id="left-hatch"
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="5" height="5" fill="var(--p-color-bg-fill-tertiary)" />
            <rect width="2" height="5" fill="var(--p-color-border-tertiary)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="from"
          tickFormatter={tick}
          minTickGap={24}
          tick={axisText}
          axisLine={axisLine}
          tickLine={false}
        />
        <YAxis
          width={48}
          allowDecimals={false}
          tickFormatter={(moved: number) => format.compactCount(Math.abs(moved))}
          tick={axisText}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--p-color-bg-surface-hover)" }}
          content={({ active, payload }) => {
            const row: unknown = payload[0]?.payload;
            return active && isPeriod(row) ? (
              <div className={styles.tooltip}>
                <strong>{words(row)}</strong>
                <span>{`${format.count(row.entered)} entered, ${format.count(row.left)} left`}</span>
              </div>
            ) : null;
          }}
        />
        <Bar
          dataKey="entered"
          stackId="moves"
          fill="var(--p-color-bg-fill-emphasis)"
          maxBarSize={28}
          isAnimationActive={false}
        />
        <Bar
          dataKey="below"
          stackId="moves"
          fill="url(#left-hatch)"
          maxBarSize={28}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}

/** Recharts hands data back as it pleases. */
function isPeriod(row: unknown): row is PeriodOfMoves {
  return typeof row === "object" && row !== null && "from" in row && "entered" in row;
}
