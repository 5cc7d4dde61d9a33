import { NotScoredError } from "~/customers/score.server";
import { customersChanged } from "~/segments/jobs/customersChanged.server";
import { type ChangeCause, followedChanges, takeChanged } from "~/warehouse/loading/changedCustomers.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** Looked at together: a copy of the facts of some customers costs a scan of all, however few they are. */
const customersAtOnce = 10_000;

/**
 * Lets scores and memberships follow what was noted as changed. What a process that died did not get to is still noted.
 *
 * @returns how many customers were looked at
 * @throws {SegmentFailedError} where the members of a segment could not be found; the customers stay noted
 */
export async function followChanges(
  shop: string,
  { now, signal }: { readonly now: () => Date; readonly signal: AbortSignal },
): Promise<number> {
  const warehouse = await openWarehouse(shop);
  let followed = 0;
  for (;;) {
    signal.throwIfAborted();
    const changed = await takeChanged(warehouse, customersAtOnce);
    if (changed.length === 0) return followed;
    const until = new Date(Math.max(...changed.map((change) => change.until.getTime())));
    try {
      for (const cause of causes) {
        const ids = changed.flatMap((change) => (change.cause === cause ? [change.customerId] : []));
        if (ids.length > 0) await customersChanged(shop, ids, { now, cause });
      }
    } catch (error) {
      // Before the first scoring there is nothing to follow: it looks at everybody.
      if (!(error instanceof NotScoredError)) throw error;
    }
    const ids = changed.map(({ customerId }) => customerId);
    await warehouse.transaction((connection) => followedChanges(connection, ids, until));
    followed += changed.length;
  }
}

const causes: readonly ChangeCause[] = ["order", "edit"];
