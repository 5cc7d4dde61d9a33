import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import type { RfmBreaksRow } from "~/warehouse/tables";

import type { Breaks, ScoringMethod } from "./breaks";

/** The breaks that the stored scores were made by. */
export interface StoredBreaks {
  readonly version: number;
  readonly analysisDate: string;
  readonly method: ScoringMethod;
  readonly buyers: number;
  readonly breaks: Breaks;
  readonly scoredAt: Date;
}

/** The newest stored breaks; null in a store that was never scored. */
export async function readStoredBreaks(connection: Connection): Promise<StoredBreaks | null> {
  const [row] = await connection.all(
    statement<RfmBreaksRow>`SELECT * FROM rfm_breaks ORDER BY version DESC LIMIT 1`,
  );
  if (!row) return null;
  return {
    version: row.version,
    analysisDate: row.analysis_date,
    // Written by `storeBreaks` only.
    method: row.method as ScoringMethod,
    buyers: row.buyers,
    breaks: { recency: row.recency_breaks, frequency: row.frequency_breaks, monetary: row.monetary_breaks },
    scoredAt: row.scored_at,
  };
}

/**
 * Stores breaks under the next version; where nothing differs from the newest ones, only notes that the store was
 * scored again. Resolves to the version.
 */
export async function storeBreaks(
  connection: Connection,
  next: Omit<StoredBreaks, "version">,
): Promise<number> {
  const newest = await readStoredBreaks(connection);
  if (newest && isSame(newest, next)) {
    await connection.run(
      statement`UPDATE rfm_breaks SET scored_at = ${next.scoredAt} WHERE version = ${newest.version}`,
    );
    return newest.version;
  }
  const version = (newest?.version ?? 0) + 1;
  const { recency, frequency, monetary } = next.breaks;
  await connection.run(statement`
    INSERT INTO rfm_breaks (version, analysis_date, method, buyers, recency_breaks, frequency_breaks,
      monetary_breaks, created_at, scored_at)
    VALUES (${version}, CAST(${next.analysisDate} AS date), ${next.method}, ${next.buyers}, ${recency}, ${frequency},
      ${monetary}, ${next.scoredAt}, ${next.scoredAt})`);
  return version;
}

function isSame(stored: StoredBreaks, next: Omit<StoredBreaks, "version">): boolean {
  const identity = ({ analysisDate, method, buyers, breaks }: Omit<StoredBreaks, "version">) =>
    JSON.stringify([analysisDate, method, buyers, breaks.recency, breaks.frequency, breaks.monetary]);
  return identity(stored) === identity(next);
}
