import type { ScoringSettings } from "~/customers/settings";
import type { WarehouseTables } from "~/warehouse/tables";

/**
 * When a definition is asked about: on one of the shop's days for everybody, or for each customer on days of their own (the
 * relation `moments (customer_id bigint, today date)`), which finds the dates at which time alone changes an answer.
 */
export type Clock =
  { readonly kind: "day"; readonly today: string } | { readonly kind: "moments"; readonly relation: string };

/** Everything that the SQL of a definition depends on besides the definition. */
export interface CompileContext {
  readonly clock: Clock;
  /** IANA. */
  readonly timeZone: string;
  /** By which the store was last scored, so that events and metrics count the same orders. */
  readonly settings: ScoringSettings;
  /** What the percentiles that the definition speaks of stand at, by key (see `thresholds.ts`); null: nobody to rank. */
  readonly thresholds: ReadonlyMap<string, number | null>;
  /** A relation of customers, each once, with the columns of `customers` that are asked of: nobody else is asked about. */
  readonly among?: string;
  /** Relations that stand in for tables: those of a few customers only, say. A table that is not named stands for itself. */
  readonly relations?: Readonly<Partial<Record<keyof WarehouseTables, string>>>;
}

/** Of a definition that is asked about for everybody on one day. */
export interface DayContext extends CompileContext {
  readonly clock: Extract<Clock, { readonly kind: "day" }>;
}
