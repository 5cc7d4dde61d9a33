import { useState } from "react";

import type { NodeId } from "~/segments/draft/draft";
import type { NodePath } from "~/segments/language/nodePath";
import type { FunnelStep, PreviewRequest } from "~/segments/preview/preview";

import { usePreview } from "../segments/usePreview";

/** After the count, which is asked for first. */
const pause = 250;

/**
 * The counts after each condition, by its node: while the next ones are on their way, each stays with the condition that it was
 * counted for, wherever that has moved to.
 */
export function useFunnel(
  request: PreviewRequest | null,
  paths: ReadonlyMap<NodeId, NodePath>,
): (id: NodeId) => FunnelStep | undefined {
  const { preview, stale } = usePreview("funnel", request, pause);
  const [known, setKnown] = useState<{
    readonly preview: typeof preview;
    readonly steps: ReadonlyMap<NodeId, FunnelStep>;
  }>({ preview: null, steps: new Map() });
  // Only now do the paths stand for what was asked.
  if (!stale && preview !== known.preview) {
    const byPath = new Map((preview?.steps ?? []).map((step) => [step.path.join("."), step]));
    const steps = [...paths].flatMap(([id, path]) => {
      const step = byPath.get(path.join("."));
      return step ? [[id, step] as const] : [];
    });
    setKnown({ preview, steps: new Map(steps) });
  }
  return (id) => known.steps.get(id);
}
