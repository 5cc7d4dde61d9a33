import { useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

import { askVersion } from "./askVersion";
import { watchVersion } from "./watchVersion";

/** Of the time that a page is open, loading it again takes no more than a fifth: a store in which much happens is not asked all the time. */
const restFactor = 4;

/**
 * Keeps an open page true: loads its data again once the shop's is another. What is on the page stays until the new figures
 * are there; nothing else moves, and nothing is announced.
 *
 * @param loaded the version that the page's loader read before its data; null: nothing is asked, because the page is waiting for
 *   something in another way (`useRefreshWhile`, `useSyncProgress`)
 */
export function useFreshData(loaded: string | null): void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const isIdle = state === "idle" && navigation.state === "idle";
  const page = useRef({ loaded, isIdle });
  const load = useRef<{ began: number | null; restUntil: number }>({ began: null, restUntil: 0 });
  useEffect(() => {
    page.current = { loaded, isIdle };
  }, [loaded, isIdle]);
  useEffect(() => {
    const now = performance.now();
    const { began } = load.current;
    if (state === "loading") load.current.began = now;
    else if (began !== null) load.current = { began: null, restUntil: now + restFactor * (now - began) };
  }, [state]);

  const isWatching = loaded !== null;
  useEffect(() => {
    if (!isWatching) return;
    return watchVersion({
      page: document,
      ask: askVersion,
      onVersion: (version) => {
        const { loaded: shown, isIdle: isFree } = page.current;
        if (version === shown || !isFree || isSomethingOpen()) return;
        if (performance.now() >= load.current.restUntil) revalidate();
      },
    });
  }, [isWatching, revalidate]);
}

/** An answer or a menu above the page would go with the row that it belongs to: it is read to its end first. */
function isSomethingOpen(): boolean {
  return document.querySelector("[data-polaris-overlay]") !== null;
}
