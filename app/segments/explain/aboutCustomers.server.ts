import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { chosenCustomers, copiesFor, idsOf } from "../membership/customerFacts.server";

/**
 * Runs a statement over `copies` of some customers' rows, where it may also name `chosen_customers`. They are parts of the
 * statement itself: temporary tables would wait for the one connection that writes.
 *
 * @param relations to follow WITH, of the statement's own
 */
export async function askAbout<Row>(
  connection: Connection,
  customerIds: readonly bigint[],
  { relations, select }: { relations: readonly RawBuilder<unknown>[]; select: RawBuilder<Row> },
): Promise<Row[]> {
  const asked = sql`${sql.join([...relations, select], sql` `)}`;
  const copied = await copiesFor(connection, [statement`${asked}`]);
  const facts = copied.map(({ name, select }) => sql`${sql.table(name)} AS MATERIALIZED (${select})`);
  const chosen = sql`${sql.table(chosenCustomers)} AS MATERIALIZED (${idsOf(customerIds)})`;
  return connection.all(statement<Row>`WITH ${sql.join([chosen, ...facts, ...relations])} ${select}`);
}
