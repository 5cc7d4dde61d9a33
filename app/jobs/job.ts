import type { z } from "zod";

/** What a run of a job ends with: finished, or to be run again at a time (waiting on something outside, say). */
export type JobOutcome = { readonly kind: "done" } | { readonly kind: "again"; readonly at: Date };

export interface JobContext<Payload> {
  readonly shop: string;
  readonly payload: Payload;
  /** 1 on the first try; counts failures, not runs that asked to be run again. */
  readonly attempt: number;
  /** Aborted when the process is asked to stop or the lease was lost: give up at the next safe point. */
  readonly signal: AbortSignal;
  /** The present. Passed in so that a job can be replayed at any date. */
  readonly now: () => Date;
}

/** Which of a worker's slots a job takes: `long` where it may take minutes, as a full sync does. */
export type Lane = "long" | "quick";

/** A kind of work, declared once. At most one job of a kind runs per shop at a time. */
export interface JobDefinition<Payload> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  /** Tries before the job is put aside as failed. Errors marked `PermanentError` are not retried. */
  readonly maxAttempts: number;
  /** `quick` where nothing is said. */
  readonly lane?: Lane;
  run(context: JobContext<Payload>): Promise<JobOutcome>;
  /** Called once when the job is put aside for good; `error` is what the last try threw. The payload is not handed over: it may be what was wrong. */
  onFailed?(context: Omit<JobContext<Payload>, "payload">, error: unknown): Promise<void>;
}

/** Retrying cannot help: the job fails at once. */
export class PermanentError extends Error {
  override readonly name: string = "PermanentError";
}
