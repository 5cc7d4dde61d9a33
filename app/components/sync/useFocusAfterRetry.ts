import { useEffect, useRef } from "react";
import type { RefObject } from "react";

/**
 * The Retry button goes away with the failure that it belongs to, and the keyboard's place with it. The element of the
 * returned ref (`tabIndex={-1}`) takes the focus then, unless the reader is somewhere else by now.
 */
export function useFocusAfterRetry(failed: boolean): RefObject<HTMLDivElement> {
  const target = useRef<HTMLDivElement>(null);
  const before = useRef(failed);
  useEffect(() => {
    const { activeElement } = document;
    if (before.current && !failed && (activeElement === null || activeElement === document.body)) {
      target.current?.focus();
    }
    before.current = failed;
  }, [failed]);
  return target;
}
