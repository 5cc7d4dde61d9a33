import { readScoring } from "~/customers/scoredState.server";
import { readShop } from "~/customers/shopSettings.server";
import type { Warehouse } from "~/warehouse/engine";

import { lastSyncBegan } from "../lastSync.server";
import { consentGaps } from "./consentGaps.server";
import { currentHealth } from "./current.server";
import { duplicates } from "./duplicates.server";
import type { HealthPart, HealthParts } from "./health";
import { orderFates } from "./orderFates.server";

/** What is asked for of a shop's data health; null: the history is not in yet. */
export const healthParts: {
  readonly [Part in HealthPart]: (warehouse: Warehouse) => Promise<HealthParts[Part] | null>;
} = {
  now: (warehouse) => currentHealth(warehouse, new Date()),
  async orders(warehouse) {
    const [scoring, syncedAt, { ordersVisibleSince }] = await Promise.all([
      readScoring(warehouse),
      lastSyncBegan(warehouse.shop),
      readShop(warehouse.shop),
    ]);
    if (scoring === null || syncedAt === null) return null;
    return orderFates(warehouse, { ...scoring, syncedAt, ordersVisibleSince });
  },
  duplicates,
  consent: consentGaps,
};

export function isHealthPart(part: string | undefined): part is HealthPart {
  return part !== undefined && Object.hasOwn(healthParts, part);
}
