import type { ScoringSettings } from "~/customers/settings";
import type { EffectAnswer } from "~/customers/settingsEffect.server";

import { type Answered, useAnswer } from "../useAnswer";

/** Milliseconds: long enough to finish a number, short enough to feel live. */
const pause = 400;

/** The effect of settings that are not saved yet. `proposed` null: nothing to ask. */
export function useSettingsEffect(proposed: ScoringSettings | null): Answered<EffectAnswer> {
  return useAnswer("/app/settings/effect", proposed === null ? null : JSON.stringify(proposed), pause);
}
