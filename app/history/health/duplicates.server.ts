import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { type DuplicateGroup, type Duplicates, type Person, type SharedTrait, sharedTraits } from "./health";

const groupsShown = 5;
/** Shorter numbers are extensions, or what somebody typed to get on. */
const fewestDigits = 7;

const digits = sql<string>`regexp_replace(c.phone, '[^0-9]', '', 'g')`;
const withoutSpaces = (text: RawBuilder<unknown>) => sql<string>`lower(replace(${text}, ' ', ''))`;

/** What makes customers `c` alike who share it, and who has it at all. Plus-addresses and dots stay: they may be two people. */
const traits: Readonly<
  Record<SharedTrait, { readonly of: readonly RawBuilder<string>[]; readonly has: RawBuilder<boolean> }>
> = {
  email: { of: [sql`lower(trim(c.email, ' '))`], has: sql`trim(c.email, ' ') <> ''` },
  phone: { of: [digits], has: sql`length(${digits}) >= ${fewestDigits}` },
  name_and_zip: {
    of: [withoutSpaces(sql`c.first_name || c.last_name`), withoutSpaces(sql`c.zip`)],
    has: sql`replace(c.first_name, ' ', '') <> '' AND replace(c.last_name, ' ', '') <> '' AND replace(c.zip, ' ', '') <> ''`,
  },
};

/**
 * Customers who are probably one person, by what they share. 1M customers take 0.5 s of processor time.
 *
 * The first and the last of a group are found while it is counted, so that nobody is looked for a second time.
 */
export async function duplicates(connection: Connection): Promise<Duplicates[]> {
  const found = await Promise.all(
    sharedTraits.map(async (trait) => ({ trait, groups: await largestGroups(connection, trait) })),
  );
  const ids = found.flatMap(({ groups }) => groups.flatMap(({ first_id, last_id }) => [first_id, last_id]));
  const people = await peopleOf(connection, [...new Set(ids)]);
  return found.map(({ trait, groups }) => ({
    trait,
    groups: groups[0]?.all_groups ?? 0,
    customers: groups[0]?.all_customers ?? 0,
    first: groups.map(({ customers, first_id, last_id }): DuplicateGroup => ({
      customers,
      // One may have gone meanwhile.
      people: [first_id, last_id].flatMap((id) => people.get(id) ?? []),
    })),
  }));
}

interface GroupRow {
  customers: number;
  first_id: bigint;
  last_id: bigint;
  all_groups: number;
  all_customers: number;
}

function largestGroups(connection: Connection, trait: SharedTrait): Promise<GroupRow[]> {
  const { of, has } = traits[trait];
  return connection.all(statement<GroupRow>`
    SELECT CAST(customers AS integer) AS customers, first_id, last_id,
      CAST(count(*) OVER () AS integer) AS all_groups, CAST(sum(customers) OVER () AS integer) AS all_customers
    FROM (
      SELECT count(*) AS customers, min(c.customer_id) AS first_id, max(c.customer_id) AS last_id
      FROM customers c
      WHERE ${has}
      GROUP BY ${sql.join(of)}
      HAVING count(*) > 1
    ) alike
    ORDER BY alike.customers DESC, first_id
    LIMIT ${groupsShown}`);
}

async function peopleOf(connection: Connection, ids: readonly bigint[]): Promise<Map<bigint, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await connection.all(statement<{ id: bigint; name: string | null; email: string | null }>`
    SELECT c.customer_id AS id, c.display_name AS name, c.email FROM customers c
    WHERE c.customer_id IN (SELECT unnest(CAST(${ids} AS bigint[])))`);
  return new Map(rows.map(({ id, name, email }) => [id, { customerId: String(id), name, email }]));
}
