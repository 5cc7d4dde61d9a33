import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

import type { SyncProgress } from "~/history/progress";

const pollEvery = 1000;

/**
 * The sync as it stands, asked for each second while it runs and the page is visible. When it ends, the page's own
 * figures are loaded again.
 */
export function useSyncProgress(loaded: SyncProgress): SyncProgress {
  const { load, data, state } = useFetcher<SyncProgress>({ key: "sync-progress" });
  const { revalidate } = useRevalidator();

  // What was polled before the page was loaded anew (after a retry, say) is older than the page.
  const [basis, setBasis] = useState({ loaded, data });
  if (basis.loaded !== loaded) setBasis({ loaded, data });
  const progress = loaded.state === "running" && data !== undefined && data !== basis.data ? data : loaded;
  const running = progress.state === "running";
  const ended = loaded.state === "running" && !running;

  // A slow answer is waited for, not piled upon.
  const idle = useRef(true);
  useEffect(() => {
    idle.current = state === "idle";
  }, [state]);

  useEffect(() => {
    if (!running) return;
    const poll = () => {
      if (document.visibilityState === "visible" && idle.current) load("/app/progress");
    };
    const timer = setInterval(poll, pollEvery);
    document.addEventListener("visibilitychange", poll);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", poll);
    };
  }, [running, load]);

  useEffect(() => {
    if (ended) revalidate();
  }, [ended, revalidate]);

  return progress;
}
