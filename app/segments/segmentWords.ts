import { z } from "zod";

// What no name needs and not every store can keep: control characters but tab and line feed, halves of characters.
const unstorable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]|\p{Surrogate}/u;
const words = z
  .string()
  .refine((text) => !unstorable.test(text), "holds characters that cannot be stored.")
  .transform((text) => text.normalize("NFC").trim());

/** The name and description of a segment as they are typed. */
export const segmentWords = z.object({
  name: words.pipe(
    z
      .string()
      .min(1, "is missing: give the segment a name.")
      .max(100, "is too long: use up to 100 characters.")
      .refine((name) => !/[\t\n]/.test(name), "must be on one line."),
  ),
  description: words.pipe(z.string().max(1_000, "is too long: use up to 1,000 characters.")),
});

export type SegmentWords = z.infer<typeof segmentWords>;

/** Reads what was typed; where it cannot be used, says so in a sentence. */
export function readWords(typed: {
  readonly name: string;
  readonly description: string;
}): { readonly ok: true; readonly words: SegmentWords } | { readonly ok: false; readonly problem: string } {
  const parsed = segmentWords.safeParse(typed);
  if (parsed.success) return { ok: true, words: parsed.data };
  const [issue] = parsed.error.issues;
  const what = issue?.path[0] === "description" ? "The description" : "The name";
  return { ok: false, problem: `${what} ${issue?.message ?? "cannot be used."}` };
}

/** How names are compared: two that differ in case only are the same to a reader. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `wanted`, or where that is taken, with the first number that makes it free: "VIP 2". */
export function freeName(wanted: string, taken: readonly string[]): string {
  const longest = 100;
  for (let n = 1; ; n += 1) {
    const ending = n === 1 ? "" : ` ${String(n)}`;
    const cut = wanted.slice(0, longest - ending.length);
    const name = (unstorable.test(cut) ? cut.slice(0, -1) : cut) + ending;
    if (!taken.some((other) => sameName(other, name))) return name;
  }
}
