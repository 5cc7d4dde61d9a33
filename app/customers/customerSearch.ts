import { sql, type RawBuilder } from "kysely";

/** Whether a customer `c` has `search` in a name, the email or the city, in any case. Everybody where it is blank. */
export function customerMatches(search: string): RawBuilder<boolean> {
  const columns = [sql`c.display_name`, sql`c.first_name`, sql`c.last_name`, sql`c.email`, sql`c.city`];
  if (search.trim() === "") return sql`true`;
  return sql`(${sql.join(
    columns.map((column) => contains(column, search)),
    sql` OR `,
  )})`;
}

/** Whether a text has `search` in it, in any case; wildcards are plain characters. Each where it is blank. */
export function contains(text: RawBuilder<unknown>, search: string): RawBuilder<boolean> {
  const wanted = search.trim();
  return wanted === "" ? sql`true` : sql`${text} ILIKE ${`%${plain(wanted)}%`} ESCAPE '!'`;
}

/** Whether a text begins with `search`, as {@link contains}. */
export function beginsWith(text: RawBuilder<unknown>, search: string): RawBuilder<boolean> {
  return sql`${text} ILIKE ${`${plain(search.trim())}%`} ESCAPE '!'`;
}

function plain(text: string): string {
  return text.replaceAll(/[!%_]/g, "!$&");
}
