import type { Scoring } from "~/customers/scoredState.server";
import { endOfShopDay } from "~/customers/shopDays";
import { statement, warehouseSql } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { ActiveSegment } from "../dependencies";
import { definitionHash } from "./counts.server";

/** How the stored members of a segment were found. */
interface Evaluation {
  readonly definitionHash: string;
  /** The newest change of an order or customer that the members follow. */
  readonly factsUntil: Date;
}

export async function readEvaluations(connection: Connection): Promise<Map<number, Evaluation>> {
  const rows = await connection.all(statement<Evaluation & { id: number }>`
    SELECT segment_id AS id, definition_hash AS "definitionHash", facts_until AS "factsUntil"
    FROM segment_evaluations`);
  return new Map(rows.map(({ id, ...evaluation }) => [id, evaluation]));
}

/** Notes that segments were evaluated over the whole store. Those of before are to be forgotten first. */
export async function noteEvaluations(
  connection: Connection,
  segments: readonly ActiveSegment[],
  scoring: Scoring,
  now: Date,
): Promise<void> {
  if (segments.length === 0) return;
  const factsUntil = await newestFact(connection, scoring);
  const rows = segments.map(({ id, definition }) => ({
    segment_id: id,
    definition_hash: definitionHash(definition),
    evaluated_at: now,
    evaluated_on: scoring.analysisDate,
    facts_until: factsUntil,
    breaks_version: scoring.version,
    scored_at: scoring.scoredAt,
  }));
  await connection.run(warehouseSql.insertInto("segment_evaluations").values(rows).compile());
  // Stays when a segment is switched off, and when its rule is changed: from here on it is known who was in it.
  await connection.run(statement`
    INSERT INTO segment_records (segment_id, since)
    SELECT segment_id, evaluated_at FROM segment_evaluations
    WHERE segment_id NOT IN (SELECT segment_id FROM segment_records)`);
}

/** Notes that the stored members are true again: the customers who changed were evaluated. */
export async function touchEvaluations(
  connection: Connection,
  ids: readonly number[],
  scoring: Scoring,
  now: Date,
): Promise<void> {
  const factsUntil = await newestFact(connection, scoring);
  await connection.run(statement`
    UPDATE segment_evaluations SET evaluated_at = ${now}, facts_until = ${factsUntil}
    WHERE segment_id = ANY(CAST(${ids} AS integer[]))`);
}

/**
 * The newest change that is stored and counts. Told by the facts, not by the clock: a sync brings in what changed before
 * members were last found. (3 ms at 5M orders: engines keep each block's largest value.)
 */
async function newestFact(connection: Connection, { analysisDate, timeZone }: Scoring): Promise<Date> {
  const [row] = await connection.all(statement<{ newest: Date | null }>`
    SELECT greatest((SELECT max(updated_at) FROM orders), (SELECT max(updated_at) FROM customers)) AS newest`);
  const newest = row?.newest ?? new Date(0);
  const end = endOfShopDay(analysisDate, timeZone);
  return newest < end ? newest : end;
}

export async function forgetEvaluations(connection: Connection, ids: readonly number[]): Promise<void> {
  await connection.run(statement`
    DELETE FROM segment_evaluations WHERE segment_id = ANY(CAST(${ids} AS integer[]))`);
}
