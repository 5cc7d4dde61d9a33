import { Badge } from "@shopify/polaris";

import type { SegmentSummary } from "~/segments/overview/overview";

/** How a segment stands. */
export function SegmentBadge({
  segment,
}: {
  segment: Pick<SegmentSummary, "active" | "unreadable" | "updating">;
}) {
  if (segment.unreadable !== null) return <Badge tone="warning">Cannot be read</Badge>;
  if (!segment.active) return <Badge>Off</Badge>;
  return segment.updating ? <Badge tone="info">Updating…</Badge> : <Badge tone="success">Active</Badge>;
}
