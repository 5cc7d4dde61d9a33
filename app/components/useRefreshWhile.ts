import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

const usualMs = 3_000;

/** Loads the page's data again every few seconds (`everyMs`) while something is on its way, as long as somebody looks. */
export function useRefreshWhile(waiting: boolean, everyMs = usualMs): void {
  const { revalidate, state } = useRevalidator();
  const idle = useRef(true);
  useEffect(() => {
    idle.current = state === "idle";
  }, [state]);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && idle.current) revalidate();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs, revalidate, waiting]);
}
