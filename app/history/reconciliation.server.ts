import { randomUUID } from "node:crypto";

import { z } from "zod";

import { state } from "~/state/client.server";
import { recordTables, type RecordTable } from "~/warehouse/loading/records";

/** What was found of one kind of record. */
const found = z.object({
  /** Records that Shopify changed since. */
  looked: z.int().nonnegative(),
  /** Of those, the ones that were not here, or in an older version: no webhook had brought them. */
  repaired: z.int().nonnegative(),
  /** Records that were here and are gone from Shopify. */
  removed: z.int().nonnegative(),
  /** How many more are stored than Shopify counts, once its ids were gone through; null: both agree, or it does not say. */
  unexplained: z.int().nullable(),
});
export type Found = z.infer<typeof found>;

const nothing: Found = { looked: 0, repaired: 0, removed: 0, unexplained: null };

const tables = z.enum(recordTables as [RecordTable, ...RecordTable[]]);
const founds = z
  .partialRecord(tables, found)
  .transform((known): Record<RecordTable, Found> => ({ ...nothingFound(), ...known }));

const row = z.object({
  id: z.string(),
  shop: z.string(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  outcome: z.enum(["done", "failed", "resync"]).nullable(),
  since: z.date(),
  found: founds,
  failure: z.string().nullable(),
});
export type Reconciliation = z.infer<typeof row>;
export type Outcome = NonNullable<Reconciliation["outcome"]>;

export function nothingFound(): Record<RecordTable, Found> {
  return { products: nothing, customers: nothing, orders: nothing, abandoned_checkouts: nothing };
}

/** Of a shop's reconciliations the newest; these are kept. */
const kept = 50;

/** The newest reconciliations of a shop, newest first. */
export async function latestReconciliations(shop: string, limit = kept): Promise<Reconciliation[]> {
  const db = await state();
  const rows = await db.reconciliation.findMany({
    where: { shop },
    orderBy: { startedAt: "desc" },
    take: limit,
  });
  return rows.map((each) => row.parse(each));
}

/** Writes down how a reconciliation ended, and forgets the oldest ones. */
export async function noteReconciliation(
  shop: string,
  ended: Omit<Reconciliation, "id" | "shop">,
): Promise<void> {
  const db = await state();
  await db.reconciliation.create({ data: { ...ended, id: randomUUID(), shop } });
  const [oldest] = (
    await db.reconciliation.findMany({
      where: { shop },
      orderBy: { startedAt: "desc" },
      skip: kept - 1,
      take: 1,
      select: { startedAt: true },
    })
  ).map(({ startedAt }) => startedAt);
  if (oldest) await db.reconciliation.deleteMany({ where: { shop, startedAt: { lt: oldest } } });
}

/** Adds what a sync found to the reconciliation that asked for it. */
export async function noteFoundBySync(
  shop: string,
  foundBySync: Partial<Readonly<Record<RecordTable, Partial<Found>>>>,
): Promise<void> {
  const [asked] = await latestReconciliations(shop, 1);
  if (asked?.outcome !== "resync") return;
  const { found } = asked;
  for (const table of recordTables) found[table] = { ...found[table], ...foundBySync[table] };
  await (await state()).reconciliation.updateMany({ where: { id: asked.id, shop }, data: { found } });
}
