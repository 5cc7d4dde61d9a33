import { redactedAmong } from "~/privacy/redacted.server";
import type { LoadingConnection, Warehouse } from "~/warehouse/engine";
import { awaitRecords } from "~/warehouse/loading/awaited.server";
import { noteChangedIds } from "~/warehouse/loading/changedCustomers.server";
import { storeConsent } from "~/warehouse/loading/consents";
import { loadChanges } from "~/warehouse/loading/loadChanges.server";
import { mergeCustomers, removeRecords } from "~/warehouse/loading/removeRecords.server";

import { withWrittenLines } from "../writtenLines.server";
import type { Plan } from "./plan";

/**
 * Brings what webhooks came to into the warehouse, in one transaction. The same plan again changes nothing more.
 *
 * @throws {MalformedFileError} where a value does not fit its column; nothing was changed
 */
export async function applyPlan(
  warehouse: Warehouse,
  plan: Plan,
  { currency, now }: { readonly currency: string; readonly now: Date },
): Promise<void> {
  const { customers, orders } = plan;
  await withWrittenLines(warehouse.shop, { customers, orders }, (files) =>
    warehouse.transaction(async (connection) => {
      const { shop } = warehouse;
      await loadChanges(connection, {
        files,
        currency,
        source: "webhooks",
        now,
        readAt: now,
        shop,
        redactedAmong,
      });
      await applyRest(connection, plan, now);
    }),
  );
}

/** What is no version of a record. Those that are gone come last: whatever else speaks of them is about the time before. */
async function applyRest(connection: LoadingConnection, plan: Plan, now: Date): Promise<void> {
  for (const consent of plan.consents) await connection.run(storeConsent(consent));
  const said = plan.consents.map(({ customerId }) => customerId);
  if (said.length > 0) await connection.run(noteChangedIds(said, "edit", now));
  for (const [table, ids] of plan.ask) await awaitRecords(connection, table, ids, now);
  for (const merge of plan.merges) await mergeCustomers(connection, merge, now);
  for (const [table, ids] of plan.gone) await removeRecords(connection, table, ids, now);
}
