import { state } from "~/state/client.server";
import { forgetDeleted } from "~/state/forgetDeleted.server";

import type { Person } from "../person";
import type { Counts } from "../request";
import type { Forgetter, Told } from "./forgetter";
import { inDownloads } from "./inDownloads.server";
import { inInbox } from "./inInbox.server";
import { inWarehouse, warehouseOf } from "./inWarehouse.server";
import { personalTables } from "./tables";

/** Every part of the app that keeps something of people. A room that begins to adds itself here. */
const forgetters: readonly Forgetter[] = [inWarehouse, inInbox, inDownloads];

/** How many records there are of somebody, by where they are kept. */
export async function findEverywhere(shop: string, person: Person): Promise<Counts> {
  const counts: Counts[] = [];
  for (const forgetter of forgetters) counts.push(await forgetter.find(shop, person));
  return Object.assign({}, ...counts) as Counts;
}

/** Removes them all. Done again after it was broken off, it ends in the same. */
export async function forgetEverywhere(shop: string, person: Person, now: Date): Promise<void> {
  for (const forgetter of forgetters) await forgetter.forget(shop, person, now);
}

/** All that there is of somebody, part after part. */
export async function* tellEverything(shop: string, person: Person): AsyncGenerator<Told> {
  for (const forgetter of forgetters) yield* await forgetter.tell(shop, person);
}

/**
 * Sees to it that what was removed is not left in the files of the databases either.
 *
 * @returns false where somebody still reads what was there before: to be asked again later
 */
export async function forgetFiles(shop: string): Promise<boolean> {
  const [withTexts, withNumbers] = [true, false].map((texts) =>
    personalTables.filter(({ hasTexts }) => hasTexts === texts).map(({ table }) => table),
  ) as [string[], string[]];
  const warehouse = await warehouseOf(shop);
  if (warehouse !== null && !(await warehouse.forgetDeleted({ withTexts, withNumbers }))) return false;
  return forgetDeleted(await state(), ["PrivacyRequest", "WebhookDelivery"]);
}
