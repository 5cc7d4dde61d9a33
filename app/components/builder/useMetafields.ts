import { useEffect, useState } from "react";

import type { KnownMetafield } from "~/segments/suggestions/suggestions";

import { getJson } from "../getJson";

/** The custom attributes that some customer has; none until they are known. */
export function useMetafields(): readonly KnownMetafield[] {
  const [known, setKnown] = useState<readonly KnownMetafield[]>([]);
  useEffect(() => {
    const giveUp = new AbortController();
    void getJson<{ metafields: readonly KnownMetafield[] }>(
      "/app/segments/suggestions?of=metafields",
      giveUp.signal,
    ).then((answer) => {
      if (answer !== null) setKnown(answer.metafields);
    });
    return () => {
      giveUp.abort();
    };
  }, []);
  return known;
}
