import { useEffect, useRef, useState } from "react";

import type { Draft } from "~/segments/draft/draft";

import { postJson } from "../postJson";

/** Long enough that a word is one request, short enough that closing the tab loses next to nothing. */
const pause = 400;

export const draftAddress = "/app/segments/draft";

/** `nothing`: as it is stored. */
export type Kept = "nothing" | "keeping" | "kept" | "failed";

/**
 * Keeps what is worked on, a moment after each change, so that it is there again after a closed tab, on another machine too.
 *
 * @param draft null: nothing to keep, and what was kept is dropped
 * @param of.paused what is under way is finished and nothing more is kept: it is being saved
 */
export function useKeptDraft(
  draft: Draft | null,
  of: { readonly segmentId: number | null; readonly baseVersion: number | null; readonly paused: boolean },
): { readonly kept: Kept; readonly settled: () => Promise<unknown> } {
  const { segmentId, baseVersion, paused } = of;
  const content = draft === null ? null : JSON.stringify(draft);
  const [done, setDone] = useState<{ readonly content: string | null; readonly ok: boolean } | null>(null);
  const underWay = useRef<Promise<unknown>>(Promise.resolve());
  /** What is kept on the server; undefined: not known. */
  const keptContent = useRef<string | null | undefined>(undefined);
  const isFirst = useRef(true);
  useEffect(() => {
    // What the page opened with is stored already, or was kept before.
    const isNothingToDrop = isFirst.current && content === null;
    isFirst.current = false;
    if (isNothingToDrop || paused || content === keptContent.current) return;
    const keep = async () => {
      const address = { segmentId };
      const answer =
        content === null
          ? await postJson<{ ok: true }>(draftAddress, address, { method: "DELETE" })
          : await postJson<{ ok: true }>(
              draftAddress,
              { ...address, baseVersion, content: JSON.parse(content) as unknown },
              { method: "PUT" },
            );
      if (answer.ok) keptContent.current = content;
      setDone({ content, ok: answer.ok });
    };
    const timer = setTimeout(
      () => {
        // One after the other: an older one must not come last.
        underWay.current = underWay.current.then(keep);
      },
      content === null ? 0 : pause,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [content, segmentId, baseVersion, paused]);
  const kept =
    content === null ? "nothing" : done?.content !== content ? "keeping" : done.ok ? "kept" : "failed";
  return { kept, settled: () => underWay.current };
}
