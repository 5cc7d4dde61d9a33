import { enqueue } from "~/jobs/queue.server";

/** The kind of the job that looks at everything that changed (`reconcile.server.ts`). */
export const reconcileKind = "reconcile";

/** Asks for a look at everything that changed since the last one. */
export async function askForReconciliation(shop: string, now: Date): Promise<void> {
  await enqueue(reconcileKind, { shop, payload: {}, runAt: now });
}
