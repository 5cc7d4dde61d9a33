import { useState } from "react";

import type { TimelinePage } from "~/segments/members/customerTimeline";

import { getJson } from "../getJson";
import { firstRead, withFirst, withPart } from "./timelineRead";

type Answer = { readonly ok: true; readonly page: TimelinePage } | { readonly ok: false };

/** A customer's timeline, part after part. Fetched, as a network failure must not tear down the page. */
export function useTimeline(customerId: string, first: TimelinePage) {
  const [basis, setBasis] = useState({ first, read: firstRead(first) });
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // The page was loaded again.
  if (basis.first !== first) setBasis({ first, read: withFirst(basis.read, first) });
  const { read } = basis;

  const load = async () => {
    const { next } = read;
    if (next === null || loading) return;
    setLoading(true);
    setProblem(null);
    const page = await furtherPart(customerId, next);
    setLoading(false);
    if (page === null) {
      setProblem("The older entries did not come through. Try again.");
      return;
    }
    // Where the timeline began again meanwhile, they belong to none.
    setBasis((now) =>
      JSON.stringify(now.read.next) === JSON.stringify(next)
        ? { ...now, read: withPart(now.read, page) }
        : now,
    );
  };
  return {
    ...read,
    hasMore: read.next !== null,
    loading,
    problem,
    more: () => {
      void load();
    },
  };
}

/** Null where it did not come through. */
async function furtherPart(
  customerId: string,
  { time, seen }: NonNullable<TimelinePage["next"]>,
): Promise<TimelinePage | null> {
  const search = new URLSearchParams({ time, seen: String(seen) });
  const answer = await getJson<Answer>(`/app/customers/${customerId}/timeline?${search.toString()}`);
  return answer?.ok === true ? answer.page : null;
}
