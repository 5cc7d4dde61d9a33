import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import type { RfmBreaksRow } from "~/warehouse/tables";

import type { Breaks, ScoringMethod } from "./breaks";
import type { Counting } from "./metrics.server";
import { scoringSettings } from "./settings";

/**
 * How the stored metrics and scores were made. Pages count by this, not by the settings as they stand, so that all
 * figures stay of one piece while settings that were just saved are not counted by yet.
 */
export interface Scoring extends Counting {
  readonly version: number;
  readonly method: ScoringMethod;
  readonly buyers: number;
  readonly breaks: Breaks;
  readonly scoredAt: Date;
}

/** The newest scoring; null in a store that was never scored. */
export async function readScoring(connection: Connection): Promise<Scoring | null> {
  const [row] = await connection.all(
    statement<RfmBreaksRow>`SELECT * FROM rfm_breaks ORDER BY version DESC LIMIT 1`,
  );
  return row ? scoringOf(row) : null;
}

/** A former scoring by its version; null where there is none of it. */
export async function readScoringVersion(connection: Connection, version: number): Promise<Scoring | null> {
  const [row] = await connection.all(
    statement<RfmBreaksRow>`SELECT * FROM rfm_breaks WHERE version = ${version}`,
  );
  return row ? scoringOf(row) : null;
}

function scoringOf(row: RfmBreaksRow): Scoring {
  return {
    version: row.version,
    analysisDate: row.analysis_date,
    timeZone: row.time_zone,
    settings: scoringSettings.parse(JSON.parse(row.settings)),
    // Written by `storeScoring` only.
    method: row.method as ScoringMethod,
    buyers: row.buyers,
    breaks: { recency: row.recency_breaks, frequency: row.frequency_breaks, monetary: row.monetary_breaks },
    scoredAt: row.scored_at,
  };
}

/**
 * Stores breaks, and what they were counted by, under the next version; where nothing differs from the newest ones, only
 * notes that the store was scored again. Resolves to the version.
 */
export async function storeScoring(connection: Connection, next: Omit<Scoring, "version">): Promise<number> {
  const newest = await readScoring(connection);
  if (newest && isSame(newest, next)) {
    await connection.run(
      statement`UPDATE rfm_breaks SET scored_at = ${next.scoredAt} WHERE version = ${newest.version}`,
    );
    return newest.version;
  }
  const version = (newest?.version ?? 0) + 1;
  const { recency, frequency, monetary } = next.breaks;
  await connection.run(statement`
    INSERT INTO rfm_breaks (version, analysis_date, time_zone, settings, method, buyers, recency_breaks,
      frequency_breaks, monetary_breaks, created_at, scored_at)
    VALUES (${version}, CAST(${next.analysisDate} AS date), ${next.timeZone}, ${JSON.stringify(next.settings)},
      ${next.method}, ${next.buyers}, ${recency}, ${frequency}, ${monetary}, ${next.scoredAt}, ${next.scoredAt})`);
  return version;
}

function isSame(stored: Scoring, next: Omit<Scoring, "version">): boolean {
  const identity = ({
    analysisDate,
    timeZone,
    settings,
    method,
    buyers,
    breaks,
  }: Omit<Scoring, "version">) => {
    const { recency, frequency, monetary } = breaks;
    return JSON.stringify([analysisDate, timeZone, settings, method, buyers, recency, frequency, monetary]);
  };
  return identity(stored) === identity(next);
}
