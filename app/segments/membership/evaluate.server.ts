import { sql } from "kysely";

import { metricsInsert } from "~/customers/metrics.server";
import {
  rescoreCustomersWithin,
  type ScoreInput,
  type ScoreReport,
  scoreStoreWithin,
} from "~/customers/score.server";
import type { Scoring } from "~/customers/scoredState.server";
import type { Connection, Warehouse } from "~/warehouse/engine";

import { type ActiveSegment, dependentsOf } from "../dependencies";
import type { MembershipCause } from "./causes";
import { contextOf, scoringOf, writingContext } from "./context.server";
import { copies, copyCustomerFacts, dropCustomerFacts } from "./customerFacts.server";
import { definitionHash } from "./counts.server";
import { forgetEvaluations, noteEvaluations, readEvaluations, touchEvaluations } from "./evaluations.server";
import { dropFoundMembers, findMembers, foundMembers, searchFor } from "./findMembers.server";
import { type MemberChanges, storeMembers } from "./memberChanges.server";
import {
  computeThresholds,
  keepThresholds,
  readThresholds,
  storeThresholds,
  thresholdSpecs,
} from "./thresholds.server";

/** What became of one segment. */
export interface SegmentReport extends MemberChanges {
  readonly id: number;
  /** Finding its members; comparing them with the stored ones is done for all segments at once. */
  readonly milliseconds: number;
}

export interface EvaluationReport {
  /** The shop's day that relative dates counted from. */
  readonly day: string;
  /** Those that were evaluated, and those that lost their members. */
  readonly segments: readonly SegmentReport[];
}

/** How the whole store is evaluated. */
export interface WholePass {
  readonly now: Date;
  readonly fallback: MembershipCause;
  /** Ids of segments that stay as they are: their definition cannot be read, which says nothing of who is in them. */
  readonly keep?: readonly number[];
}

/**
 * Evaluates every active segment over the whole store, as of the last scoring: percentiles anew, then the segments in the
 * order of their dependencies. Segments that are not active any more lose their members. One transaction.
 *
 * Whose orders or record changed since a segment was last evaluated entered or left it for that; the others for
 * `fallback`, or, where the segment is new or its definition another, for its definition.
 *
 * @throws {NotScoredError} where the store was never scored as a whole
 * @throws {CircleError} where segments refer to each other in a circle
 */
export function evaluateAll(
  warehouse: Warehouse,
  active: readonly ActiveSegment[],
  options: WholePass,
): Promise<EvaluationReport> {
  return warehouse.transaction((connection) => evaluateAllWithin(connection, active, options));
}

/** Scores the whole store and evaluates every active segment by the new scores: no reader sees the one without the other. */
export function scoreAndEvaluateAll(
  warehouse: Warehouse,
  active: readonly ActiveSegment[],
  input: ScoreInput & WholePass,
): Promise<{ scores: ScoreReport; evaluation: EvaluationReport }> {
  return warehouse.transaction(async (connection) => ({
    scores: await scoreStoreWithin(connection, input),
    evaluation: await evaluateAllWithin(connection, active, input),
  }));
}

/**
 * Evaluates some segments, and after them those that depend on them (who are changed by others), over the whole store.
 * Ids that are not among the active ones lose their members. Percentiles stay where they stand. One transaction.
 *
 * @param options.cause as `fallback` of {@link evaluateAll}
 * @throws {NotScoredError} {CircleError} as {@link evaluateAll}
 */
export function evaluateSegments(
  warehouse: Warehouse,
  active: readonly ActiveSegment[],
  ids: readonly number[],
  { now, cause }: { now: Date; cause: MembershipCause },
): Promise<EvaluationReport> {
  return warehouse.transaction(async (connection) =>
    evaluateWholly(connection, {
      active,
      ids: new Set(ids),
      dependents: dependentsOf(ids, active),
      scoring: await scoringOf(connection),
      now,
      fallback: cause,
    }),
  );
}

/**
 * Ranks the store anew for every percentile that a segment speaks of; where one moved, the segments that use it, and
 * those that depend on them, are evaluated again. One transaction.
 *
 * @throws {NotScoredError} {CircleError} as {@link evaluateAll}
 */
export function refreshThresholds(
  warehouse: Warehouse,
  active: readonly ActiveSegment[],
  { now }: { now: Date },
): Promise<EvaluationReport> {
  return warehouse.transaction(async (connection) => {
    const scoring = await scoringOf(connection);
    const moved = await rankAnew(connection, active, scoring, now);
    const ids = new Set(
      active
        .filter(({ definition }) => thresholdSpecs([definition]).some(({ key }) => moved.has(key)))
        .map(({ id }) => id),
    );
    return evaluateWholly(connection, {
      active,
      ids,
      dependents: dependentsOf(ids, active),
      scoring,
      now,
      fallback: "others",
    });
  });
}

/** Customers whose facts are copied at once: bounds the memory, and a copy costs a scan of the facts whatever its size. */
const customersAtOnce = 10_000;

/**
 * Evaluates every segment for some customers, over a copy of what is known of them: each table of facts is read once,
 * however many segments there are. Who is gone leaves. Segments that wait to be evaluated by a new definition are left to
 * that. Ten thousand customers are one transaction.
 *
 * @returns how many memberships began and ended
 * @throws {NotScoredError} {CircleError} as {@link evaluateAll}
 */
export function evaluateCustomers(
  warehouse: Warehouse,
  active: readonly ActiveSegment[],
  customerIds: readonly bigint[],
  options: { now: Date; cause: MembershipCause },
): Promise<{ entered: number; left: number }> {
  return inParts(warehouse, customerIds, (connection, part) =>
    evaluateCustomersWithin(connection, active, part, { ...options, rescore: false }),
  );
}

/**
 * {@link evaluateCustomers} after scoring them anew by the breaks of the last scoring, in the same transactions and over the
 * same copies.
 */
export function rescoreAndEvaluateCustomers(
  warehouse: Warehouse,
  active: readonly ActiveSegment[],
  customerIds: readonly bigint[],
  options: { now: Date; cause: MembershipCause },
): Promise<{ entered: number; left: number }> {
  return inParts(warehouse, customerIds, (connection, part) =>
    evaluateCustomersWithin(connection, active, part, { ...options, rescore: true }),
  );
}

async function inParts(
  warehouse: Warehouse,
  customerIds: readonly bigint[],
  work: (connection: Connection, part: readonly bigint[]) => Promise<{ entered: number; left: number }>,
): Promise<{ entered: number; left: number }> {
  const total = { entered: 0, left: 0 };
  for (let start = 0; start < customerIds.length; start += customersAtOnce) {
    const part = customerIds.slice(start, start + customersAtOnce);
    const { entered, left } = await warehouse.transaction((connection) => work(connection, part));
    total.entered += entered;
    total.left += left;
  }
  return total;
}

async function evaluateCustomersWithin(
  connection: Connection,
  active: readonly ActiveSegment[],
  customerIds: readonly bigint[],
  { now, cause, rescore }: { now: Date; cause: MembershipCause; rescore: boolean },
): Promise<{ entered: number; left: number }> {
  const scoring = await scoringOf(connection);
  const evaluations = await readEvaluations(connection);
  const segments = active.filter(
    ({ id, definition }) => evaluations.get(id)?.definitionHash === definitionHash(definition),
  );
  const definitions = segments.map(({ definition }) => definition);
  const context = await writingContext(connection, { scoring, definitions, now });
  const search = searchFor(segments, { ...context, relations: copies });
  const reading = search.steps.map(({ query }) => query);
  if (rescore) reading.push(metricsInsert(scoring, customerIds, copies));
  await copyCustomerFacts(connection, customerIds, reading, async () => {
    if (rescore) await rescoreCustomersWithin(connection, customerIds, copies);
  });
  await findMembers(connection, search, copies.memberships);
  const changes = await storeMembers(connection, {
    segments: segments.map(({ id }) => ({ id, since: null, fallback: cause })),
    found: sql.table(foundMembers),
    stored: sql.table(copies.memberships),
    now,
  });
  await dropFoundMembers(connection);
  await dropCustomerFacts(connection);
  await touchEvaluations(
    connection,
    segments.map(({ id }) => id),
    scoring,
    now,
  );
  const total = { entered: 0, left: 0 };
  for (const { entered, left } of changes.values()) {
    total.entered += entered;
    total.left += left;
  }
  return total;
}

async function evaluateAllWithin(
  connection: Connection,
  active: readonly ActiveSegment[],
  { now, fallback, keep = [] }: WholePass,
): Promise<EvaluationReport> {
  const scoring = await scoringOf(connection);
  await rankAnew(connection, active, scoring, now);
  const evaluated = (await readEvaluations(connection)).keys();
  const ids = new Set([...evaluated, ...active.map(({ id }) => id)].filter((id) => !keep.includes(id)));
  return evaluateWholly(connection, { active, ids, dependents: new Set(), scoring, now, fallback });
}

/** Computes and stores every percentile. Resolves to the keys of those that are new or stand elsewhere now. */
async function rankAnew(
  connection: Connection,
  active: readonly ActiveSegment[],
  scoring: Scoring,
  now: Date,
): Promise<Set<string>> {
  const specs = thresholdSpecs(active.map(({ definition }) => definition));
  const day = scoring.analysisDate;
  const stored = await readThresholds(connection, day);
  const computed = await computeThresholds(connection, specs, contextOf(scoring));
  await storeThresholds(connection, computed, { now, day });
  await keepThresholds(connection, [...computed.keys()]);
  return new Set([...computed].filter(([key, value]) => stored.get(key) !== value).map(([key]) => key));
}

/** Evaluates segments over all customers; ids that are not active lose their members. */
async function evaluateWholly(
  connection: Connection,
  input: {
    active: readonly ActiveSegment[];
    ids: ReadonlySet<number>;
    /** Evaluated too: what changes there is due to others. */
    dependents: ReadonlySet<number>;
    scoring: Scoring;
    now: Date;
    fallback: MembershipCause;
  },
): Promise<EvaluationReport> {
  const { active, ids, dependents, scoring, now } = input;
  const segments = active.filter(({ id }) => ids.has(id) || dependents.has(id));
  const activeIds = new Set(active.map(({ id }) => id));
  const gone = [...ids].filter((id) => !activeIds.has(id));
  const evaluations = await readEvaluations(connection);
  const definitions = segments.map(({ definition }) => definition);
  const context = await writingContext(connection, { scoring, definitions, now });
  const milliseconds = await findMembers(connection, searchFor(segments, context), "memberships");
  const compared = segments.map(({ id, definition }) => {
    const former = evaluations.get(id);
    if (former?.definitionHash !== definitionHash(definition)) return dueToDefinition(id);
    return { id, since: former.factsUntil, fallback: ids.has(id) ? input.fallback : ("others" as const) };
  });
  const changes = await storeMembers(connection, {
    segments: [...compared, ...gone.map(dueToDefinition)],
    found: sql.table(foundMembers),
    stored: sql.table("memberships"),
    now,
  });
  await dropFoundMembers(connection);
  await forgetEvaluations(connection, [...ids, ...dependents]);
  await noteEvaluations(connection, segments, scoring, now);
  return {
    day: scoring.analysisDate,
    segments: [...changes].map(([id, change]) => ({
      id,
      ...change,
      milliseconds: milliseconds.get(id) ?? 0,
    })),
  };
}

function dueToDefinition(id: number) {
  return { id, since: null, fallback: "definition" } as const;
}
