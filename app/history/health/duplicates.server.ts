import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { type DuplicateGroup, type Duplicates, type Person, type SharedTrait, sharedTraits } from "./health";

const groupsShown = 5;
/** Shorter numbers are extensions, or what somebody typed to get on. */
const fewestDigits = 7;

interface Trait {
  /** What makes customers `c` alike who share all of it. Plus-addresses and dots stay: they may be two people. */
  readonly of: readonly RawBuilder<string>[];
  /** Who may have it. */
  readonly among: RawBuilder<boolean>;
  /** Whether what is shared says anything, by the columns `shared_0`, …: asked of the groups, which are few. */
  readonly says: RawBuilder<boolean>;
}

const traits: Readonly<Record<SharedTrait, Trait>> = {
  email: {
    of: [folded([sql`c.email`], sql`trim(c.email, ' ')`)],
    among: sql`c.email <> ''`,
    says: sql`shared_0 <> ''`,
  },
  phone: {
    of: [sql`regexp_replace(c.phone, '[^0-9]', '', 'g')`],
    among: sql`c.phone <> ''`,
    says: sql`length(shared_0) >= ${fewestDigits}`,
  },
  name_and_zip: {
    of: [
      folded([sql`c.first_name`, sql`c.last_name`], sql`replace(c.first_name || c.last_name, ' ', '')`),
      folded([sql`c.zip`], sql`replace(c.zip, ' ', '')`),
    ],
    among: sql`c.first_name <> '' AND c.last_name <> '' AND c.zip <> ''`,
    says: sql`shared_0 <> '' AND shared_1 <> ''`,
  },
};

/** In lower case, and without spaces where there are any: looking for one takes a fifth of taking them out. */
function folded(
  columns: readonly RawBuilder<string>[],
  withoutSpaces: RawBuilder<string>,
): RawBuilder<string> {
  const anySpace = columns.map((column) => sql`${column} LIKE '% %'`);
  return sql`lower(CASE WHEN ${sql.join(anySpace, sql` OR `)} THEN ${withoutSpaces} ELSE ${sql.join(columns, sql` || `)} END)`;
}

/**
 * Customers who are probably one person, by what they share. 1M customers take 0.8 s of processor time.
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
  const { of, among, says } = traits[trait];
  const shared = of.map((part, place) => sql`${part} AS ${sql.ref(`shared_${String(place)}`)}`);
  return connection.all(statement<GroupRow>`
    WITH alike AS MATERIALIZED (
      SELECT ${sql.join(shared)}, count(*) AS customers, min(c.customer_id) AS first_id, max(c.customer_id) AS last_id
      FROM customers c
      WHERE ${among}
      GROUP BY ${sql.join(of)}
      HAVING count(*) > 1
    )
    SELECT CAST(customers AS integer) AS customers, first_id, last_id,
      CAST(count(*) OVER () AS integer) AS all_groups, CAST(sum(customers) OVER () AS integer) AS all_customers
    FROM alike
    WHERE ${says}
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
