import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";

import type { ScoringSettings } from "~/customers/settings";
import type { SettingsEffect } from "~/customers/settingsEffect.server";

/** Long enough to finish a number, short enough to feel live. */
const pause = 400;

/** The effect of settings that are not saved yet; asked for a little after the last change. `proposed` null: nothing to ask. */
export function useSettingsEffect(proposed: ScoringSettings | null): {
  readonly effect: SettingsEffect | null;
  readonly loading: boolean;
} {
  const { submit, data, state } = useFetcher<SettingsEffect | null>({ key: "settings-effect" });
  const body = proposed === null ? null : JSON.stringify(proposed);
  useEffect(() => {
    if (body === null) return;
    const timer = setTimeout(() => {
      submit({ settings: body }, { method: "post", action: "/app/settings/effect" });
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [body, submit]);
  return { effect: data ?? null, loading: state !== "idle" };
}
