import { z } from "zod";

const posted = z.object({
  /** The version of the segment that the numbers were chosen over. */
  base: z.int32().positive(),
  numbers: z.record(z.string().max(40), z.unknown()),
});

/**
 * The numbers of a posted form, still to be checked against the segment's settings.
 *
 * @throws {Response} 400 where there are none; the form itself never sends such.
 */
export function readPostedNumbers(json: unknown): z.infer<typeof posted> {
  const read = posted.safeParse(json);
  if (!read.success) throw new Response("These numbers cannot be read.", { status: 400 });
  return read.data;
}
