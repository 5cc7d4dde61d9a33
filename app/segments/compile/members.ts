import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";

import type { Definition, Node } from "../language/definition";
import type { CompileContext } from "./context";
import { answerKey, customersFrom } from "./customers";
import { holds } from "./holds";
import { narrow } from "./narrowing";

/** Those whom the first step of a narrowing leaves over. */
const few = "few";

/** SELECT of everybody who matches, each once: `customer_id` and, with the clock "moments", `today`. */
export function membersOf({ where }: Definition, context: CompileContext): RawBuilder<unknown> {
  const narrowing = narrow(where, context);
  if (!narrowing) return matching(where, context);
  const { first, then } = narrowing;
  return sql`WITH ${sql.table(few)} AS MATERIALIZED (${matching(first, context)})
    ${matching(then, { ...context, among: few })}`;
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
