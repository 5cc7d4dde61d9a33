import { z } from "zod";

import { scoringSettings } from "~/customers/settings";
import type { ScoringSettings } from "~/customers/settings";

/** Larger than any settings that are taken. */
export const settingsBytes = 100_000;

const posted = z.string().max(settingsBytes).transform(parseJson).pipe(scoringSettings);

/**
 * Settings that were posted as JSON text.
 *
 * @throws {Response} 400 where they are not settings; the form itself never sends such.
 */
export function readPostedSettings(text: unknown): ScoringSettings {
  const settings = posted.safeParse(text);
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
