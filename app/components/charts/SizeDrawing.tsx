import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./charts.module.css";
import { axisLine, axisText, gridLine } from "./look";
import { dayOfNumber, type DrawnPoint, monthTicks } from "./sizeSeries";

const line = {
  type: "linear",
  stroke: "var(--p-color-bg-fill-emphasis)",
  strokeWidth: 2,
  isAnimationActive: false,
  activeDot: { r: 4 },
} as const;

/** The lines of `SizeChart`, in a box of its own height. */
export function SizeDrawing({ points }: { points: readonly DrawnPoint[] }) {
  const format = useFormat();
  const from = points[0]?.place ?? 0;
  const to = points.at(-1)?.place ?? from;
  // A line of one day would not be seen.
  const days = points.filter(({ recorded }) => recorded !== null).length;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={[...points]}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="place"
          type="number"
          domain={[from, to]}
          ticks={monthTicks(from, to, 6)}
          tickFormatter={(place: number) =>
            format.month(dayOfNumber(place)).replace(/^(\p{L}{3})\p{L}*/u, "$1")
          }
          tick={axisText}
          axisLine={axisLine}
          tickLine={false}
        />
        <YAxis
          width={48}
          allowDecimals={false}
          domain={[0, "auto"]}
          tickFormatter={(members: number) => format.compactCount(members)}
          tick={axisText}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: gridLine }}
          content={({ active, payload }) => {
            const point: unknown = payload[0]?.payload;
            return active && isDrawnPoint(point) ? <SizeTooltip point={point} /> : null;
          }}
        />
        <Line {...line} dataKey="computed" strokeDasharray="5 4" dot={false} />
        <Line {...line} dataKey="recorded" dot={days === 1 ? { r: 3 } : false} />
      </LineChart>
    </ResponsiveContainer>
  );
}

function SizeTooltip({ point }: { point: DrawnPoint }) {
  const format = useFormat();
  return (
    <div className={styles.tooltip}>
      <strong>{`${format.count(point.members)} ${plural(point.members, "member")}`}</strong>
      <span>{`${format.day(point.day)}${point.recorded === null ? ", looked back" : ""}`}</span>
    </div>
  );
}

/** Recharts hands data back as it pleases. */
function isDrawnPoint(point: unknown): point is DrawnPoint {
  return typeof point === "object" && point !== null && "place" in point;
}
