import { sql, type RawBuilder } from "kysely";

/** Whether a customer `c` has `search` in a name, the email or the city, in any case. Everybody where it is blank. */
export function customerMatches(search: string): RawBuilder<boolean> {
  const wanted = search.trim();
  if (wanted === "") return sql`true`;
  const pattern = `%${wanted.replaceAll(/[!%_]/g, "!$&")}%`;
  const columns = [sql`c.display_name`, sql`c.first_name`, sql`c.last_name`, sql`c.email`, sql`c.city`];
  return sql`(${sql.join(
    columns.map((column) => sql`${column} ILIKE ${pattern} ESCAPE '!'`),
    sql` OR `,
  )})`;
}
