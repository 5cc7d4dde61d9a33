import { BlockStack } from "@shopify/polaris";
import { lazy, Suspense, useState } from "react";

import type { SizePoint } from "~/segments/sizes/sizes";

import { plural, type ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { ChartHeading } from "./ChartHeading";
import styles from "./charts.module.css";
import { drawnPoints } from "./sizeSeries";
import { useInBrowser } from "./useInBrowser";

// Charts are drawn in the browser only, by a large library that no page waits for.
const SizeDrawing = lazy(async () => ({ default: (await import("./SizeDrawing")).SizeDrawing }));

/** How many members a segment had over time: recorded days as a solid line, what was looked back dashed; or as a table. */
export function SizeChart({ points }: { points: readonly SizePoint[] }) {
  const format = useFormat();
  const inBrowser = useInBrowser();
  const [asTable, setAsTable] = useState(false);
  const hasBoth = new Set(points.map(({ source }) => source)).size > 1;
  const looksBack = points.some(({ source }) => source === "computed");
  return (
    <BlockStack gap="200">
      <ChartHeading
        takeaway={takeaway(points, format)}
        empty={points.length < 2}
        asTable={asTable}
        onAsTable={setAsTable}
      />
      {asTable ? (
        <SizeTable points={points} />
      ) : (
        <div className={styles.tall} role="img" aria-label={`Members over time. ${takeaway(points, format)}`}>
          {inBrowser && points.length > 1 ? (
            <Suspense fallback={null}>
              <SizeDrawing points={drawnPoints(points)} />
            </Suspense>
          ) : null}
        </div>
      )}
      {looksBack ? (
        <ul className={styles.legend}>
          {hasBoth ? (
            <li>
              <span className={styles.solid} aria-hidden="true" /> As it was
            </li>
          ) : null}
          <li>
            <span className={styles.dashed} aria-hidden="true" /> Looked back from what is known today
          </li>
        </ul>
      ) : null}
    </BlockStack>
  );
}

function SizeTable({ points }: { points: readonly SizePoint[] }) {
  const format = useFormat();
  return (
    // Focusable, so that it can be scrolled by keyboard.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Members over time">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" className={styles.end}>
              Members
            </th>
            <th scope="col">Known by</th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(({ day, members, source }) => (
            <tr key={day}>
              <th scope="row">{format.day(day)}</th>
              <td className={styles.end}>{format.count(members)}</td>
              <td>{source === "recorded" ? "Recorded" : "Looked back"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the line shows, in words. */
function takeaway(points: readonly SizePoint[], format: ShopFormat): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "No sizes are known yet.";
  const members = `${format.count(last.members)} ${plural(last.members, "member")}`;
  if (first === last) return `${members} on ${format.day(last.day)}. The line begins with the next day.`;
  return `From ${format.count(first.members)} on ${format.day(first.day)} to ${members} on ${format.day(last.day)}.`;
}
