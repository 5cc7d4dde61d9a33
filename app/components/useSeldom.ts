import { useEffect, useState } from "react";

/** A value that changes often, as it was at most `everyMs` ago: for what is too dear to follow each change. */
export function useSeldom<Value>(value: Value, everyMs: number): Value {
  const [kept, setKept] = useState({ value, since: 0 });
  useEffect(() => {
    if (Object.is(kept.value, value)) return;
    const timer = setTimeout(
      () => {
        setKept({ value, since: performance.now() });
      },
      Math.max(0, kept.since + everyMs - performance.now()),
    );
    return () => {
      clearTimeout(timer);
    };
  }, [everyMs, kept, value]);
  return kept.value;
}
