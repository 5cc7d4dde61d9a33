import { freePort } from "../../sandbox/run/freePort";
import { type Machine, startMachine } from "../machines/machine";
import { median, p95, p99 } from "../statistics";
import { environmentOf, roleOn, secret } from "./environment";
import { heldIn } from "./inbox";
import { orderPayload } from "./orderPayload";
import { type Answered, send } from "./send";
import { type SignedWebhook, signedWebhooks } from "./signedWebhook";

/** Processes of the app that answer webhooks, on one database. */
export interface Receivers {
  readonly databaseUrl: string;
  readonly scratch: string;
  readonly processes: number;
}

/** How one rate went. */
export interface Accepting {
  readonly rate: number;
  readonly seconds: number;
  readonly sent: number;
  /** Answered with 200 a second, from the first to be sent to the last answer. */
  readonly acceptedPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Not answered with 200 within five seconds. */
  readonly errors: number;
  /** How late the sender was itself, the latest of 100, ms. */
  readonly senderLate: number;
}

/** What 99 of 100 answers may take, ms. */
export const limit = 250;

const shops = 20;
const bodies = 2_000;
const warmUp = { rate: 100, seconds: 5 } as const;

export interface Load {
  at(rate: number, seconds: number): Promise<Accepting>;
  /** How many that were answered with 200 are not in the inbox, or not as they were sent. */
  lost(): Promise<number>;
  /** The most memory of each process, MB. */
  peaksMb(): readonly number[];
}

/** Lends a load of `orders/create` of 20 shops on processes of the app, warmed up. */
export async function underLoad<Result>(
  { databaseUrl, scratch, processes }: Receivers,
  work: (load: Load) => Promise<Result>,
): Promise<Result> {
  const machines: Machine[] = [];
  const webhookOf = signedWebhooks({
    secret,
    shops,
    bodies,
    topic: "orders/create",
    payloadOf: orderPayload,
  });
  try {
    for (let place = 1; place <= processes; place++) {
      const port = await freePort();
      const env = environmentOf(databaseUrl, `http://localhost:${String(port)}`);
      const nothing = () => undefined;
      const name = `web-${String(place)}`;
      machines.push(
        await startMachine({
          name,
          role: roleOn(databaseUrl),
          port,
          scratch,
          env,
          hear: nothing,
          onEnd: nothing,
        }),
      );
    }
    await Promise.all(machines.map((machine) => machine.ready()));
    const urls = machines.map(({ url }) => `${url}/webhooks`);
    const load = loadOn(urls, webhookOf, databaseUrl, machines);
    await load.at(warmUp.rate, warmUp.seconds);
    return await work(load);
  } finally {
    await Promise.all(machines.map((machine) => machine.stop()));
  }
}

function loadOn(
  urls: readonly string[],
  webhookOf: (number: number) => SignedWebhook,
  databaseUrl: string,
  machines: readonly Machine[],
): Load {
  const accepted: number[] = [];
  let from = 0;
  return {
    async at(rate, seconds) {
      const began = performance.now();
      const answers = await send({ urls, webhookOf, from, rate, count: rate * seconds });
      from += answers.length;
      for (const { status, number } of answers) if (status === 200) accepted.push(number);
      return figuresOf(answers, rate, seconds, performance.now() - began);
    },
    async lost() {
      const { missing, changed } = await heldIn(databaseUrl, webhookOf, accepted);
      return missing.length + changed.length;
    },
    peaksMb: () => machines.map((machine) => machine.peakMb()),
  };
}

function figuresOf(answers: readonly Answered[], rate: number, seconds: number, took: number): Accepting {
  const times = answers.map(({ ms }) => ms);
  const errors = answers.filter(({ status }) => status !== 200).length;
  return {
    ...{ rate, seconds, sent: answers.length, errors },
    acceptedPerSecond: ((answers.length - errors) * 1_000) / took,
    p50: median(times),
    p95: p95(times),
    p99: p99(times),
    max: Math.max(...times),
    senderLate: p99(answers.map(({ late }) => late)),
  };
}
