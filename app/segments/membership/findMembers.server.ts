import { sql, type CompiledQuery } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { CompileContext } from "../compile/context";
import { membersOf } from "../compile/members";
import { type ActiveSegment, evaluationOrder } from "../dependencies";
import { referencedSegments } from "../language/definition";
import { SegmentFailedError } from "./failing";

/** The temporary table that {@link findMembers} fills: `segment_id, customer_id`, each once. */
export const foundMembers = "found_members";

/** What finds the members of some segments. */
export interface Search {
  /** Each puts a segment's members into `found_members`; after those it refers to. */
  readonly steps: readonly { readonly id: number; readonly query: CompiledQuery }[];
  /** Segments that are referred to and not searched here: their members are taken as they are stored. */
  readonly taken: readonly number[];
}

/**
 * @throws {CircleError} where segments refer to each other in a circle
 * @throws {SegmentFailedError} where a definition cannot be compiled
 */
export function searchFor(segments: readonly ActiveSegment[], context: CompileContext): Search {
  const reading = { ...context, relations: { ...context.relations, memberships: foundMembers } };
  const steps = evaluationOrder(segments).map((segment) => ({
    id: segment.id,
    query: insertFound(segment, reading),
  }));
  const searched = new Set(segments.map(({ id }) => id));
  const referred = new Set(segments.flatMap(({ definition }) => referencedSegments(definition)));
  return { steps, taken: [...referred].filter((id) => !searched.has(id)) };
}

function insertFound({ id, definition }: ActiveSegment, context: CompileContext): CompiledQuery {
  try {
    return statement`
      INSERT INTO ${sql.table(foundMembers)} (segment_id, customer_id)
      SELECT CAST(${id} AS integer), customer_id FROM (${membersOf(definition, context)}) members`;
  } catch (error) {
    throw new SegmentFailedError([id], error);
  }
}

/**
 * Makes the temporary table `found_members` of those found. Resolves to the milliseconds that each segment took.
 *
 * @param stored the rows of `memberships` to take members from: all, or those of the customers that are searched
 * @throws {SegmentFailedError} where the members of one cannot be found; the transaction is lost
 */
export async function findMembers(
  connection: Connection,
  { steps, taken }: Search,
  stored: string,
): Promise<Map<number, number>> {
  await connection.run(statement`
    CREATE TEMPORARY TABLE ${sql.table(foundMembers)} (segment_id integer, customer_id bigint)`);
  if (taken.length > 0) {
    await connection.run(statement`
      INSERT INTO ${sql.table(foundMembers)} (segment_id, customer_id)
      SELECT segment_id, customer_id FROM ${sql.table(stored)} WHERE segment_id = ANY(${taken})`);
  }
  const milliseconds = new Map<number, number>();
  for (const { id, query } of steps) {
    const start = performance.now();
    await connection.run(query).catch((error: unknown) => {
      throw new SegmentFailedError([id], error);
    });
    milliseconds.set(id, performance.now() - start);
  }
  return milliseconds;
}

export async function dropFoundMembers(connection: Connection): Promise<void> {
  await connection.run(statement`DROP TABLE ${sql.table(foundMembers)}`);
}
