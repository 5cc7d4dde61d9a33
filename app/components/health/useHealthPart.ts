import { useEffect, useState } from "react";

import type { HealthParts } from "~/history/health/health";

import { getJson } from "../getJson";

/** What takes a look at all that is stored. */
type StoredPart = Exclude<keyof HealthParts, "now">;

/** What stands where a part of the page belongs. */
export type PartState<Found> =
  | { readonly kind: "coming" }
  | { readonly kind: "failed"; readonly again: () => void }
  | { readonly kind: "there"; readonly found: Found };

/**
 * Asks for what takes a look at all that is stored, and again when the data has another version; what is there stays meanwhile,
 * also where the new one does not come. Fetched: the page is there at once, and a failing part takes no other with it.
 */
export function useHealthPart<Part extends StoredPart>(
  part: Part,
  version: string | null,
): PartState<HealthParts[Part]> {
  const [attempt, setAttempt] = useState(0);
  const [found, setFound] = useState<HealthParts[Part] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    const load = async () => {
      const answer = await getJson<{ readonly found: HealthParts[Part] | null }>(
        `/app/data-health/${part}`,
        leaving.signal,
      );
      if (leaving.signal.aborted) return;
      setFailed(answer === null);
      if (answer?.found != null) setFound(answer.found);
    };
    void load();
    return () => {
      leaving.abort();
    };
  }, [part, version, attempt]);
  if (found !== null) return { kind: "there", found };
  if (!failed) return { kind: "coming" };
  return {
    kind: "failed",
    again: () => {
      setFailed(false);
      setAttempt(attempt + 1);
    },
  };
}
