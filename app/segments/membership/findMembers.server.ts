import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { CompileContext } from "../compile/context";
import { membersOf } from "../compile/members";
import { type ActiveSegment, evaluationOrder } from "../dependencies";
import { referencedSegments } from "../language/definition";

/** The temporary table that {@link findMembers} fills: `segment_id, customer_id`, each once. */
export const foundMembers = "found_members";

/**
 * Evaluates segments into a new temporary table `found_members`, each after those it refers to. A segment that is
 * referred to and not evaluated here is there as it is stored. Resolves to the milliseconds each took.
 *
 * @param stored the rows of `memberships` to take such segments from: all, or those of the customers that are evaluated
 * @throws {CircleError} where segments refer to each other in a circle.
 */
export async function findMembers(
  connection: Connection,
  input: { segments: readonly ActiveSegment[]; context: CompileContext; stored: string },
): Promise<Map<number, number>> {
  const { segments, stored } = input;
  const context = {
    ...input.context,
    relations: { ...input.context.relations, memberships: foundMembers },
  };
  await connection.run(statement`
    CREATE TEMPORARY TABLE ${sql.table(foundMembers)} (segment_id integer, customer_id bigint)`);
  const evaluated = new Set(segments.map(({ id }) => id));
  const others = [...new Set(segments.flatMap(({ definition }) => referencedSegments(definition)))].filter(
    (id) => !evaluated.has(id),
  );
  if (others.length > 0) {
    await connection.run(statement`
      INSERT INTO ${sql.table(foundMembers)} (segment_id, customer_id)
      SELECT segment_id, customer_id FROM ${sql.table(stored)} WHERE segment_id = ANY(${others})`);
  }
  const milliseconds = new Map<number, number>();
  for (const { id, definition } of evaluationOrder(segments)) {
    const start = performance.now();
    await connection.run(statement`
      INSERT INTO ${sql.table(foundMembers)} (segment_id, customer_id)
      SELECT CAST(${id} AS integer), customer_id FROM (${membersOf(definition, context)}) members`);
    milliseconds.set(id, performance.now() - start);
  }
  return milliseconds;
}

export async function dropFoundMembers(connection: Connection): Promise<void> {
  await connection.run(statement`DROP TABLE ${sql.table(foundMembers)}`);
}
