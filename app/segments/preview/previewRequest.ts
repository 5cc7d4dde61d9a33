import { z } from "zod";

import type { Definition } from "../language/definition";
import { parseDefinition } from "../language/parse";

/** Larger than any definition that is taken. */
export const previewBytes = 1_500_000;

/** A request of `PreviewRequest` that was read and makes sense by itself. */
export interface ReadPreview {
  readonly definition: Definition;
  readonly segmentId: number | null;
  /** Null: nobody is asked about. */
  readonly customerId: bigint | null;
}

const largestId = 2n ** 63n - 1n;

const request = z.object({
  definition: z.unknown(),
  segmentId: z.int32().positive().nullable(),
  customerId: z
    .string()
    .regex(/^[1-9]\d{0,18}$/)
    .transform(BigInt)
    .refine((id) => id <= largestId)
    .nullable()
    .default(null),
});

/** What each key of a request that cannot be read is called by. */
const wrong: Readonly<Record<string, string>> = {
  segmentId: "The segment is told by its number, or by null for a new one.",
  customerId: "The customer is told by their id, a whole number.",
};

/** Reads what was posted. Whatever it is, the answer is a request or sentences that say what is wrong with it. */
export function readPreviewRequest(
  body: string,
): { readonly ok: true; readonly request: ReadPreview } | { readonly ok: false; readonly message: string } {
  const read = request.safeParse(readJson(body));
  if (!read.success) {
    const [key] = read.error.issues[0]?.path ?? [];
    return { ok: false, message: wrong[String(key)] ?? "This cannot be read as a rule with its segment." };
  }
  const parsed = parseDefinition(read.data.definition);
  if (!parsed.ok) return { ok: false, message: parsed.problems.map(({ message }) => message).join(" ") };
  return { ok: true, request: { ...read.data, definition: parsed.definition } };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
