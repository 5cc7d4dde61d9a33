import { useState } from "react";

import type { Moment, TimelinePage } from "~/segments/members/customerTimeline";

import { getJson } from "../getJson";

type Answer = { readonly ok: true; readonly page: TimelinePage } | { readonly ok: false };

interface Read {
  readonly moments: readonly Moment[];
  readonly next: TimelinePage["next"];
  /** How many the last part had that was asked for. */
  readonly added: number;
}

/** A customer's timeline, part after part. Fetched, as a network failure must not tear down the page. */
export function useTimeline(customerId: string, first: TimelinePage) {
  const [read, setRead] = useState<Read>({ ...first, added: 0 });
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
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
    const { moments } = page;
    setRead({ moments: [...read.moments, ...moments], next: page.next, added: moments.length });
  };
  return {
    moments: read.moments,
    hasMore: read.next !== null,
    added: read.added,
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
