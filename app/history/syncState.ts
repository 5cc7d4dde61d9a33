import { z } from "zod";

import { syncPhases, type SyncPhase } from "./progress";

/** The phases that read one kind of object by a bulk operation. */
export const bulkKinds = [
  "products",
  "customers",
  "orders",
  "checkouts",
] as const satisfies readonly SyncPhase[];
export type BulkKind = (typeof bulkKinds)[number];

export function isBulkKind(name: string): name is BulkKind {
  return bulkKinds.some((kind) => kind === name);
}

const time = z.iso.datetime();

const phase = z.object({
  state: z.enum(["waiting", "running", "done", "failed"]),
  done: z.int().nonnegative(),
  total: z.int().nonnegative().nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  /** The last few readings of `done`, oldest first: what the rate is taken from. */
  readings: z.array(z.object({ at: time, done: z.int().nonnegative() })),
});
export type PhaseState = z.infer<typeof phase>;

const bulk = z.object({
  /** Operations given up so far; one resubmission is made before the phase fails. */
  givenUp: z.int().nonnegative(),
  /**
   * Part of the operation's name, committed before Shopify is asked: an operation whose start was not recorded because
   * the process was killed is found again by it.
   */
  intent: z.string().nullable(),
  operationId: z.string().nullable(),
  /** When Shopify created the operation: what it exports is at least as new as this. */
  createdAt: time.nullable(),
  /** Lines written so far, and when that number (or the operation) last changed. */
  objects: z.int().nonnegative(),
  changedAt: time.nullable(),
  /** Name of the downloaded file, once it is whole. */
  file: z.string().nullable(),
  /** Shopify does not let the app read such objects, and the sync goes on without them. */
  denied: z.boolean().default(false),
});
export type BulkState = z.infer<typeof bulk>;

/** A run that was written down before there was a phase has that phase yet to do. */
export const phaseStates = z
  .partialRecord(z.enum(syncPhases), phase)
  .transform((known) => ({ ...freshPhases(), ...known }));
export const bulkStates = z
  .partialRecord(z.enum(bulkKinds), bulk)
  .transform((known) => ({ ...freshBulks(), ...known }));
export type PhaseStates = Record<SyncPhase, PhaseState>;
export type BulkStates = Record<BulkKind, BulkState>;

const freshPhase: PhaseState = {
  state: "waiting",
  done: 0,
  total: null,
  startedAt: null,
  finishedAt: null,
  readings: [],
};

export const freshBulk: BulkState = {
  givenUp: 0,
  intent: null,
  operationId: null,
  createdAt: null,
  objects: 0,
  changedAt: null,
  file: null,
  denied: false,
};

export function freshPhases(): PhaseStates {
  return {
    shop: freshPhase,
    products: freshPhase,
    customers: freshPhase,
    orders: freshPhase,
    checkouts: freshPhase,
    load: freshPhase,
    score: freshPhase,
  };
}

export function freshBulks(): BulkStates {
  return { products: freshBulk, customers: freshBulk, orders: freshBulk, checkouts: freshBulk };
}

const readingsKept = 10;

/** Whether nothing more of such objects is to be had from Shopify: their file is here, or they are not ours to read. */
export function isExported({ file, denied }: BulkState): boolean {
  return file !== null || denied;
}

/** A phase under way at `now`, with `done` objects so far. Starts it if it was not running. */
export function running(phase: PhaseState, now: Date, done = 0, total = phase.total): PhaseState {
  const at = now.toISOString();
  const wasRunning = phase.state === "running";
  return {
    state: "running",
    done,
    total,
    startedAt: wasRunning ? phase.startedAt : at,
    finishedAt: null,
    readings: [...(wasRunning ? phase.readings : []), { at, done }].slice(-readingsKept),
  };
}

export function finished(phase: PhaseState, now: Date, done = phase.done): PhaseState {
  const at = now.toISOString();
  return {
    ...phase,
    state: "done",
    done,
    total: done,
    startedAt: phase.startedAt ?? at,
    finishedAt: at,
    readings: [],
  };
}

export function failed(phase: PhaseState, now: Date): PhaseState {
  return { ...phase, state: "failed", finishedAt: now.toISOString(), readings: [] };
}

/** A phase to be done again from its beginning; what was expected of it stays known. */
export function waitingAgain(phase: PhaseState): PhaseState {
  return { ...freshPhase, total: phase.total };
}
