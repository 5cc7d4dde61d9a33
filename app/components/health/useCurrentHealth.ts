import { useCallback, useEffect, useRef, useState } from "react";

import type { CurrentHealth } from "~/history/health/health";

import { getJson } from "../getJson";

/** How often it is asked for, in milliseconds: while something is on its way, and otherwise. */
const busyMs = 3_000;
const calmMs = 10_000;

/**
 * How things stand, asked for again and again while somebody looks. Fetched: an answer that does not come leaves the page as it
 * is.
 */
export function useCurrentHealth(loaded: CurrentHealth) {
  const [basis, setBasis] = useState({ loaded, current: loaded });
  if (basis.loaded !== loaded) setBasis({ loaded, current: loaded });
  const { current } = basis;

  const asking = useRef<Promise<void> | null>(null);
  const ask = useCallback(async () => {
    const load = async () => {
      const answer = await getJson<{ readonly found: CurrentHealth | null }>("/app/data-health/now");
      const found = answer?.found;
      if (found != null) setBasis((before) => ({ ...before, current: found }));
    };
    // An answer that is on its way may be of before.
    const next = (asking.current ?? Promise.resolve()).then(load);
    asking.current = next;
    await next;
    if (asking.current === next) asking.current = null;
  }, []);

  const { live, checks, awaited } = current;
  const isBusy = checks.underWay !== null || live.waiting.webhooks > 0 || awaited.length > 0;
  useEffect(() => {
    const look = () => {
      // A slow answer is waited for, not piled upon.
      if (document.visibilityState === "visible" && asking.current === null) void ask();
    };
    const timer = setInterval(look, isBusy ? busyMs : calmMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [ask, isBusy]);
  return { current, ask };
}
