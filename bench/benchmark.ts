/** Something that `npm run bench` measures. */
export type Benchmark = Comparison | Report;

interface Measurement {
  readonly name: string;
  /** Customers of the store where the command line names none. */
  readonly customers: number;
  /** The size in words, for the table. */
  size(customers: number): string;
  /** Makes what the work starts from, once; not measured. */
  prepare(setting: Setting): Promise<void>;
}

/** A piece of the app's work measured beside a hand-written way of doing the same, each time in a fresh process. */
export interface Comparison extends Measurement {
  readonly kind: "comparison";
  readonly unit: "ms";
  readonly ours: Side;
  readonly rival: Side;
}

/** Many small pieces of work, which take turns in one process on one open store. It tells its own figures. */
export interface Report extends Measurement {
  readonly kind: "report";
  /** Does all the work; `scratch` is an empty folder. Resolves to the lines of a table. */
  report(setting: Setting, scratch: string): Promise<ReportLine[]>;
}

export type ReportLine = Readonly<Record<string, string | number | boolean | null>>;

export interface Setting {
  readonly customers: number;
  /** Inputs, kept between runs. */
  readonly inputs: string;
}

/** Does the work once, in a process of its own; `scratch` is an empty folder. */
export type Side = (setting: Setting, scratch: string) => Promise<Outcome>;

export interface Outcome {
  /** What the work took, in the benchmark's unit, without what only checks it. */
  readonly value: number;
  /** What the work came to: both sides must give the same, or they did not do the same work. */
  readonly result: Readonly<Record<string, string>>;
}

/** What a side's process reports. */
export interface Measured extends Outcome {
  /** Processor time of all threads, checking included, ms: steadier than `value` on a machine that others use too. */
  readonly cpuMs: number;
  /** The most memory the process held, MB. */
  readonly peakMb: number;
  /** The longest that the event loop was held, ms. */
  readonly maxEventLoopMs: number;
}
