import type { Warehouse } from "~/warehouse/engine";

import { dataVersion } from "../dataVersion.server";
import { awaitedOf } from "./awaited.server";
import { checksOf } from "./checks.server";
import type { CurrentHealth } from "./health";
import { liveUpdates } from "./liveUpdates.server";

/** What of a shop's data health is known without a look at all that is stored. */
export async function currentHealth(warehouse: Warehouse, now: Date): Promise<CurrentHealth> {
  const { shop } = warehouse;
  const version = await dataVersion(shop);
  const [live, checks, awaited] = await Promise.all([
    liveUpdates(shop, now),
    checksOf(shop),
    awaitedOf(warehouse),
  ]);
  return { live, checks, awaited, version, now: now.toISOString() };
}
