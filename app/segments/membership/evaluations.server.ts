import type { Scoring } from "~/customers/scoredState.server";
import { statement, warehouseSql } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { ActiveSegment } from "../dependencies";
import { definitionHash } from "./counts.server";

/** How the stored members of a segment were found. */
interface Evaluation {
  readonly definitionHash: string;
  readonly evaluatedAt: Date;
}

export async function readEvaluations(connection: Connection): Promise<Map<number, Evaluation>> {
  const rows = await connection.all(statement<Evaluation & { id: number }>`
    SELECT segment_id AS id, definition_hash AS "definitionHash", evaluated_at AS "evaluatedAt"
    FROM segment_evaluations`);
  return new Map(rows.map(({ id, ...evaluation }) => [id, evaluation]));
}

/** Notes that segments were evaluated over the whole store. Those of before are to be forgotten first. */
export async function noteEvaluations(
  connection: Connection,
  segments: readonly ActiveSegment[],
  { analysisDate, version, scoredAt }: Scoring,
  now: Date,
): Promise<void> {
  if (segments.length === 0) return;
  const rows = segments.map(({ id, definition }) => ({
    segment_id: id,
    definition_hash: definitionHash(definition),
    evaluated_at: now,
    evaluated_on: analysisDate,
    breaks_version: version,
    scored_at: scoredAt,
  }));
  await connection.run(warehouseSql.insertInto("segment_evaluations").values(rows).compile());
}

/** Notes that the stored members are true again: the customers who changed were evaluated. */
export async function touchEvaluations(
  connection: Connection,
  ids: readonly number[],
  now: Date,
): Promise<void> {
  await connection.run(statement`
    UPDATE segment_evaluations SET evaluated_at = ${now} WHERE segment_id = ANY(CAST(${ids} AS integer[]))`);
}

export async function forgetEvaluations(connection: Connection, ids: readonly number[]): Promise<void> {
  await connection.run(statement`
    DELETE FROM segment_evaluations WHERE segment_id = ANY(CAST(${ids} AS integer[]))`);
}
