import { z } from "zod";

import { readVersion } from "../activity/versions.server";
import type { Edited } from "../editing.server";
import { limits } from "../language/definition";
import { isMissing, type Refusal, refusalInWords } from "../refusals";
import { createSegment, saveSegment } from "../segmentEdits.server";
import type { SaveAnswer } from "./builderData";

const saveRequest = z.object({
  segmentId: z.int32().positive().nullable(),
  name: z.string().max(limits.json),
  description: z.string().max(limits.json),
  definition: z.unknown(),
  base: z.int32().positive().nullable(),
});

/** What is posted at most, in bytes: a rule in characters that take up to three each, and its words. */
export const saveBytes = 4 * limits.json;

/**
 * Saves what the builder posts, as a new segment or the next version of one.
 *
 * @param by Shopify's user id
 */
export async function saveFromBuilder(
  shop: string,
  posted: unknown,
  by: string,
  now: Date,
): Promise<SaveAnswer> {
  const read = saveRequest.safeParse(posted);
  if (!read.success) {
    return {
      ok: false,
      message: "What was sent cannot be read. Load the page again.",
      field: null,
      conflict: null,
      gone: false,
      missing: false,
    };
  }
  const { segmentId, base, ...contents } = read.data;
  const saved: Edited =
    segmentId === null
      ? await createSegment(shop, { ...contents, active: true }, by, now)
      : // Of no version: an older one than any, so that it is told what stands.
        await saveSegment(shop, segmentId, { ...contents, base: base ?? 0 }, by, now);
  return saved.ok ? { ok: true, id: saved.segment.id } : refused(shop, segmentId, saved.refusal);
}

async function refused(shop: string, segmentId: number | null, refusal: Refusal): Promise<SaveAnswer> {
  const answer = {
    ok: false,
    message: refusalInWords(refusal),
    field: fieldOf(refusal),
    conflict: null,
    gone: refusal.kind === "not_found",
    missing: isMissing(refusal),
  } as const;
  if (refusal.kind !== "changed_meanwhile" || segmentId === null) return answer;
  const { version, by, at } = refusal;
  const theirs = await readVersion(shop, segmentId, version);
  return {
    ...answer,
    conflict: { version, by, at, name: theirs?.name ?? "", definition: theirs?.definition ?? null },
  };
}

/** Where the words are to stand. */
function fieldOf(refusal: Refusal): "name" | "description" | null {
  switch (refusal.kind) {
    case "name_taken":
      return "name";
    case "words":
      return refusal.problem.startsWith("The description") ? "description" : "name";
    default:
      return null;
  }
}
