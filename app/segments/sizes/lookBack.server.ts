import { createHash } from "node:crypto";

import type { Counting } from "~/customers/metrics.server";
import { monthEnds } from "~/customers/monthEnds";
import type { Scoring } from "~/customers/scoredState.server";
import { shopToday } from "~/history/shopToday";
import { statement, warehouseSql } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";

import type { ActiveSegment } from "../dependencies";
import { canonicalJson } from "../language/canonical";
import type { Definition } from "../language/definition";
import { isKnown } from "./backcast.server";
import { pastSizes } from "./pastSizes.server";
import { withRulesInPlace } from "./rulesInPlace";

/** How far back sizes are shown. */
export const monthsBack = 12;
/** Rules that are counted in one statement: what a day takes by itself is then spent a tenth as often. */
const atOnce = 10;

/** Sizes of one past day that are not stored yet. */
export interface Backcasts {
  readonly day: string;
  readonly rules: readonly PastRule[];
}

interface PastRule {
  readonly segmentId: number;
  /** With the rules of others in place. */
  readonly rule: Definition;
  /** Fingerprint of that rule and of how the store is counted: where another is stored, the size is to be counted anew. */
  readonly hash: string;
}

/** What is stored of how large segments were, and since when that is recorded. */
export interface KnownSizes {
  readonly since: ReadonlyMap<number, Date>;
  /** Fingerprints by segment and day. */
  readonly backcasts: ReadonlyMap<string, string>;
  /** Every segment of which something is stored. */
  readonly segments: readonly number[];
}

export async function readKnownSizes(connection: Connection): Promise<KnownSizes> {
  const [records, stored] = await Promise.all([
    connection.all(
      statement<{ id: number; since: Date }>`SELECT segment_id AS id, since FROM segment_records`,
    ),
    connection.all(statement<{ id: number; day: string; hash: string }>`
      SELECT segment_id AS id, day, definition_hash AS hash FROM segment_backcasts`),
  ]);
  return {
    since: new Map(records.map(({ id, since }) => [id, since])),
    backcasts: new Map(stored.map(({ id, day, hash }) => [placeOf(id, day), hash])),
    segments: [...new Set([...records, ...stored].map(({ id }) => id))],
  };
}

/**
 * The next sizes to be counted: of some segments on one day, the newest days first; null where none is missing. Of a segment
 * those before its record are wanted, at the ends of the last twelve months.
 *
 * @param knownFrom as of `backcast`
 */
export function nextBackcasts(
  segments: readonly ActiveSegment[],
  known: KnownSizes,
  scoring: Scoring,
  knownFrom: string | null,
): Backcasts | null {
  const definitions = new Map(segments.map(({ id, definition }) => [id, definition]));
  const rules = segments.map(({ id, definition }): PastRule => {
    const rule = withRulesInPlace(definition, (other) => definitions.get(other) ?? null);
    return { segmentId: id, rule, hash: hashOf(rule, scoring) };
  });
  const days = monthEnds(scoring.analysisDate, monthsBack + 1).map(({ day }) => day);
  for (const day of days.slice(0, -1).reverse()) {
    if (!isKnown(day, knownFrom)) break;
    const missing = rules.filter(({ segmentId, hash }) => {
      const since = known.since.get(segmentId);
      const isRecorded = since !== undefined && shopToday(since, scoring.timeZone) <= day;
      return !isRecorded && known.backcasts.get(placeOf(segmentId, day)) !== hash;
    });
    if (missing.length > 0) return { day, rules: missing.slice(0, atOnce) };
  }
  return null;
}

/**
 * Counts and stores these sizes. A rule that cannot be counted is noted as such, so that it is not tried for ever.
 *
 * @param signal stop before the next statement
 * @returns those whose rule could not be counted
 */
export async function storeBackcasts(
  warehouse: Warehouse,
  { day, rules }: Backcasts,
  scoring: Scoring,
  signal: AbortSignal,
): Promise<number[]> {
  const members = await sizesOf(warehouse, rules, { ...scoring, analysisDate: day }, signal);
  signal.throwIfAborted();
  const rows = rules.map(({ segmentId, hash }, place) => ({
    ...{ segment_id: segmentId, day, definition_hash: hash, members: members[place] ?? null },
  }));
  await warehouse.transaction(async (connection) => {
    await connection.run(statement`
      DELETE FROM segment_backcasts
      WHERE day = CAST(${day} AS date) AND segment_id = ANY(CAST(${rows.map((row) => row.segment_id)} AS integer[]))`);
    await connection.run(warehouseSql.insertInto("segment_backcasts").values(rows).compile());
  });
  return rows.flatMap((row) => (row.members === null ? [row.segment_id] : []));
}

/** All at once; where one cannot be counted (null), which takes the others with it, one by one. */
async function sizesOf(
  connection: Connection,
  rules: readonly PastRule[],
  counting: Counting,
  signal: AbortSignal,
): Promise<readonly (number | null)[]> {
  const count = (some: readonly PastRule[]): Promise<readonly number[] | null> =>
    pastSizes(
      connection,
      some.map(({ rule }) => rule),
      counting,
    ).catch(() => null);
  const together = await count(rules);
  if (together) return together;
  const members: (number | null)[] = [];
  for (const rule of rules) {
    signal.throwIfAborted();
    members.push((await count([rule]))?.[0] ?? null);
  }
  return members;
}

/** Forgets what is stored of segments that were deleted. */
export async function forgetSizes(warehouse: Warehouse, ids: readonly number[]): Promise<void> {
  await warehouse.transaction(async (connection) => {
    await connection.run(
      statement`DELETE FROM segment_backcasts WHERE segment_id = ANY(CAST(${ids} AS integer[]))`,
    );
    await connection.run(
      statement`DELETE FROM segment_records WHERE segment_id = ANY(CAST(${ids} AS integer[]))`,
    );
  });
}

function placeOf(segmentId: number, day: string): string {
  return `${String(segmentId)} ${day}`;
}

function hashOf(rule: Definition, { timeZone, settings }: Scoring): string {
  return createHash("sha256")
    .update(canonicalJson([rule, timeZone, settings]))
    .digest("hex");
}
