import { openWarehouse } from "~/warehouse/warehouses.server";

import type { MembershipCause } from "../membership/causes";
import { definitionHash } from "../membership/counts.server";
import { rescoreAndEvaluateCustomers } from "../membership/evaluate.server";
import { type SegmentFailedError, sparingOthers } from "../membership/failing";
import { activeSegments } from "../segmentStore.server";
import { noteChangedCustomers } from "./shopSegments.server";

/**
 * Lets the scores and memberships of some customers follow what changed about them; call it once their facts are stored. What
 * ranks customers against each other follows by the schedule.
 *
 * @param change.cause why they enter or leave: "order" or "edit"
 * @returns how many memberships began and ended
 * @throws {NotScoredError} where the shop's first sync is not done
 * @throws {SegmentFailedError} where the members of a segment could not be found: all others followed; call it again
 */
export async function customersChanged(
  shop: string,
  customerIds: readonly bigint[],
  { now, cause }: { readonly now: () => Date; readonly cause: Extract<MembershipCause, "order" | "edit"> },
): Promise<{ entered: number; left: number }> {
  const warehouse = await openWarehouse(shop);
  // Before, so that it is known even if the process dies; and after, so that a ranking in between does not pass for a later one.
  await noteChangedCustomers(shop, now());
  const total = { entered: 0, left: 0 };
  let isCurrent = false;
  let failed: readonly SegmentFailedError[] = [];
  while (!isCurrent) {
    const { segments } = await activeSegments(shop);
    const { report, failures } = await sparingOthers(segments, (sound) =>
      rescoreAndEvaluateCustomers(warehouse, sound, customerIds, { now: now(), cause }),
    );
    failed = failures;
    total.entered += report.entered;
    total.left += report.left;
    // A rule that was changed meanwhile may have been evaluated before these facts were: once more, by what holds now.
    isCurrent = fingerprint((await activeSegments(shop)).segments) === fingerprint(segments);
  }
  await noteChangedCustomers(shop, now());
  const [failure] = failed;
  if (failure) throw failure;
  return total;
}

function fingerprint(segments: Awaited<ReturnType<typeof activeSegments>>["segments"]): string {
  return segments.map(({ id, definition }) => `${String(id)} ${definitionHash(definition)}`).join("\n");
}
