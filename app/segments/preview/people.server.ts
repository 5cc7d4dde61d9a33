import type { RawBuilder } from "kysely";

import type { RfmGroupId } from "~/customers/rfmGroups";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { DayContext } from "../compile/context";
import { membersOf } from "../compile/members";
import { countNearMisses, listNearMisses, nearMissLimit } from "../explain/nearMisses.server";
import { conditionsOf, type Definition } from "../language/definition";
import { idsOf } from "../membership/customerFacts.server";
import { segmentContext } from "../membership/context.server";
import { conditionPaths } from "./nodePaths";
import type { PreviewedPeople, PreviewPerson } from "./preview";

/** Of members, and of those who nearly are. */
const shown = 5;

/** Some who match a definition, the newest customers first, and some who miss it by one condition. */
export async function previewPeople(
  connection: Connection,
  definition: Definition,
): Promise<PreviewedPeople> {
  const context = await segmentContext(connection, [definition]);
  return {
    members: await peopleAmong(connection, membersOf(definition, context)),
    ...(await nearMissesOf(connection, definition, context)),
  };
}

/** What is known of one customer; null where the store has no such customer. */
export async function previewPerson(
  connection: Connection,
  customerId: bigint,
): Promise<PreviewPerson | null> {
  const [person] = await peopleAmong(connection, idsOf([customerId]));
  return person ?? null;
}

async function nearMissesOf(
  connection: Connection,
  definition: Definition,
  context: DayContext,
): Promise<Pick<PreviewedPeople, "nearMisses" | "nearMissCount">> {
  if (conditionsOf(definition.where).length > nearMissLimit) return { nearMisses: null, nearMissCount: null };
  const paths = conditionPaths(definition.where);
  const found = await listNearMisses(connection, definition, context, { after: null, limit: shown });
  const people = await peopleAmong(connection, idsOf(found.map(({ customerId }) => customerId)));
  const byId = new Map(people.map((person) => [person.customerId, person]));
  return {
    nearMisses: found.flatMap(({ customerId, conditions }) => {
      const person = byId.get(String(customerId));
      const misses = conditions.flatMap((place) => (paths[place] ? [paths[place]] : []));
      return person ? [{ ...person, misses }] : [];
    }),
    nearMissCount: (await countNearMisses(connection, definition, context)).customers,
  };
}

/** @param ids SELECT of `customer_id` */
async function peopleAmong(connection: Connection, ids: RawBuilder<unknown>): Promise<PreviewPerson[]> {
  const rows = await connection.all(statement<PersonRow>`
    SELECT c.customer_id AS "customerId", c.display_name AS name, c.email, m.orders, m.spend,
      m.last_order_on AS "lastOrderOn", r.rfm_group AS "group"
    FROM (SELECT customer_id FROM (${ids}) some_of_them ORDER BY customer_id DESC LIMIT ${shown}) p
    JOIN customers c ON c.customer_id = p.customer_id
    LEFT JOIN customer_metrics m ON m.customer_id = p.customer_id
    LEFT JOIN rfm_scores r ON r.customer_id = p.customer_id
    ORDER BY c.customer_id DESC`);
  return rows.map((row) => ({
    ...row,
    customerId: String(row.customerId),
    orders: row.orders ?? 0,
    spend: String(row.spend ?? 0n),
  }));
}

interface PersonRow {
  readonly customerId: bigint;
  readonly name: string | null;
  readonly email: string | null;
  readonly orders: number | null;
  readonly spend: bigint | null;
  readonly lastOrderOn: string | null;
  readonly group: RfmGroupId | null;
}
