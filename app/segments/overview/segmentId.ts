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

/** Ids as an address lists them (`1,2,3`), each once, at least one and at most `most`; null for what cannot be such a list. */
export function readSegmentIds(text: string | null, most: number): number[] | null {
  const ids = (text ?? "").split(",", most + 1).map(readSegmentId);
  const known = ids.filter((id) => id !== null);
  return known.length === ids.length && ids.length <= most ? [...new Set(known)] : null;
}
