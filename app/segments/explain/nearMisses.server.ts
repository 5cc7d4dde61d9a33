import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { allOf, anyOf, type Placed, placed, selectAnswers, truth } from "../compile/answers";
import type { CompileContext } from "../compile/context";
import { conditionsOf, type Definition } from "../language/definition";

/** Conditions of a definition whose near misses are looked for: the work grows with the square of their number. */
export const nearMissLimit = 50;

/** Customers who do not match but would if exactly one condition were the other way. */
export interface NearMisses {
  /** For each condition, in the order of `conditionsOf`, how many miss by it alone. Somebody may miss by one or another. */
  readonly byCondition: readonly number[];
  /** Customers who miss by some single condition, each counted once. */
  readonly customers: number;
}

export interface NearMiss {
  readonly customerId: bigint;
  /** The places, in `conditionsOf`, of the conditions each of which would be enough. */
  readonly conditions: readonly number[];
}

/**
 * Counts who misses a definition by one condition, as of the context's day.
 *
 * @throws {TooManyConditionsError} above {@link nearMissLimit}.
 */
export async function countNearMisses(
  connection: Connection,
  definition: Definition,
  context: CompileContext,
): Promise<NearMisses> {
  const { answers, misses, deciding } = nearMissSql(definition, context);
  const counts = deciding.map(
    (decides, place) =>
      sql`CAST(count(*) FILTER (WHERE ${decides}) AS integer) AS ${sql.ref(missColumn(place))}`,
  );
  const [row] = await connection.all(statement<Record<string, number>>`
    WITH ${answers}
    SELECT ${sql.join([...counts, sql`CAST(count(*) FILTER (WHERE ${anyOf(deciding)}) AS integer) AS customers`])}
    FROM answers WHERE ${misses}`);
  return {
    byCondition: deciding.map((_, place) => row?.[missColumn(place)] ?? 0),
    customers: row?.["customers"] ?? 0,
  };
}

/**
 * A page of those who miss by one condition, in the order of their ids.
 *
 * @param page.after the last id of the page before; null: the first page
 * @param page.condition only those who miss by this one, by its place in `conditionsOf`
 * @throws {TooManyConditionsError} above {@link nearMissLimit}.
 */
export async function listNearMisses(
  connection: Connection,
  definition: Definition,
  context: CompileContext,
  page: { after: bigint | null; limit: number; condition?: number },
): Promise<NearMiss[]> {
  const { answers, misses, deciding } = nearMissSql(definition, context);
  const wanted = page.condition === undefined ? anyOf(deciding) : (deciding[page.condition] ?? sql`false`);
  const columns = deciding.map((decides, place) => sql`, ${decides} AS ${sql.ref(missColumn(place))}`);
  const rows = await connection.all(statement<{ customer_id: bigint } & Record<string, bigint | boolean>>`
    WITH ${answers}
    SELECT customer_id${sql.join(columns, sql``)}
    FROM answers
    WHERE ${misses} AND ${wanted} AND ${page.after === null ? sql`true` : sql`customer_id > ${page.after}`}
    ORDER BY customer_id LIMIT ${page.limit}`);
  return rows.map((row) => ({
    customerId: row.customer_id,
    conditions: deciding.flatMap((_, place) => (row[missColumn(place)] === true ? [place] : [])),
  }));
}

export class TooManyConditionsError extends Error {
  override readonly name = "TooManyConditionsError";
  constructor(readonly conditions: number) {
    super(
      `Near misses are looked for in rules of up to ${String(nearMissLimit)} conditions; this one has ${String(conditions)}.`,
    );
  }
}

/** `answers`, to follow WITH: each customer's answer to every condition; and what to ask of its rows. */
function nearMissSql({ where }: Definition, context: CompileContext) {
  const conditions = conditionsOf(where);
  if (conditions.length > nearMissLimit) throw new TooManyConditionsError(conditions.length);
  const tree = placed(where);
  return {
    answers: sql`answers AS (${selectAnswers(conditions, context)})`,
    misses: sql<boolean>`NOT ${truth(tree)}`,
    deciding: deciding(tree, []),
  };
}

/**
 * For each condition, whether the whole turns when it does: where in every group around it all the others leave the
 * choice to it, holding in a group of which all must hold and failing in one of which any may.
 */
function deciding(node: Placed, around: readonly RawBuilder<boolean>[]): RawBuilder<boolean>[] {
  if (typeof node === "number") return [allOf(around)];
  return node.items.flatMap((item) => {
    const others = node.items.filter((other) => other !== item).map(truth);
    const leaving = node.match === "all" ? others : others.map((other) => sql<boolean>`NOT ${other}`);
    return deciding(item, [...around, ...leaving]);
  });
}

function missColumn(place: number): string {
  return `miss_${String(place)}`;
}
