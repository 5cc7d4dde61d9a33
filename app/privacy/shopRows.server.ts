import type { Prisma } from "~/state/generated/sqlite/client";
import type { State } from "~/state/client.server";

import { privacyJobKind } from "./privacyKind";
import type { Counts } from "./request";

/** What is no shop's, or is looked after by whoever deletes the rest. */
type Apart = "Lease" | "Shop" | "PrivacyRequest" | "Job";

/** Which rows of each model are a shop's, in an order in which they can be deleted: what refers to another comes before it. */
export const rowsOfShop = {
  SegmentReference: (shop) => ({ from: { shop } }),
  SegmentVersion: (shop) => ({ segment: { shop } }),
  SegmentActivity: (shop) => ({ segment: { shop } }),
  SegmentDraft: (shop) => ({ shop }),
  GivenSegment: (shop) => ({ shop }),
  Segment: (shop) => ({ shop }),
  SyncRun: (shop) => ({ shop }),
  Reconciliation: (shop) => ({ shop }),
  WebhookDelivery: (shop) => ({ shop }),
  StaffMember: (shop) => ({ shop }),
  Session: (shop) => ({ shop }),
  RedactedCustomer: (shop) => ({ shop }),
  RedactionKey: (shop) => ({ shop }),
} as const satisfies Readonly<Record<Exclude<Prisma.ModelName, Apart>, (shop: string) => object>>;

interface Rows {
  deleteMany(args: object): Promise<{ count: number }>;
}

/**
 * Deletes every row of a shop but the requests to forget it, and the job that does.
 *
 * @param before nobody of the shop has opened the app since
 * @param note is told how many rows of each model went, in the same transaction
 * @returns false, and nothing is deleted, where somebody has
 */
export async function deleteShopRows(
  db: State,
  { shop, before }: { readonly shop: string; readonly before: Date },
  note: (counts: Counts, tx: Prisma.TransactionClient) => Promise<void>,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    // First, so that SQLite has this transaction write from its beginning on, and none comes in between.
    await tx.lease.deleteMany({ where: { name: { endsWith: ` ${shop}` } } });
    const untouched = { domain: shop, authorizedAt: { lte: before }, installedAt: { lte: before } };
    const known = await tx.shop.count({ where: { domain: shop } });
    if ((await tx.shop.count({ where: untouched })) < known) return false;
    const counts: Record<string, number> = {};
    for (const [model, where] of Object.entries(rowsOfShop)) {
      counts[model] = (await rowsIn(tx, model).deleteMany({ where: where(shop) })).count;
    }
    const requests = await tx.privacyRequest.deleteMany({ where: { shop, kind: { not: "shop_redact" } } });
    const jobs = await tx.job.deleteMany({
      where: { shop, NOT: { kind: privacyJobKind, state: "running" } },
    });
    const shops = await tx.shop.deleteMany({ where: untouched });
    if (shops.count < known)
      throw new OpenedMeanwhileError(`${shop} was opened while it was being forgotten.`);
    await note({ ...counts, PrivacyRequest: requests.count, Job: jobs.count, Shop: shops.count }, tx);
    return true;
  });
}

function rowsIn(tx: Prisma.TransactionClient, model: string): Rows {
  return tx[`${model.charAt(0).toLowerCase()}${model.slice(1)}` as keyof typeof tx] as unknown as Rows;
}

class OpenedMeanwhileError extends Error {
  override readonly name = "OpenedMeanwhileError";
}
