import type { EngineName, LentStore, StoreKind } from "./engines/engine";

/** Something that `npm run bench` measures. */
export type Benchmark = Comparison | Turns | Report;

interface Measurement {
  readonly name: string;
  /** Customers of the store where the command line names none. */
  readonly customers: number;
  /** The size in words. */
  size(customers: number): string;
  /** Makes what the work starts from besides its store, once; not measured. */
  prepare?(setting: Setting): Promise<void>;
}

/** What is measured on each engine, beside a hand-written way of doing the same there. */
interface Rivalry extends Measurement {
  readonly store: StoreKind;
  /** Nothing in the store changes: both sides may have the one that is kept. */
  readonly readsOnly?: boolean;
  /** Why the rival cannot run on this machine; null where it can. */
  lacking?(): string | null;
}

/** One long piece of work: each side does it once in a fresh process, on a store of its own. */
export interface Comparison extends Rivalry {
  readonly kind: "comparison";
  readonly ours: Side;
  readonly rival: Side;
}

/** Many short pieces of work, in which both sides take turns in one process, on a store each. */
export interface Turns extends Rivalry {
  readonly kind: "turns";
  /** Both sides work on the same one. */
  readonly oneStore?: true;
  take(stores: Readonly<Record<"ours" | "rival", LentStore>>, setting: Setting): Promise<Series[]>;
}

/** Work that has no rival. It tells its own figures. */
export interface Report extends Measurement {
  readonly kind: "report";
  /** The one engine that it is about; unless said, the one that is asked for. */
  readonly engine?: EngineName;
  /** Does all the work; `scratch` is an empty folder. Resolves to the lines of a table. */
  report(setting: Setting, scratch: string): Promise<ReportLine[]>;
}

export type ReportLine = Readonly<Record<string, string | number | boolean | null>>;

export interface Setting {
  readonly customers: number;
  readonly engine: EngineName;
  /** Inputs, kept between runs. */
  readonly inputs: string;
  /** `postgresql://…` of the benchmark's own server; null where it does not run. */
  readonly server: string | null;
}

/** Does the work once; `scratch` is an empty folder. */
export type Side = (store: LentStore, setting: Setting, scratch: string) => Promise<Outcome>;

export interface Outcome {
  /** What the work took, ms, without what only checks it. */
  readonly value: number;
  /** What the work came to: both sides must give the same, or they did not do the same work. */
  readonly result: Readonly<Record<string, string>>;
  /** The most memory that another process held which did the work, MB. */
  readonly peakMb?: number;
}

/** What a process reports besides. */
export interface Footprint {
  /** The most memory the process held, MB. */
  readonly peakMb: number;
  /** The longest that the event loop was held, ms. */
  readonly maxEventLoopMs: number;
}

/** What the same work took, time after time, ms. */
export interface Series {
  /** Which of several pieces of work a benchmark has; empty where it has one. */
  readonly part: string;
  readonly ours: readonly number[];
  readonly rival: readonly number[];
  readonly limits?: Limits;
}

export interface Limits {
  /** What 95 of 100 may take, ms. */
  readonly p95?: number;
  /** How many times what they take in the rival's hands. */
  readonly p95Ratio?: number;
}
