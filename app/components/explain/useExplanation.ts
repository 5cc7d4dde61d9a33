import { useEffect, useState } from "react";

import type { Why } from "~/segments/explain/why";

interface Asked {
  readonly key: string;
  readonly answer: Why;
}

const unanswered: Why = {
  ok: false,
  message: "The answer did not come through. Check your connection and try again.",
};

/**
 * Asks why a customer is in a segment or not. Fetched rather than loaded: a network failure must not tear down the page.
 *
 * @param segmentId null: nothing to ask
 */
export function useExplanation(segmentId: number | null, customerId: string) {
  const [attempt, setAttempt] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const key = `${String(segmentId)} ${customerId} ${String(attempt)}`;
  useEffect(() => {
    if (segmentId === null) return;
    const leaving = new AbortController();
    const settle = (answer: Why) => {
      if (!leaving.signal.aborted) setAsked({ key, answer });
    };
    fetchWhy(segmentId, customerId, leaving.signal).then(settle, () => {
      settle(unanswered);
    });
    return () => {
      leaving.abort();
    };
  }, [segmentId, customerId, key]);
  return {
    /** Null while it is on its way. */
    answer: asked?.key === key ? asked.answer : null,
    tryAgain: () => {
      setAttempt(attempt + 1);
    },
  };
}

async function fetchWhy(segmentId: number, customerId: string, signal: AbortSignal): Promise<Why> {
  const address = `/app/segments/${String(segmentId)}/why?customer=${encodeURIComponent(customerId)}`;
  const response = await fetch(address, { signal });
  const isJson = response.headers.get("Content-Type")?.includes("json") === true;
  return isJson ? ((await response.json()) as Why) : unanswered;
}
