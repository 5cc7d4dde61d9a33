import { NotScoredError } from "~/customers/score.server";
import type { Warehouse } from "~/warehouse/engine";

import { namesIn } from "../overview/mentionedNames.server";
import { refusalInWords } from "../refusals";
import { activeSegments, listSegments } from "../segmentStore.server";
import { explainCustomers } from "./explain.server";
import type { Why } from "./why";

/** Of any segment of the warehouse's shop, also one that is switched off: by its rule as it stands. */
export async function whyIn(warehouse: Warehouse, segmentId: number, customerId: bigint): Promise<Why> {
  const segments = await listSegments(warehouse.shop);
  const segment = segments.find(({ id }) => id === segmentId);
  if (segment === undefined) return { ok: false, message: refusalInWords({ kind: "not_found" }) };
  const { definition } = segment;
  if (definition === null) return { ok: false, message: segment.unreadable ?? "" };
  try {
    const active = await activeSegments(warehouse.shop);
    const [explained, names] = await Promise.all([
      explainCustomers(warehouse, definition, [customerId], active.segments),
      namesIn(warehouse, [definition], segments),
    ]);
    const explanation = explained.get(customerId);
    if (explanation === undefined) return { ok: false, message: "The store has no such customer any more." };
    return { ok: true, explanation, names };
  } catch (error) {
    if (!(error instanceof NotScoredError)) throw error;
    return { ok: false, message: "This can be said once your order history is in." };
  }
}
