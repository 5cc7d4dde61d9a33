import { removeFiles } from "~/history/syncFiles.server";
import { forgetWrittenLines } from "~/history/writtenLines.server";
import { hasAccess } from "~/shopify/admin/hasAccess.server";
import { state } from "~/state/client.server";
import { forgetDeleted } from "~/state/forgetDeleted.server";
import { log } from "~/state/log.server";
import { warehouseEngine } from "~/warehouse/warehouses.server";

import { privacyJobKind } from "./privacyKind";
import { changeRequest, type PrivacyRequest } from "./requests.server";
import { deleteShopRows } from "./shopRows.server";

/**
 * Forgets a shop: its rows, its warehouse and what was downloaded for it; the record of this request is all that stays. Refused
 * where the shop has the app again, or still. Begun again after it was broken off, it ends in the same.
 *
 * @returns what is waited for: `jobs` of the shop that run, or `readers` of what was there before
 */
export async function redactShop(request: PrivacyRequest, now: Date): Promise<"over" | "jobs" | "readers"> {
  const { shop } = request;
  const asked = request.triggeredAt ?? request.receivedAt;
  if (await isInstalled(shop, asked)) return refuse(request, now);
  if (await isBusy(shop)) return "jobs";
  const db = await state();
  const isDeleted = await deleteShopRows(db, { shop, before: asked }, (counts, tx) =>
    // Begun again, nothing is found any more.
    changeRequest(request, { proof: request.proof ?? { found: counts } }, tx),
  );
  if (!isDeleted) return refuse(request, now);
  // After the rows: nobody who looks for work finds the shop any more and opens its warehouse anew.
  await warehouseEngine().drop(shop);
  await removeFiles(shop);
  await forgetWrittenLines(shop);
  if (!(await forgetDeleted(db, ["PrivacyRequest", "WebhookDelivery"]))) return "readers";
  await changeRequest(request, { state: "done", finishedAt: now, failure: null });
  log().info({ shop, request: request.id }, "A shop was forgotten.");
  return "over";
}

async function refuse(request: PrivacyRequest, now: Date): Promise<"over"> {
  const { id, shop } = request;
  await changeRequest(request, { state: "refused", finishedAt: now, failure: "installed" });
  log().warn({ shop, request: id }, "A shop is not forgotten, as asked: it has the app installed.");
  return "over";
}

/**
 * Whether a shop has had the app since a time. Where it does not say that it is gone, that may be because the word of it was
 * lost: Shopify is asked.
 */
async function isInstalled(shop: string, since: Date): Promise<boolean> {
  const record = await (await state()).shop.findUnique({ where: { domain: shop } });
  if (record === null) return false;
  if (record.authorizedAt > since || record.installedAt > since) return true;
  return record.uninstalledAt === null && (await hasAccess(shop));
}

/** Whether another job of the shop runs, such as the one that took this request down. */
async function isBusy(shop: string): Promise<boolean> {
  const db = await state();
  return (await db.job.count({ where: { shop, state: "running", kind: { not: privacyJobKind } } })) > 0;
}
