import type { Connection } from "~/warehouse/engine";

import { scoringOf } from "../membership/context.server";
import { activeSegments } from "../segmentStore.server";
import { backcast } from "../sizes/backcast.server";
import { ordersKnownFrom } from "../sizes/ordersKnownFrom.server";
import { previewCount } from "./count.server";
import { previewCustomer } from "./customer.server";
import { previewFunnel } from "./funnel.server";
import { previewPeople } from "./people.server";
import type { PreviewPart, Previews } from "./preview";
import type { ReadPreview } from "./previewRequest";
import { previewSimilar } from "./similar.server";
import { otherActive, storedVersion } from "./stored.server";

/** A draft of a shop whose rule can be asked. */
export interface Draft extends ReadPreview {
  readonly shop: string;
  /** Whoever asked may go away: its statements fail from then on. */
  readonly connection: Connection;
  readonly signal: AbortSignal;
}

type Parts = { readonly [Part in PreviewPart]: (draft: Draft) => Promise<Previews[Part]> };

/** What can be asked of a draft, by the last part of the address. */
export const previewParts: Parts = {
  async count({ shop, connection, definition, segmentId }) {
    const stored = segmentId === null ? null : await storedVersion(shop, segmentId);
    // Of a segment that is gone nobody can leave.
    return { ...(await previewCount(connection, definition, stored && segmentId)), stored };
  },
  funnel: ({ connection, definition }) => previewFunnel(connection, definition),
  people: ({ connection, definition }) => previewPeople(connection, definition),
  async similar({ shop, connection, definition, segmentId }) {
    return previewSimilar(connection, definition, await otherActive(shop, segmentId));
  },
  async history({ shop, connection, definition, signal }) {
    const { segments } = await activeSegments(shop);
    const rules = new Map(segments.map((segment) => [segment.id, segment.definition]));
    const { timeZone } = await scoringOf(connection);
    const knownFrom = await ordersKnownFrom(shop, timeZone);
    return backcast(connection, definition, { months: 12, knownFrom, signal }, (id) => rules.get(id) ?? null);
  },
  async customer({ shop, connection, definition, customerId }) {
    if (customerId === null) return { customer: null, explanation: null };
    const { segments } = await activeSegments(shop);
    return previewCustomer(connection, definition, customerId, segments);
  },
};

export function isPreviewPart(part: string | undefined): part is PreviewPart {
  return part !== undefined && Object.hasOwn(previewParts, part);
}
