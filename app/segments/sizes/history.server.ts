import { sql, type RawBuilder } from "kysely";

import { monthEnds } from "~/customers/monthEnds";
import { readScoring, type Scoring } from "~/customers/scoredState.server";
import { dayBack } from "~/customers/days";
import { endOfShopDay, shopDay } from "~/customers/shopDays";
import { shopToday } from "~/history/shopToday";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { scoringOf } from "../membership/context.server";
import { monthsBack } from "./lookBack.server";
import type { DayOfMoves, SizeHistory, SizePoint } from "./sizes";

/**
 * How many members a segment had on each of the last days, today (the day of the last scoring) being the last of them: every day
 * since its record began, and before that the ends of months as far as they were looked back on. Days are the shop's.
 *
 * @throws {NotScoredError} where the store was never scored as a whole
 */
export async function sizeHistory(
  connection: Connection,
  segmentId: number,
  { days }: { readonly days: number },
): Promise<SizeHistory> {
  const scoring = await scoringOf(connection);
  const today = scoring.analysisDate;
  const first = dayBack(today, { count: days - 1, unit: "days" });
  const { since, computed } =
    (await pastOf(connection, [segmentId], scoring, first)).get(segmentId) ?? nothing;
  if (since === null) return { points: computed, moves: [], recordedSince: null };
  const recordedSince = earlier(shopToday(since, scoring.timeZone), today);
  const all = await movesOf(connection, segmentId, since, scoring);
  const points: SizePoint[] = [];
  let members = 0;
  let place = 0;
  for (let day = recordedSince; day <= today; day = dayBack(day, { count: -1, unit: "days" })) {
    for (let moves = all[place]; moves && moves.day <= day; moves = all[++place]) {
      members += moves.found + moves.entered - moves.left;
    }
    if (day >= first) points.push({ day, members, source: "recorded" });
  }
  return {
    points: [...computed, ...points],
    moves: all
      .filter(({ day, entered, left }) => day >= first && entered + left > 0)
      .map(({ day, entered, left }) => ({ day, entered, left })),
    recordedSince,
  };
}

/**
 * Of each of some segments its size at the ends of the last twelve months and today. In two statements, however many
 * segments: 43 with two million memberships in all take 60 ms of processor time. Empty in a store that was never scored.
 */
export async function sparklines(
  connection: Connection,
  ids: readonly number[],
): Promise<Map<number, SizePoint[]>> {
  const scoring = await readScoring(connection);
  if (!scoring) return new Map();
  const days = monthEnds(scoring.analysisDate, monthsBack + 1).map(({ day }) => day);
  const [past, changes] = await Promise.all([
    pastOf(connection, ids, scoring, days[0] ?? scoring.analysisDate),
    changesOf(connection, ids, days, scoring),
  ]);
  return new Map(
    ids.map((id) => {
      const { since, computed } = past.get(id) ?? nothing;
      if (since === null) return [id, computed];
      const recordedSince = shopToday(since, scoring.timeZone);
      let members = 0;
      const recorded = days.flatMap((day, place): SizePoint[] => {
        members += changes.get(id)?.get(place) ?? 0;
        const isRecorded = day >= recordedSince || day === scoring.analysisDate;
        return isRecorded ? [{ day, members, source: "recorded" }] : [];
      });
      return [id, [...computed, ...recorded]];
    }),
  );
}

interface Past {
  /** When the record began; null: it has not. */
  readonly since: Date | null;
  /** What was looked back on, oldest first: days before the record only. */
  readonly computed: SizePoint[];
}

const nothing: Past = { since: null, computed: [] };

async function pastOf(
  connection: Connection,
  ids: readonly number[],
  { timeZone }: Scoring,
  first: string,
): Promise<Map<number, Past>> {
  const rows = await connection.all(statement<PastRow>`
    SELECT coalesce(r.segment_id, b.segment_id) AS id, r.since, b.day, b.members
    FROM (SELECT * FROM segment_records WHERE segment_id = ANY(CAST(${ids} AS integer[]))) r
    FULL JOIN (
      SELECT * FROM segment_backcasts
      WHERE segment_id = ANY(CAST(${ids} AS integer[])) AND day >= CAST(${first} AS date) AND members IS NOT NULL
    ) b ON b.segment_id = r.segment_id
    ORDER BY b.day NULLS FIRST`);
  const past = new Map<number, Past>();
  for (const { id, since, day, members } of rows) {
    const { computed } = past.get(id) ?? nothing;
    const isBefore = since === null || (day !== null && day < shopToday(since, timeZone));
    const point: SizePoint[] =
      day !== null && members !== null && isBefore ? [{ day, members, source: "computed" }] : [];
    past.set(id, { since, computed: [...computed, ...point] });
  }
  return past;
}

interface PastRow {
  id: number;
  since: Date | null;
  day: string | null;
  members: number | null;
}

/** Moves of a day, and how many the first evaluation found: they did not come on that day, they were there. */
interface RecordedDay extends DayOfMoves {
  readonly found: number;
}

/**
 * By day, oldest first. What happened after the day of the last scoring (it is past midnight, and the store about to be scored)
 * is told of that day. Times are few, whatever the members: turning each member's into a day would take 0.2 µs.
 */
async function movesOf(
  connection: Connection,
  segmentId: number,
  since: Date,
  { analysisDate, timeZone }: Scoring,
): Promise<RecordedDay[]> {
  const entered = (table: string) => sql`
    SELECT entered_at AS moment, count(*) AS entered,
      count(*) FILTER (WHERE entered_at = CAST(${since} AS timestamp) AND entered_cause = 'definition') AS found, 0 AS gone
    FROM ${sql.table(table)} WHERE segment_id = ${segmentId} GROUP BY entered_at`;
  return connection.all(statement<RecordedDay>`
    SELECT day, CAST(sum(entered - found) AS integer) AS entered, CAST(sum(found) AS integer) AS found,
      CAST(sum(gone) AS integer) AS "left"
    FROM (
      SELECT least(${shopDay(sql`moment`, timeZone)}, CAST(${analysisDate} AS date)) AS day, entered, found, gone
      FROM (
        ${entered("memberships")}
        UNION ALL ${entered("past_memberships")}
        UNION ALL SELECT left_at, 0, 0, count(*) FROM past_memberships WHERE segment_id = ${segmentId} GROUP BY left_at
      ) moments
    ) moves
    GROUP BY day ORDER BY day`);
}

/** By segment and place of the day: by how much its size at the end of that day differs from that of the day before it. */
async function changesOf(
  connection: Connection,
  ids: readonly number[],
  days: readonly string[],
  { timeZone }: Scoring,
): Promise<Map<number, Map<number, number>>> {
  const ends = days.slice(0, -1).map((day) => endOfShopDay(day, timeZone));
  const placeOf = (column: string): RawBuilder<number> => {
    const cases = ends.map(
      (end, place) => sql`WHEN ${sql.ref(column)} < CAST(${end} AS timestamp) THEN ${sql.lit(place)}`,
    );
    return sql`CASE ${sql.join(cases, sql` `)} ELSE ${sql.lit(ends.length)} END`;
  };
  const moves = (table: string, column: string) => sql`
    SELECT segment_id, ${placeOf(column)} AS place
    FROM ${sql.table(table)} WHERE segment_id = ANY(CAST(${ids} AS integer[]))`;
  const rows = await connection.all(statement<{ id: number; place: number; change: number }>`
    SELECT segment_id AS id, place, CAST(sum(moved) AS integer) AS change
    FROM (
      SELECT segment_id, place, count(*) AS moved FROM (${moves("memberships", "entered_at")}) m GROUP BY segment_id, place
      UNION ALL
      SELECT segment_id, place, count(*) FROM (${moves("past_memberships", "entered_at")}) e GROUP BY segment_id, place
      UNION ALL
      SELECT segment_id, place, -count(*) FROM (${moves("past_memberships", "left_at")}) l GROUP BY segment_id, place
    ) changes
    GROUP BY segment_id, place`);
  const changes = new Map<number, Map<number, number>>();
  for (const { id, place, change } of rows) {
    changes.set(id, (changes.get(id) ?? new Map<number, number>()).set(place, change));
  }
  return changes;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
