import type { Counting } from "~/customers/metrics.server";
import { NotScoredError } from "~/customers/score.server";
import { readScoring, type Scoring } from "~/customers/scoredState.server";
import type { Connection } from "~/warehouse/engine";

import type { CompileContext, DayContext } from "../compile/context";
import type { Definition } from "../language/definition";
import {
  computeThresholds,
  readThresholds,
  storeThresholds,
  thresholdSpecs,
  type Thresholds,
} from "./thresholds.server";

/**
 * What these definitions are compiled with: the day, zone and settings of the last scoring, and where their percentiles
 * stand: as stored, or else ranked now.
 *
 * @throws {NotScoredError} where the store was never scored as a whole.
 */
export async function segmentContext(
  connection: Connection,
  definitions: readonly Definition[],
): Promise<DayContext> {
  const scoring = await scoringOf(connection);
  const { stored, missing } = await thresholdsFor(connection, scoring, definitions);
  return contextOf(scoring, new Map([...stored, ...missing]));
}

/** {@link segmentContext} of a scoring, which also stores what had to be ranked. Call it in a transaction. */
export async function writingContext(
  connection: Connection,
  input: { scoring: Scoring; definitions: readonly Definition[]; now: Date },
): Promise<CompileContext> {
  const { scoring, definitions, now } = input;
  const { stored, missing } = await thresholdsFor(connection, scoring, definitions);
  await storeThresholds(connection, missing, { now, day: scoring.analysisDate });
  return contextOf(scoring, new Map([...stored, ...missing]));
}

/** The newest scoring. @throws {NotScoredError} where there is none. */
export async function scoringOf(connection: Connection): Promise<Scoring> {
  const scoring = await readScoring(connection);
  if (!scoring) throw new NotScoredError();
  return scoring;
}

export function contextOf(
  { analysisDate, timeZone, settings }: Counting,
  thresholds: Thresholds = new Map(),
): DayContext {
  return { clock: { kind: "day", today: analysisDate }, timeZone, settings, thresholds };
}

async function thresholdsFor(
  connection: Connection,
  scoring: Scoring,
  definitions: readonly Definition[],
): Promise<{ stored: Thresholds; missing: Thresholds }> {
  const specs = thresholdSpecs(definitions);
  if (specs.length === 0) return { stored: new Map(), missing: new Map() };
  const stored = await readThresholds(connection, scoring.analysisDate);
  const missing = specs.filter(({ key }) => !stored.has(key));
  return { stored, missing: await computeThresholds(connection, missing, contextOf(scoring)) };
}
