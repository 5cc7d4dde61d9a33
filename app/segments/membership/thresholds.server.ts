import { statement, warehouseSql } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { CompileContext } from "../compile/context";
import { thresholdQuery, thresholdsOf, type ThresholdSpec } from "../compile/thresholds";
import type { Definition } from "../language/definition";

/** What percentiles stand at, by key; null: nobody to rank. */
export type Thresholds = Map<string, number | null>;

/** Every percentile that some definitions speak of, each once. */
export function thresholdSpecs(definitions: readonly Definition[]): ThresholdSpec[] {
  return [...new Map(definitions.flatMap(thresholdsOf).map((spec) => [spec.key, spec])).values()];
}

/**
 * Ranks the store anew. Not rounded, as limits of scores are: those rank whole numbers, but a mean of 10/3 that is the
 * limit itself would stand above the limit of 3.333333, and everybody tied with it.
 */
export async function computeThresholds(
  connection: Connection,
  specs: readonly ThresholdSpec[],
  context: CompileContext,
): Promise<Thresholds> {
  const computed: Thresholds = new Map();
  for (const spec of specs) {
    const [row] = await connection.all(thresholdQuery(spec, context));
    computed.set(spec.key, row?.value ?? null);
  }
  return computed;
}

/** The stored thresholds of one of the shop's days: those of another day rank by other windows. */
export async function readThresholds(connection: Connection, day: string): Promise<Thresholds> {
  const rows = await connection.all(statement<{ key: string; value: number | null }>`
    SELECT key, value FROM segment_thresholds WHERE computed_on = CAST(${day} AS date)`);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** Stores thresholds in place of those of the same keys. */
export async function storeThresholds(
  connection: Connection,
  thresholds: Thresholds,
  { now, day }: { now: Date; day: string },
): Promise<void> {
  if (thresholds.size === 0) return;
  const rows = [...thresholds].map(([key, value]) => ({ key, value, computed_at: now, computed_on: day }));
  await connection.run(statement`DELETE FROM segment_thresholds WHERE key = ANY(${[...thresholds.keys()]})`);
  await connection.run(warehouseSql.insertInto("segment_thresholds").values(rows).compile());
}

/** Forgets thresholds that no active segment speaks of any more. */
export async function keepThresholds(connection: Connection, keys: readonly string[]): Promise<void> {
  await connection.run(statement`
    DELETE FROM segment_thresholds WHERE NOT key = ANY(CAST(${keys} AS text[]))`);
}
