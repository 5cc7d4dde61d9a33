/** The phases of a full sync, in order. Shared with the browser. */
export const syncPhases = ["shop", "products", "customers", "orders", "checkouts", "load", "score"] as const;
export type SyncPhase = (typeof syncPhases)[number];

export interface PhaseProgress {
  readonly phase: SyncPhase;
  readonly state: "waiting" | "running" | "done" | "failed";
  /** Objects so far (rows Shopify has written, then rows read). */
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** Wall time spent in the phase, seconds. */
  readonly seconds: number;
}

/** How a full sync stands, as the page and the command line show it. Dates are ISO 8601 in UTC. */
export interface SyncProgress {
  readonly runId: string;
  readonly state: "running" | "failed" | "done";
  readonly phases: readonly PhaseProgress[];
  /** Objects per second over the last moments of the running phase; null where it says nothing. */
  readonly rate: number | null;
  /** Seconds left, where an estimate is honest. */
  readonly secondsLeft: number | null;
  readonly failure: SyncFailure | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Null: the whole history is visible. Otherwise orders before this time are hidden from the app by its scopes. */
  readonly ordersVisibleSince: string | null;
}

/** A failed phase in the merchant's words: what happened, and what to do now. No personal data, no tokens. */
export interface SyncFailure {
  readonly phase: SyncPhase;
  readonly code: string;
  readonly what: string;
  readonly action: string;
}
