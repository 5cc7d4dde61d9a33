import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { beginsWith, contains } from "./customerSearch";
import type { FoundCustomer } from "./foundCustomer";

const mostFound = 8;
/** Longer than a name or an address is. */
const longestSearch = 255;
const largestId = 2n ** 63n - 1n;

/**
 * Who may be meant by part of a name or email, in any case, or by an id: whose id it is, then those of whom it is the
 * beginning, then others, the newest first. Nobody where nothing is searched for.
 */
export async function findCustomers(connection: Connection, typed: string): Promise<FoundCustomer[]> {
  const search = typed
    .replaceAll(/[\u0000-\u001F\u007F]/g, " ")
    .trim()
    .slice(0, longestSearch);
  if (search === "") return [];
  const columns = [sql`c.display_name`, sql`c.first_name`, sql`c.last_name`, sql`c.email`];
  const any = (test: typeof contains) =>
    sql<boolean>`(${sql.join(
      columns.map((column) => test(column, search)),
      sql` OR `,
    )})`;
  const id = idIn(search);
  const isIt = id === null ? sql<boolean>`false` : sql<boolean>`c.customer_id = ${id}`;
  return connection.all(statement<FoundCustomer>`
    SELECT CAST(c.customer_id AS text) AS "customerId", c.display_name AS name, c.email, c.city
    FROM customers c
    WHERE ${isIt} OR ${any(contains)}
    ORDER BY CASE WHEN ${isIt} THEN 0 WHEN ${any(beginsWith)} THEN 1 ELSE 2 END, c.customer_id DESC
    LIMIT ${mostFound}`);
}

/** The id that somebody typed, or that ends an address or gid of Shopify's; null where it is none. */
function idIn(search: string): bigint | null {
  const [, digits = "0"] = /^(?:\S*\/)?([1-9]\d{0,18})$/.exec(search) ?? [];
  const id = BigInt(digits);
  return id > 0n && id <= largestId ? id : null;
}
