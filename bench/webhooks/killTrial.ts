import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "../../sandbox/run/freePort";
import { type Machine, startMachine } from "../machines/machine";
import { environmentOf, roleOn, secret } from "./environment";
import { heldIn } from "./inbox";
import { orderPayload } from "./orderPayload";
import { send } from "./send";
import { signedWebhooks } from "./signedWebhook";

export interface KillTrial {
  /** A new database: a file, or one of PostgreSQL's. */
  readonly databaseUrl: string;
  readonly scratch: string;
  readonly kills: number;
  /** Webhooks sent a second, whether anybody is there or not. */
  readonly rate: number;
}

export interface Killed {
  readonly sent: number;
  /** Answered with 200. */
  readonly accepted: number;
  /** Of those, the ones that are not in the inbox, and those that are there otherwise than they were sent. */
  readonly missing: readonly number[];
  readonly changed: readonly number[];
  /** Statuses other than 200, and how many had them; `none` where no answer came. */
  readonly others: Readonly<Record<string, number>>;
}

const shops = 20;
const bodies = 500;
/** How long a process lives at least and at most once it is ready, ms. */
const life = [200, 1_500] as const;

/** Sends webhooks to a process of the app that is killed at random moments and started again, and looks for them in its inbox. */
export async function tryKilling({ databaseUrl, scratch, kills, rate }: KillTrial): Promise<Killed> {
  const port = await freePort();
  const appUrl = `http://localhost:${String(port)}`;
  const env = environmentOf(databaseUrl, appUrl);
  const webhookOf = signedWebhooks({
    secret,
    shops,
    bodies,
    topic: "orders/create",
    payloadOf: orderPayload,
  });
  const role = roleOn(databaseUrl);
  let started = 0;
  const start = async (): Promise<Machine> => {
    const name = `web-${String(++started)}`;
    const nothing = () => undefined;
    const options = { name, port, scratch, env, role, hear: nothing, onEnd: nothing };
    const machine = await startMachine(options);
    await machine.ready();
    return machine;
  };

  let machine = await start();
  const over = new AbortController();
  const urls = [`${appUrl}/webhooks`];
  const sending = send({ urls, webhookOf, rate, count: Infinity, signal: over.signal });
  for (let kill = 0; kill < kills; kill++) {
    await sleep(life[0] + Math.random() * (life[1] - life[0]));
    await machine.kill();
    machine = await start();
  }
  over.abort();
  const answers = await sending;
  await machine.stop();

  const accepted = answers.filter(({ status }) => status === 200).map(({ number }) => number);
  const others: Record<string, number> = {};
  for (const { status } of answers) {
    if (status === 200) continue;
    const name = String(status ?? "none");
    others[name] = (others[name] ?? 0) + 1;
  }
  const { missing, changed } = await heldIn(databaseUrl, webhookOf, accepted);
  return { sent: answers.length, accepted: accepted.length, missing, changed, others };
}
