import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";

import { type BuyerMeasures, chooseBreaks, type ScoringMethod } from "./breaks";
import type { ScoringFacts } from "./figures";
import { type Counting, type MetricsFacts, writeMetrics } from "./metrics.server";
import { measureBuyers, writeScores } from "./rfm.server";
import { type RfmGroupId, rfmGroupIds } from "./rfmGroups";
import { readScoring, storeScoring } from "./scoredState.server";

/** What a scoring of a whole store came to. The groups' customers add up to `buyers`. */
export interface ScoreReport {
  readonly breaksVersion: number;
  readonly method: ScoringMethod;
  readonly customers: number;
  readonly buyers: number;
  readonly groups: Readonly<Record<RfmGroupId, number>>;
  readonly levelsPresent: ScoringFacts["levelsPresent"];
}

export interface ScoreInput extends Counting {
  /** When this scoring happens; stored with the breaks. */
  readonly now: Date;
}

/**
 * Computes metrics, breaks and scores of every customer as of the end of `analysisDate`. One transaction: readers see
 * the former scores until all new ones are there.
 */
export function scoreStore(warehouse: Warehouse, input: ScoreInput): Promise<ScoreReport> {
  return warehouse.transaction((connection) => scoreStoreWithin(connection, input));
}

/** {@link scoreStore} with another rule for the breaks. */
export function scoreStoreBy(
  warehouse: Warehouse,
  input: ScoreInput,
  choose: (measures: BuyerMeasures) => ReturnType<typeof chooseBreaks>,
): Promise<ScoreReport> {
  return warehouse.transaction((connection) => scoreStoreWithin(connection, input, choose));
}

/** {@link scoreStore} as a part of a transaction that does more. */
export async function scoreStoreWithin(
  connection: Connection,
  input: ScoreInput,
  choose = (measures: BuyerMeasures) => chooseBreaks(measures, input.settings.scoring),
): Promise<ScoreReport> {
  const { analysisDate, now } = input;
  const customers = await writeMetrics(connection, input);
  const measures = await measureBuyers(connection, { analysisDate, metrics: sql`customer_metrics` });
  const { method, breaks } = choose(measures);
  const breaksVersion = await storeScoring(connection, {
    analysisDate,
    timeZone: input.timeZone,
    settings: input.settings,
    method,
    buyers: measures.buyers,
    breaks,
    scoredAt: now,
  });
  const buyers = await writeScores(connection, { analysisDate, breaks, breaksVersion });
  return { breaksVersion, method, customers, buyers, ...(await distribution(connection)) };
}

/**
 * Computes metrics and scores of some customers as the store was last scored: by its breaks, day and settings. Nobody
 * else's change. Customers who are gone lose theirs. Resolves to the number of buyers among them.
 *
 * @throws {NotScoredError} where the store was never scored as a whole.
 */
export function rescoreCustomers(warehouse: Warehouse, customerIds: readonly bigint[]): Promise<number> {
  return warehouse.transaction((connection) => rescoreCustomersWithin(connection, customerIds));
}

/** {@link rescoreCustomers} as a part of a transaction that does more, by copies of the customers' facts where given. */
export async function rescoreCustomersWithin(
  connection: Connection,
  customerIds: readonly bigint[],
  facts: MetricsFacts = {},
): Promise<number> {
  const scoring = await readScoring(connection);
  if (!scoring) throw new NotScoredError();
  const { analysisDate, breaks, version: breaksVersion } = scoring;
  await writeMetrics(connection, scoring, customerIds, facts);
  return writeScores(connection, { analysisDate, breaks, breaksVersion }, customerIds);
}

export class NotScoredError extends Error {
  override readonly name = "NotScoredError";
  constructor() {
    super("This store has no scores yet: score the whole store first.");
  }
}

/** How many buyers are in each group, and which scores somebody has: ties can make levels vanish. */
export async function distribution(
  connection: Connection,
): Promise<Pick<ScoreReport, "groups" | "levelsPresent">> {
  const cells = await connection.all(statement<CellRow>`
    SELECT recency, frequency, monetary, rfm_group, CAST(count(*) AS integer) AS customers
    FROM rfm_scores GROUP BY recency, frequency, monetary, rfm_group`);
  const groups = Object.fromEntries(rfmGroupIds.map((group) => [group, 0])) as Record<RfmGroupId, number>;
  for (const cell of cells) groups[cell.rfm_group] += cell.customers;
  const levels = (score: "recency" | "frequency" | "monetary") =>
    [...new Set(cells.map((cell) => cell[score]))].sort((a, b) => a - b);
  return {
    groups,
    levelsPresent: {
      recency: levels("recency"),
      frequency: levels("frequency"),
      monetary: levels("monetary"),
    },
  };
}

interface CellRow {
  recency: number;
  frequency: number;
  monetary: number;
  rfm_group: RfmGroupId;
  customers: number;
}
