import { useState } from "react";

import { postJson } from "../postJson";
import type { SaveAnswer, SaveRequest } from "~/segments/draft/builderData";

export type Refused = Extract<SaveAnswer, { readonly ok: false }>;

interface Saving {
  readonly state: "idle" | "saving" | "saved";
  /** Why it was not saved; null: nothing stands in the way. */
  readonly refused: Refused | null;
}

/** Saves what the builder has; whatever stands in the way is told, and nothing is lost. */
export function useSave({ onSaved }: { onSaved: (id: number) => void }) {
  const [saving, setSaving] = useState<Saving>({ state: "idle", refused: null });
  const run = async (before: () => Promise<unknown>, request: SaveRequest) => {
    setSaving({ state: "saving", refused: null });
    await before();
    const answer = await postJson<SaveAnswer>("/app/segments/save", request);
    if (answer.ok) {
      setSaving({ state: "saved", refused: null });
      onSaved(answer.id);
    } else {
      setSaving({
        state: "idle",
        refused: { field: null, conflict: null, gone: false, missing: false, ...answer },
      });
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
