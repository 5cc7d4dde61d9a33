import { useSearchParams } from "@remix-run/react";
import { useEffect, useMemo, useRef, useState } from "react";

import { addressOf, type ListState, readListState } from "./segmentList";

/** Milliseconds: browsers refuse an address that changes with every key. */
const pause = 300;

/** A state that is shown before the address says it. */
interface Held {
  readonly state: ListState;
  /** The addresses that it belongs to, the one from before and its own: it gives way to any other. */
  readonly over: string;
  readonly written: string;
}

/** The state of the list. The address keeps it; what is pressed or typed shows at once and is written there a little later. */
export function useListState() {
  const [address, setSearchParams] = useSearchParams();
  const stored = useMemo(() => readListState(address), [address]);
  const [held, setHeld] = useState<Held | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );

  const now = keyOf(stored);
  const state = held !== null && (now === held.over || now === held.written) ? held.state : stored;

  const write = (next: ListState) => {
    setHeld({ state: next, over: now, written: keyOf(next) });
    // Shopify's own parameters (host, shop, …) stay in the address.
    setSearchParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(addressOf(next))) {
          if (value === null) after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  const change = (changes: Partial<ListState>) => {
    clearTimeout(timer.current);
    write({ ...state, ...changes });
  };
  const search = (text: string) => {
    const next = { ...state, search: text };
    setHeld({ state: next, over: now, written: held?.written ?? now });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      write(next);
    }, pause);
  };
  return { state, search, change };
}

function keyOf(state: ListState): string {
  return JSON.stringify(addressOf(state));
}
