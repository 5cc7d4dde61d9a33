import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { SignedWebhook } from "./signedWebhook";

export interface Answered {
  readonly number: number;
  /** The status; null where none came within the five seconds that Shopify waits. */
  readonly status: number | null;
  /** From when it was to be sent until the answer, ms: a sender that falls behind is the receiver's lateness, too. */
  readonly ms: number;
  /** How much later than that it was sent, ms. */
  readonly late: number;
}

export interface Sending {
  /** Where they go, one after the other. */
  readonly urls: readonly string[];
  readonly webhookOf: (number: number) => SignedWebhook;
  /** The number of the first one. */
  readonly from?: number;
  /** A second. */
  readonly rate: number;
  /** Of all. */
  readonly count: number;
  /** Aborted, nothing more is sent. */
  readonly signal?: AbortSignal;
}

/** Shopify's own limit. */
const timeoutMs = 5_000;

/** Sends webhooks at a fixed rate, however the receiver keeps up, and resolves once each has its answer or none. */
export async function send({ urls, webhookOf, from = 0, rate, count, signal }: Sending): Promise<Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const answers: Promise<Answered>[] = [];
  const began = performance.now();
  while (answers.length < count && signal?.aborted !== true) {
    const due = began + (answers.length * 1_000) / rate;
    const wait = due - performance.now();
    if (wait > 0) {
      await sleep(wait);
      continue;
    }
    const number = from + answers.length;
    const url = urls[number % urls.length] ?? "";
    answers.push(
      post(agent, url, webhookOf(number)).then((status) => ({
        ...{ number, status, ms: performance.now() - due, late: -wait },
      })),
    );
  }
  const all = await Promise.all(answers);
  agent.destroy();
  return all;
}

function post(agent: Agent, url: string, { headers, body }: SignedWebhook): Promise<number | null> {
  return new Promise((resolve) => {
    const asking = request(url, { method: "POST", agent, headers }, (response) => {
      // From here on Shopify counts it as delivered, whether the rest of the answer comes or not.
      resolve(response.statusCode ?? null);
      response.on("error", () => undefined).resume();
    });
    const patience = setTimeout(() => {
      asking.destroy();
    }, timeoutMs);
    asking.on("close", () => {
      clearTimeout(patience);
      resolve(null);
    });
    asking.on("error", () => {
      resolve(null);
    });
    asking.end(body);
  });
}
