import { redactedAmong } from "~/privacy/redacted.server";
import type { LoadingConnection, Warehouse } from "~/warehouse/engine";
import { loadChanges, type NewerRecords } from "~/warehouse/loading/loadChanges.server";

import { type Lines, withWrittenLines } from "./writtenLines.server";

/**
 * Loads records as the Admin API answered them, and whatever belongs into the same transaction.
 *
 * @param options.readAt when they were asked for
 * @param options.updatedBefore counts as newer only what Shopify changed before this time
 */
export function loadAnswer(
  warehouse: Warehouse,
  lines: Lines,
  {
    currency,
    now,
    readAt,
    updatedBefore = now,
  }: { currency: string; now: Date; readAt: Date; updatedBefore?: Date },
  more: (connection: LoadingConnection) => Promise<void> = () => Promise.resolve(),
): Promise<NewerRecords> {
  return withWrittenLines(warehouse.shop, lines, (files) =>
    warehouse.transaction(async (connection) => {
      const { shop } = warehouse;
      const changes = { files, currency, source: "api", now, readAt, shop, redactedAmong } as const;
      const newer = await loadChanges(connection, changes, updatedBefore);
      await more(connection);
      return newer;
    }),
  );
}
