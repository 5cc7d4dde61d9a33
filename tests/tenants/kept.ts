import { sql } from "kysely";

import type { Prisma } from "~/state/generated/sqlite/client";
import { type State, state } from "~/state/client.server";
import { statement } from "~/warehouse/compile";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** How rows of each model are told to be a shop's; the leases are the processes'. */
const ownership: Readonly<Record<Exclude<Prisma.ModelName, "Lease">, (shop: string) => object>> = {
  Job: (shop) => ({ shop }),
  PrivacyRequest: (shop) => ({ shop }),
  RedactedCustomer: (shop) => ({ shop }),
  RedactionKey: (shop) => ({ shop }),
  Segment: (shop) => ({ shop }),
  SegmentReference: (shop) => ({ from: { shop } }),
  GivenSegment: (shop) => ({ shop }),
  SegmentVersion: (shop) => ({ segment: { shop } }),
  SegmentActivity: (shop) => ({ segment: { shop } }),
  SegmentDraft: (shop) => ({ shop }),
  Session: (shop) => ({ shop }),
  Shop: (domain) => ({ domain }),
  StaffMember: (shop) => ({ shop }),
  SyncRun: (shop) => ({ shop }),
  WebhookDelivery: (shop) => ({ shop }),
  Reconciliation: (shop) => ({ shop }),
};

interface Rows {
  findMany(args: object): Promise<unknown[]>;
}

/** All that is kept of a shop: its rows in state, and of each table of its warehouse the number and a sum of hashes. */
export async function keptOf(shop: string): Promise<unknown> {
  const db = await state();
  const rows = Object.entries(ownership).map(async ([model, where]) => {
    const name = (model.charAt(0).toLowerCase() + model.slice(1)) as keyof State;
    const found = await (db[name] as unknown as Rows).findMany({ where: where(shop) });
    return [model, found.map((row) => JSON.stringify(row)).sort()] as const;
  });
  return { state: Object.fromEntries(await Promise.all(rows)), warehouse: await tablesOf(shop) };
}

async function tablesOf(shop: string): Promise<Record<string, string>> {
  const warehouse = await openWarehouse(shop);
  const tables = await warehouse.all(statement<{ name: string }>`
    SELECT CAST(table_name AS text) AS name FROM information_schema.tables
    WHERE table_catalog = current_database() AND table_schema = current_schema() ORDER BY table_name`);
  const sums = tables.map(async ({ name }) => {
    const [row] = await warehouse.all(
      statement<{ rows: bigint; hash: string }>`
        SELECT count(*) AS rows, coalesce(md5(string_agg(told, ' ' ORDER BY told)), '0') AS hash
        FROM (SELECT md5(CAST(t AS text)) AS told FROM ${sql.table(name)} AS t) AS records`,
    );
    return [name, `${String(row?.rows)} rows, ${String(row?.hash)}`] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}
