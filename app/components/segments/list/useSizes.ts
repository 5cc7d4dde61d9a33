import { useEffect, useState } from "react";

import type { SizePoint } from "~/segments/sizes/sizes";

import { getJson } from "../../getJson";

type Sizes = Readonly<Record<string, readonly SizePoint[]>>;

/** Segments asked about at once: the first lines are there before the last are counted. */
const atOnce = 50;

/**
 * How many members segments had, by their ids; asked for once the page is painted, and again when the data has another version:
 * what is shown stays meanwhile. One whose past does not come is left out: a line more or less takes nothing from the list.
 */
export function useSizes(ids: readonly number[], version: string | null): Sizes {
  const [sizes, setSizes] = useState<Sizes>({});
  const wanted = ids.join(",");
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const all = wanted === "" ? [] : wanted.split(",");
      for (let first = 0; first < all.length; first += atOnce) {
        const some = all.slice(first, first + atOnce).join(",");
        const answer = await getJson<Sizes>(`/app/segments/sizes?ids=${some}`, stop.signal);
        if (answer === null) return;
        setSizes((before) => ({ ...before, ...answer }));
      }
    };
    void load();
    return () => {
      stop.abort();
    };
  }, [wanted, version]);
  return sizes;
}
