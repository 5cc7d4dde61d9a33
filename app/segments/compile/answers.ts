import { sql, type RawBuilder } from "kysely";

import { type Condition, conditionsOf, type Group, type Node } from "../language/definition";
import type { CompileContext } from "./context";
import { customersFrom } from "./customers";
import { holds } from "./holds";

// The answer to each condition by itself, and trees of conditions put together of such answers.

/** A tree with its conditions by their places among all of them. */
export type Placed = number | PlacedGroup;
export interface PlacedGroup {
  readonly not: boolean;
  readonly match: "all" | "any";
  readonly items: readonly Placed[];
}

/** The tree of a group, its conditions numbered as `conditionsOf` gives them. */
export function placed(where: Group): PlacedGroup {
  const places = conditionsOf(where).keys();
  const placeIn = ({ not, match, items }: Group): PlacedGroup => ({
    not,
    match,
    items: items.map((item: Node) => (item.kind === "group" ? placeIn(item) : Number(places.next().value))),
  });
  return placeIn(where);
}

/** SELECT of every customer with the answers to some conditions; no answer is "no". */
export function selectAnswers(
  conditions: readonly Condition[],
  context: CompileContext,
): RawBuilder<unknown> {
  const columns = conditions.map(
    (condition, place) => sql`, coalesce(${holds(condition, context)}, false) AS ${answer(place)}`,
  );
  return sql`SELECT c.customer_id${sql.join(columns, sql``)} FROM ${customersFrom(conditions, context)}`;
}

/** Whether a tree holds, over the rows of {@link selectAnswers}. */
export function truth(node: Placed): RawBuilder<boolean> {
  if (typeof node === "number") return answer(node);
  const whole = node.match === "all" ? allOf(node.items.map(truth)) : anyOf(node.items.map(truth));
  return node.not ? sql`NOT ${whole}` : whole;
}

export function allOf(tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return tests.length === 0 ? sql`true` : sql`(${sql.join(tests, sql` AND `)})`;
}

export function anyOf(tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return tests.length === 0 ? sql`false` : sql`(${sql.join(tests, sql` OR `)})`;
}

/** The answer to the condition at a place. */
export function answer(place: number): RawBuilder<boolean> {
  return sql.ref(`answer_${String(place)}`);
}
