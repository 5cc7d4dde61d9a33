import { sql } from "kysely";

import { contains } from "~/customers/customerSearch";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { limits } from "../language/definition";
import type { KnownMetafield, KnownMetafields } from "./suggestions";

/** More than these nobody looks through: they are searched. */
const mostListed = 100;

/** Which custom attributes customers have, those of most customers first. @param search part of "namespace.key" */
export async function knownMetafields(connection: Connection, search: string): Promise<KnownMetafields> {
  const rows = await connection.all(statement<MetafieldRow>`
    SELECT namespace, key, CAST(count(*) AS integer) AS text,
      CAST(count(value_number) AS integer) AS decimal,
      CAST(count(value_date) AS integer) AS date,
      CAST(count(CASE WHEN lower(value) IN ('true', 'false') THEN 1 END) AS integer) AS boolean
    FROM customer_metafields
    WHERE length(namespace) <= ${limits.text} AND length(key) <= ${limits.text}
      AND ${contains(sql`concat(namespace, '.', key)`, search)}
    GROUP BY namespace, key
    ORDER BY count(*) DESC, namespace, key LIMIT ${mostListed}`);
  return {
    metafields: rows.map(({ namespace, key, ...readable }) => ({
      namespace,
      key,
      as: kinds.filter((kind) => readable[kind] > 0).sort((a, b) => readable[b] - readable[a]),
      customers: readable.text,
    })),
  };
}

/** Where all values can be read in several ways, what says more comes first: everything is a text. */
const kinds = ["boolean", "date", "decimal", "text"] as const satisfies KnownMetafield["as"];

type MetafieldRow = Readonly<Record<(typeof kinds)[number], number>> & {
  readonly namespace: string;
  readonly key: string;
};
