/** One run of a job, as the log of the process tells it: of the queue's own records nothing is believed. */
export interface JobRun {
  readonly process: string;
  /** Its own: a job has another with each run. */
  readonly claim: string;
  readonly job: string;
  readonly kind: string;
  readonly shop: string;
  /** Milliseconds since 1970, on the clock that all processes share. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** Its process was killed meanwhile. */
  readonly cut: boolean;
}

type OpenRun = Omit<JobRun, "endedAt" | "cut">;

export interface JobRecord {
  /** A line that a process logged. */
  hear(process: string, line: Readonly<Record<string, unknown>>): void;
  /** Nothing of the process runs any more. */
  ended(process: string, at: number): void;
  /** Every run that is over. */
  runs(): readonly JobRun[];
}

/** Puts the runs of all processes together from the worker's lines (app/jobs/worker.server.ts, at level debug). */
export function jobRecord(): JobRecord {
  const open = new Map<string, OpenRun>();
  const over: JobRun[] = [];
  const close = (run: OpenRun, endedAt: number, cut: boolean) => {
    open.delete(run.claim);
    over.push({ ...run, endedAt: Math.max(endedAt, run.beganAt), cut });
  };
  return {
    hear(process, { msg, time, claim, job, kind, shop }) {
      const at = Date.parse(String(time));
      if (msg === "A run of a job begins.") {
        const names = { job: String(job), kind: String(kind), shop: String(shop) };
        open.set(String(claim), { process, claim: String(claim), ...names, beganAt: at });
      } else if (msg === "A run of a job has done its work.") {
        const run = open.get(String(claim));
        if (run) close(run, at, false);
      }
    },
    ended(process, at) {
      for (const run of [...open.values()]) if (run.process === process) close(run, at, true);
    },
    runs: () => over,
  };
}

/** What no two runs may share at one time. */
const alone: readonly ((run: JobRun) => string)[] = [({ job }) => job, ({ kind, shop }) => `${kind} ${shop}`];

/** Pairs of runs that went on at once and must not. */
export function overlaps(runs: readonly JobRun[]): (readonly [JobRun, JobRun])[] {
  const sorted = [...runs].sort((a, b) => a.beganAt - b.beganAt);
  const found = new Set<string>();
  const pairs: (readonly [JobRun, JobRun])[] = [];
  for (const keyOf of alone) {
    const longest = new Map<string, JobRun>();
    for (const run of sorted) {
      const before = longest.get(keyOf(run));
      if (before && run.beganAt < before.endedAt) {
        const pair = `${before.job} ${String(before.beganAt)} ${run.job} ${String(run.beganAt)}`;
        if (!found.has(pair)) pairs.push([before, run]);
        found.add(pair);
      }
      if (!before || run.endedAt > before.endedAt) longest.set(keyOf(run), run);
    }
  }
  return pairs;
}

/** Runs that a kill cut short whose job another process took up. */
export function takeovers(runs: readonly JobRun[]): JobRun[] {
  return runs.filter(
    (cut) =>
      cut.cut &&
      runs.some(
        ({ job, beganAt, process }) => job === cut.job && process !== cut.process && beganAt >= cut.endedAt,
      ),
  );
}
