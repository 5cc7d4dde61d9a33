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
  const contextOf = (place: number): CompileContext =>
    place === 0 ? context : { ...context, among: leftBy(place - 1) };
  const selects = steps.map((step, place) => matching(step, contextOf(place)));
  // What later steps ask of a customer is taken along: joined with everybody again, PostgreSQL reads everybody again.
  const asked = selects.slice(1).map((select) => statement`${select}`.sql);
  const columns = new Set(
    asked.flatMap((text) => [...text.matchAll(/\bc\.(\w+)/g)].map(([, name]) => name ?? "")),
  );
  columns.delete("customer_id");
  const along = [...columns].map((name) => sql`, c.${sql.ref(name)}`);
  const narrowed = steps
    .slice(0, -1)
    .map(
      (step, place) =>
        sql`${sql.table(leftBy(place))} AS MATERIALIZED (${matching(step, contextOf(place), sql.join(along, sql``))})`,
    );
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

function matching(where: Node, context: CompileContext, along = sql``): RawBuilder<unknown> {
  return sql`SELECT ${answerKey("c.customer_id", context)}${along}
    FROM ${customersFrom([where], context)} WHERE ${holds(where, context)}`;
}
