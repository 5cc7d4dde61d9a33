import { sql, type RawBuilder } from "kysely";

import type { Scoring } from "~/customers/scoredState.server";
import type { Connection } from "~/warehouse/engine";

import type { CompileContext } from "../compile/context";
import { customersFrom } from "../compile/customers";
import { holds } from "../compile/holds";
import { valueOf } from "../compile/values";
import type { Condition } from "../language/definition";
import { chosenCustomers, copies } from "../membership/customerFacts.server";
import { askAbout } from "./aboutCustomers.server";
import { fadingScores } from "./fadingScores.server";
import { type Timeline, timelineOf } from "./timeline";
import { horizonDays, turningDays } from "./turningDays";

/** Conditions, asked of some customers as of a scoring. */
export interface Questions {
  readonly conditions: readonly Condition[];
  readonly customerIds: readonly bigint[];
  /** With the clock "day". */
  readonly context: CompileContext;
  readonly scoring: Scoring;
}

/** For each customer that there is, the answers to the conditions, in their order, from today on. */
export async function readTimelines(
  connection: Connection,
  { conditions, customerIds, scoring, ...input }: Questions,
): Promise<Map<bigint, Timeline[]>> {
  const context = { ...input.context, relations: copies };
  const rounds = conditions.flatMap((condition, place) => roundsOf(condition, place, scoring, context));
  const rows = await askAbout(connection, customerIds, {
    relations: [
      ...rounds.flatMap(relationsOf),
      sql`answers AS (${sql.join(rounds.map(answersOf), sql` UNION ALL `)})`,
    ],
    select: sql<AnswerRow>`
      SELECT place, customer_id, today AS day, holds
      FROM (
        SELECT place, customer_id, today, holds,
          lag(holds) OVER (PARTITION BY place, customer_id ORDER BY today) AS before
        FROM answers
      ) compared
      WHERE before IS NULL OR before <> holds
      ORDER BY place, customer_id, today`,
  });

  const answers = new Map<bigint, AnswerRow[][]>();
  for (const row of rows) {
    let own = answers.get(row.customer_id);
    if (!own) answers.set(row.customer_id, (own = conditions.map(() => [])));
    own[row.place]?.push(row);
  }
  return new Map(
    [...answers].map(([customerId, own]) => [
      customerId,
      own.map(([first, ...later]) =>
        timelineOf(
          first?.holds ?? false,
          later.map(({ day, holds }) => ({ on: day, holds })),
        ),
      ),
    ]),
  );
}

/** For each customer that there is, what the conditions are asked of, in their order. */
export async function readValues(
  connection: Connection,
  { conditions, customerIds, ...input }: Omit<Questions, "scoring">,
): Promise<Map<bigint, (string | null)[]>> {
  const context = { ...input.context, relations: copies };
  const columns = conditions.map(
    (condition, place) => sql`, ${valueOf(condition, context)} AS ${sql.ref(valueColumn(place))}`,
  );
  const rows = await askAbout(connection, customerIds, {
    relations: [],
    select: sql<{ customer_id: bigint } & Record<string, bigint | string | null>>`
      SELECT c.customer_id${sql.join(columns, sql``)} FROM ${customersFrom(conditions, context)}`,
  });
  return new Map(
    rows.map((row) => [
      row.customer_id,
      conditions.map((_, place) => {
        const value = row[valueColumn(place)];
        return typeof value === "string" ? value : null;
      }),
    ]),
  );
}

interface AnswerRow {
  place: number;
  customer_id: bigint;
  day: string;
  holds: boolean;
}

/** Days of each customer on which a condition is asked. */
interface Round {
  readonly place: number;
  readonly condition: Condition;
  readonly context: CompileContext;
  /** SELECT of `customer_id` and `today`, each pair once. */
  readonly moments: RawBuilder<unknown>;
  /** The scores of those days, where they are not those of today. */
  readonly scores?: RawBuilder<unknown>;
}

/** Asked today and whenever the answer may have changed; and on the days from which on scores are others. */
function roundsOf(condition: Condition, place: number, scoring: Scoring, context: CompileContext): Round[] {
  const now = sql`SELECT customer_id, CAST(${scoring.analysisDate} AS date) AS today FROM ${sql.table(chosenCustomers)}`;
  const later = turningDays(condition, context).map(
    (days) => sql`
      UNION SELECT customer_id, day + neighbour
      FROM (${days}) turning CROSS JOIN (VALUES (-1), (0), (1), (2)) AS near (neighbour)
      WHERE ${isAhead(sql`day + neighbour`, scoring)}`,
  );
  return [
    { place, condition, context, moments: sql`${now}${sql.join(later, sql``)}` },
    ...fadingScores(condition, scoring, context).map(({ days, scores }) => ({
      place,
      condition,
      context,
      moments: sql`SELECT customer_id, day AS today FROM (${days}) fading WHERE ${isAhead(sql`day`, scoring)}`,
      scores,
    })),
  ];
}

function isAhead(day: RawBuilder<unknown>, { analysisDate }: Scoring): RawBuilder<boolean> {
  const today = sql`CAST(${analysisDate} AS date)`;
  return sql`${day} > ${today} AND ${day} <= ${today} + ${sql.lit(horizonDays)}`;
}

function relationsOf({ moments, scores }: Round, index: number): RawBuilder<unknown>[] {
  const asked = sql`${sql.table(momentsOf(index))} AS (${moments})`;
  return scores ? [asked, sql`${sql.table(scoresOfRound(index))} AS (${scores})`] : [asked];
}

function answersOf({ place, condition, context, scores }: Round, index: number): RawBuilder<unknown> {
  const asked: CompileContext = {
    ...context,
    clock: { kind: "moments", relation: momentsOf(index) },
    relations: { ...context.relations, ...(scores ? { rfm_scores: scoresOfRound(index) } : {}) },
  };
  return sql`SELECT ${sql.lit(place)} AS place, w.customer_id, w.today, coalesce(${holds(condition, asked)}, false) AS holds
    FROM ${customersFrom([condition], asked)}`;
}

function momentsOf(index: number): string {
  return `moments_${String(index)}`;
}

function scoresOfRound(index: number): string {
  return `scores_${String(index)}`;
}

function valueColumn(place: number): string {
  return `value_${String(place)}`;
}
