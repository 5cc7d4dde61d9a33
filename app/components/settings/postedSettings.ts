import { z } from "zod";

import { scoringSettings } from "~/customers/settings";
import type { ScoringSettings } from "~/customers/settings";

const posted = z
  .object({ settings: z.string().max(100_000) })
  .transform(({ settings }) => parseJson(settings))
  .pipe(scoringSettings);

/**
 * The settings of a posted form: one field, JSON.
 *
 * @throws {Response} 400 where they are not settings; the form itself never sends such.
 */
export function readPostedSettings(form: FormData): ScoringSettings {
  const settings = posted.safeParse(Object.fromEntries(form));
  if (!settings.success) throw new Response("These settings cannot be read.", { status: 400 });
  return settings.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
