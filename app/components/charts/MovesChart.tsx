import { BlockStack, Text } from "@shopify/polaris";
import { lazy, Suspense, useState } from "react";

import type { SizeHistory } from "~/segments/sizes/sizes";

import { useFormat } from "../ShopFormatContext";
import { ChartHeading } from "./ChartHeading";
import styles from "./charts.module.css";
import { movesByPeriod, type MovePeriod, type PeriodOfMoves } from "./sizeSeries";
import { useInBrowser } from "./useInBrowser";
import { usePeriodWords } from "./usePeriodWords";

const MovesDrawing = lazy(async () => ({ default: (await import("./MovesDrawing")).MovesDrawing }));

/** Who entered and who left a segment since its members are recorded, period by period; or as a table. */
export function MovesChart({ history, today }: { history: SizeHistory; today: string }) {
  const format = useFormat();
  const inBrowser = useInBrowser();
  const [asTable, setAsTable] = useState(false);
  const { moves, recordedSince: since } = history;
  if (since === null) {
    return (
      <Text as="p" tone="subdued">
        Who enters and leaves is noted as soon as the members have been found.
      </Text>
    );
  }
  const { period, rows } = movesByPeriod(moves, since, today);
  const entered = rows.reduce((sum, row) => sum + row.entered, 0);
  const left = rows.reduce((sum, row) => sum + row.left, 0);
  const takeaway =
    entered + left === 0
      ? `Nobody has entered or left since ${format.day(since)}.`
      : `${format.count(entered)} entered and ${format.count(left)} left since ${format.day(since)}.`;
  return (
    <BlockStack gap="200">
      <ChartHeading
        takeaway={takeaway}
        empty={entered + left === 0}
        asTable={asTable}
        onAsTable={setAsTable}
      />
      {entered + left === 0 ? null : asTable ? (
        <MovesTable rows={rows} period={period} />
      ) : (
        <>
          <div className={styles.low} role="img" aria-label={`Entered and left. ${takeaway}`}>
            {inBrowser ? (
              <Suspense fallback={null}>
                <MovesDrawing rows={rows} period={period} />
              </Suspense>
            ) : null}
          </div>
          <ul className={styles.legend}>
            <li>
              <span className={styles.filled} aria-hidden="true" /> Entered
            </li>
            <li>
              <span className={styles.hatched} aria-hidden="true" /> Left
            </li>
          </ul>
        </>
      )}
    </BlockStack>
  );
}

const periodNames: Readonly<Record<MovePeriod, string>> = { day: "Day", week: "Week", month: "Month" };

function MovesTable({ rows, period }: { rows: readonly PeriodOfMoves[]; period: MovePeriod }) {
  const format = useFormat();
  const words = usePeriodWords(period);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Entered and left">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{periodNames[period]}</th>
            <th scope="col" className={styles.end}>
              Entered
            </th>
            <th scope="col" className={styles.end}>
              Left
            </th>
          </tr>
        </thead>
        <tbody>
          {[...rows].reverse().map((row) => (
            <tr key={row.from}>
              <th scope="row">{words(row)}</th>
              <td className={styles.end}>{format.count(row.entered)}</td>
              <td className={styles.end}>{format.count(row.left)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
