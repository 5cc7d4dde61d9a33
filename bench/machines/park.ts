import { freePort } from "../../sandbox/run/freePort";
import { type JobRecord, jobRecord } from "./jobRecord";
import { type Machine, startMachine } from "./machine";

export interface ParkOptions {
  readonly scratch: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tell: (line: string) => void;
}

/** All machines of a trial, and what they say. */
export interface Park {
  readonly record: JobRecord;
  startWeb(port: number): Promise<Machine>;
  startWorker(): Promise<Machine>;
  /** Takes one worker away, whichever it is, and starts another in its place. */
  replaceWorker(): Promise<void>;
  /** Resolves once all are ready. */
  ready(): Promise<void>;
  /** Asks all to end, and waits until they have; of those, where their disks are. */
  stop(): Promise<readonly string[]>;
  /** The most memory of each, of those that are gone, too; MB. */
  peaks(): Readonly<Record<string, number>>;
  /** What they warned of, and how often. */
  readonly warnings: Readonly<Record<string, number>>;
  /** Those that ended though nobody wanted it. */
  readonly endings: readonly string[];
}

const ordinary: ReadonlySet<unknown> = new Set(["debug", "info"]);
const asWanted: ReadonlySet<string> = new Set(["killed", "0"]);

export function openPark({ scratch, env, tell }: ParkOptions): Park {
  const record = jobRecord();
  const warnings: Record<string, number> = {};
  const endings: string[] = [];
  const all: Machine[] = [];
  const webs: Machine[] = [];
  const workers: Machine[] = [];
  let workersStarted = 0;

  async function start(role: "web" | "worker", name: string, port: number): Promise<Machine> {
    const machine = await startMachine({ name, role, port, scratch, env, hear, onEnd });
    all.push(machine);
    return machine;
  }

  function hear(from: string, line: Readonly<Record<string, unknown>>): void {
    record.hear(from, line);
    if (ordinary.has(line.level)) return;
    const said = inOneLine(line);
    if (warnings[said] === undefined) tell(`${from}: ${JSON.stringify(line)}`);
    warnings[said] = (warnings[said] ?? 0) + 1;
  }

  function onEnd(name: string, at: number, how: string): void {
    record.ended(name, at);
    if (!asWanted.has(how)) endings.push(`${name} ended by itself: ${how}`);
  }

  const nextWorker = async () => start("worker", `worker-${String(++workersStarted)}`, await freePort());

  return {
    record,
    async startWeb(port) {
      const web = await start("web", `web-${String(webs.length + 1)}`, port);
      webs.push(web);
      return web;
    },
    async startWorker() {
      const worker = await nextWorker();
      workers.push(worker);
      return worker;
    },
    async replaceWorker() {
      const place = Math.floor(Math.random() * workers.length);
      const victim = workers[place];
      await victim?.kill();
      const next = await nextWorker();
      workers[place] = next;
      tell(`killed ${victim?.name ?? "nobody"}; ${next.name} takes its place`);
    },
    async ready() {
      await Promise.all([...webs, ...workers].map((machine) => machine.ready()));
    },
    async stop() {
      const living = [...webs, ...workers];
      await Promise.all(living.map((machine) => machine.stop()));
      return living.map(({ dataDir }) => dataDir);
    },
    peaks: () => Object.fromEntries(all.map((machine) => [machine.name, machine.peakMb()])),
    warnings,
    endings,
  };
}

/** What a line of a log says, without what tells it from others of its kind. */
function inOneLine(line: Readonly<Record<string, unknown>>): string {
  const told = [line.level, line.kind, line.msg, line.failure, line.error, line.cause];
  return told.filter((part) => typeof part === "string").join(" ");
}
