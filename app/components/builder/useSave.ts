import { useState } from "react";

import { postJson } from "../postJson";
import type { EditedSegment, SaveAnswer, SaveRequest } from "~/segments/draft/builderData";

export type Refused = Extract<SaveAnswer, { readonly ok: false }>;

interface Saving {
  readonly state: "idle" | "saving" | "saved";
  /** Why it was not saved; null: nothing stands in the way. */
  readonly refused: Refused | null;
}

/** Saves what the builder has; whatever stands in the way is told, and nothing is lost. */
export function useSave({
  segment,
  onSaved,
}: {
  segment: EditedSegment | null;
  onSaved: (id: number) => void;
}) {
  const [saving, setSaving] = useState<Saving>({ state: "idle", refused: null });
  const address = segment === null ? "/app/segments/new" : `/app/segments/${String(segment.id)}/edit`;
  const run = async (before: () => Promise<unknown>, request: SaveRequest) => {
    setSaving({ state: "saving", refused: null });
    await before();
    const answer = await postJson<SaveAnswer>(address, request);
    if (answer.ok) {
      setSaving({ state: "saved", refused: null });
      onSaved(answer.id);
    } else {
      setSaving({ state: "idle", refused: { field: null, conflict: null, ...answer } });
    }
  };
  return {
    ...saving,
    /** @param before what is to be over first */
    start: (before: () => Promise<unknown>, request: SaveRequest) => {
      if (saving.state === "idle") void run(before, request);
    },
    forget: () => {
      setSaving({ state: "idle", refused: null });
    },
  };
}
