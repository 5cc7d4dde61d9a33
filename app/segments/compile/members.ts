import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";

import type { Definition, Node } from "../language/definition";
import type { CompileContext } from "./context";
import { answerKey, customersFrom } from "./customers";
import { holds } from "./holds";
import { narrow } from "./narrowing";

/** SELECT of everybody who matches, each once: `customer_id` and, with the clock "moments", `today`. */
export function membersOf({ where }: Definition, context: CompileContext): RawBuilder<unknown> {
  const steps = narrow(where, context);
  if (!steps) return matching(where, context);
  const selects = steps.map((step, place) =>
    matching(step, place === 0 ? context : { ...context, among: leftBy(place - 1) }),
  );
  const narrowed = selects
    .slice(0, -1)
    .map((select, place) => sql`${sql.table(leftBy(place))} AS MATERIALIZED (${select})`);
  return sql`WITH ${sql.join(narrowed)} ${selects.at(-1)}`;
}

/** The relation of those whom a step leaves over. */
function leftBy(step: number): string {
  return `few_${String(step)}`;
}

/** How many customers match. */
export function countMembers(
  definition: Definition,
  context: CompileContext,
): CompiledQuery<{ members: number }> {
  return statement`SELECT CAST(count(*) AS integer) AS members FROM (${membersOf(definition, context)}) members`;
}

/** Who matches, in no order. */
export function selectMembers(
  definition: Definition,
  context: CompileContext,
): CompiledQuery<{ customer_id: bigint }> {
  return statement`${membersOf(definition, context)}`;
}

function matching(where: Node, context: CompileContext): RawBuilder<unknown> {
  return sql`SELECT ${answerKey("c.customer_id", context)}
    FROM ${customersFrom([where], context)} WHERE ${holds(where, context)}`;
}
