import { z } from "zod";

const id = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .pipe(z.int32());

/** The id of a segment as an address spells it; null for what cannot be one. */
export function readSegmentId(text: string | undefined): number | null {
  return id.safeParse(text).data ?? null;
}
