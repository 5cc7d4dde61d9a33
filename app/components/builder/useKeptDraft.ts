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
 */
export function useKeptDraft(
  draft: Draft | null,
  { segmentId, baseVersion }: { readonly segmentId: number | null; readonly baseVersion: number | null },
): Kept {
  const content = draft === null ? null : JSON.stringify(draft);
  const [kept, setKept] = useState<{ readonly content: string | null; readonly ok: boolean } | null>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // What the page opened with is stored already, or was kept before.
    if (isFirst.current) {
      isFirst.current = false;
      if (content === null) return;
    }
    const giveUp = new AbortController();
    const keep = async () => {
      const answer = await postJson<{ ok: true }>(
        draftAddress,
        content === null
          ? { segmentId }
          : { segmentId, baseVersion, content: JSON.parse(content) as unknown },
        giveUp.signal,
        content === null ? "DELETE" : "PUT",
      );
      if (!giveUp.signal.aborted) setKept({ content, ok: answer.ok });
    };
    const timer = setTimeout(() => void keep(), content === null ? 0 : pause);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [content, segmentId, baseVersion]);
  if (content === null) return "nothing";
  if (kept?.content !== content) return "keeping";
  return kept.ok ? "kept" : "failed";
}
