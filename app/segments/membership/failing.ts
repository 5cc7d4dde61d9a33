import { type ActiveSegment, CircleError } from "../dependencies";

/** The members of a segment could not be found. That says nothing of the others. */
export class SegmentFailedError extends Error {
  override readonly name = "SegmentFailedError";
  constructor(
    readonly segments: readonly number[],
    cause: unknown,
  ) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : "not an error";
    super(`Members of segment ${segments.join(", ")} could not be found: ${why}`, { cause });
  }
}

/** Where more than these fail the reason is none of theirs: no memory, no disk. */
const mostFailing = 3;

/**
 * Runs a pass over segments; where one fails, which takes the whole pass back, once more without it: one rule must not keep
 * every other segment from following.
 *
 * @param pass.failing ids of those to leave as they are
 * @throws {SegmentFailedError} where more than three fail
 */
export async function sparingOthers<Report>(
  active: readonly ActiveSegment[],
  pass: (sound: readonly ActiveSegment[], failing: readonly number[]) => Promise<Report>,
): Promise<{ report: Report; failures: readonly SegmentFailedError[] }> {
  const failures: SegmentFailedError[] = [];
  for (;;) {
    const failing = failures.flatMap(({ segments }) => segments);
    const sound = active.filter(({ id }) => !failing.includes(id));
    try {
      return { report: await pass(sound, failing), failures };
    } catch (error) {
      const failure = error instanceof CircleError ? new SegmentFailedError(error.path, error) : error;
      if (!(failure instanceof SegmentFailedError) || failures.length === mostFailing) throw failure;
      failures.push(failure);
    }
  }
}
