import { syncPhases, type PhaseProgress, type SyncFailure, type SyncProgress } from "./progress";
import type { PhaseState, PhaseStates } from "./syncState";

/** A run as its record has it. */
export interface RunFacts {
  readonly id: string;
  readonly state: SyncProgress["state"];
  readonly phases: PhaseStates;
  readonly failure: SyncFailure | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly ordersVisibleSince: Date | null;
}

/** How a run stands at `now`. */
export function progressOf(run: RunFacts, now: Date): SyncProgress {
  const running = syncPhases.map((phase) => run.phases[phase]).filter(({ state }) => state === "running");
  const rates = running.map((phase) => rateOf(phase, now)).filter((rate) => rate !== null);
  return {
    runId: run.id,
    state: run.state,
    phases: syncPhases.map((phase): PhaseProgress => {
      const { state, done, total, startedAt, finishedAt } = run.phases[phase];
      const end = finishedAt === null ? now.getTime() : Date.parse(finishedAt);
      const seconds = startedAt === null ? 0 : Math.max(0, (end - Date.parse(startedAt)) / 1_000);
      // A store grows while it is exported: no page is to read "105 of 100".
      return { phase, state, done, total: total === null ? null : Math.max(total, done), seconds };
    }),
    // Objects are exported side by side: their rates add up.
    rate: rates.length > 0 ? rates.reduce((sum, rate) => sum + rate, 0) : null,
    secondsLeft: run.state === "running" ? secondsLeft(run.phases, now) : null,
    failure: run.failure,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    ordersVisibleSince: run.ordersVisibleSince?.toISOString() ?? null,
  };
}

const rateWindowMs = 30_000;

/** Objects per second over the readings of the last half minute; null with fewer than two readings a second apart. */
function rateOf(phase: PhaseState, now: Date): number | null {
  const recent = phase.readings.filter(({ at }) => now.getTime() - Date.parse(at) <= rateWindowMs);
  const first = recent[0];
  const last = recent.at(-1);
  if (!first || !last) return null;
  const seconds = (Date.parse(last.at) - Date.parse(first.at)) / 1_000;
  return seconds < 1 ? null : (last.done - first.done) / seconds;
}

/**
 * Seconds until the slowest running phase is through. Null as soon as one running phase has no total, is beyond it or
 * has no rate: a number would be a guess. What comes after (loading and scoring) is measured in seconds per million orders and is
 * not counted.
 */
function secondsLeft(phases: PhaseStates, now: Date): number | null {
  let longest: number | null = null;
  for (const phase of syncPhases.map((name) => phases[name])) {
    if (phase.state !== "running") continue;
    const rate = rateOf(phase, now);
    if (phase.total === null || phase.done > phase.total || rate === null || rate <= 0) return null;
    longest = Math.max(longest ?? 0, (phase.total - phase.done) / rate);
  }
  return longest === null ? null : Math.ceil(longest);
}
