import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";

import type { Definition } from "../language/definition";
import type { CompileContext } from "./context";
import { answerKey, customersFrom } from "./customers";
import { holds } from "./holds";

/** SELECT of everybody who matches, each once: `customer_id` and, with the clock "moments", `today`. */
export function membersOf(definition: Definition, context: CompileContext): RawBuilder<unknown> {
  return sql`SELECT ${answerKey("c.customer_id", context)} FROM ${matching(definition, context)}`;
}

/** How many customers match. */
export function countMembers(
  definition: Definition,
  context: CompileContext,
): CompiledQuery<{ members: number }> {
  return statement`SELECT CAST(count(*) AS integer) AS members FROM ${matching(definition, context)}`;
}

/** Who matches, in no order. */
export function selectMembers(
  definition: Definition,
  context: CompileContext,
): CompiledQuery<{ customer_id: bigint }> {
  return statement`${membersOf(definition, context)}`;
}

function matching({ where }: Definition, context: CompileContext): RawBuilder<unknown> {
  return sql`${customersFrom([where], context)} WHERE ${holds(where, context)}`;
}
