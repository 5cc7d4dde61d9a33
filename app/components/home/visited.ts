import { useEffect, useSyncExternalStore } from "react";

const key = "quintile.visited";
const nothing: readonly string[] = [];
const listeners = new Set<() => void>();
let cached: { readonly text: string | null; readonly pages: readonly string[] } = {
  text: null,
  pages: nothing,
};

/** Pages that this person has opened in this browser: what the setup guide ticks off. Nothing depends on it. */
export function useVisited(): readonly string[] {
  return useSyncExternalStore(subscribe, readVisited, () => nothing);
}

/** Notes that a page has been opened. */
export function useMarkVisited(page: string): void {
  useEffect(() => {
    const visited = readVisited();
    if (visited.includes(page)) return;
    try {
      localStorage.setItem(key, [...visited, page].join(" "));
    } catch {
      // A browser that denies storage to frames shows the step as open.
    }
    for (const listener of listeners) listener();
  }, [page]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readVisited(): readonly string[] {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    return nothing;
  }
  if (text !== cached.text) cached = { text, pages: text === null ? nothing : text.split(" ") };
  return cached.pages;
}
