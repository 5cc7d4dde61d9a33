import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

const askEvery = 3000;

/** Loads the page's data again every few seconds while something is on its way, as long as somebody looks. */
export function useRefreshWhile(waiting: boolean): void {
  const { revalidate, state } = useRevalidator();
  const idle = useRef(true);
  useEffect(() => {
    idle.current = state === "idle";
  }, [state]);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && idle.current) revalidate();
    }, askEvery);
    return () => {
      clearInterval(timer);
    };
  }, [revalidate, waiting]);
}
