import { useEffect, useState } from "react";

import type { Suggestion, Suggestions } from "~/segments/suggestions/suggestions";

import { getJson } from "../getJson";

/** Long enough to type on, short enough to feel direct. */
const pause = 150;

interface Found {
  readonly suggestions: readonly Suggestion[];
  readonly counted: Suggestions["counted"];
  readonly loading: boolean;
  /** Why nothing can be offered. */
  readonly problem: string | null;
}

const none: Suggestions = { suggestions: [], counted: ["customer", "customers"] };

/** @param source as `Subject.source`; null: nothing to ask */
export function useSuggestions(source: string | null, typed: string): Found {
  const search = typed.trim();
  const address =
    source === null
      ? null
      : `/app/segments/suggestions?${new URLSearchParams({ of: source, search }).toString()}`;
  const [found, setFound] = useState<{
    readonly address: string;
    readonly answer: Suggestions | null;
  } | null>(null);
  useEffect(() => {
    if (address === null) return;
    const giveUp = new AbortController();
    const ask = async () => {
      const answer = await getJson<Suggestions>(address, giveUp.signal);
      if (!giveUp.signal.aborted) setFound({ address, answer });
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [address]);
  const current = found?.address === address ? found : null;
  const answer = current?.answer ?? found?.answer ?? none;
  return {
    ...answer,
    loading: address !== null && current === null,
    problem:
      current !== null && current.answer === null ? "The store's values could not be read. Try again." : null,
  };
}
