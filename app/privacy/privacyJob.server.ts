import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { outageOf } from "~/state/outage";

import { forgetFiles } from "./forgetting/forgetters.server";
import { privacyJobKind } from "./privacyKind";
import { recordRedaction, redactCustomer, type Redaction } from "./redactCustomer.server";
import { redactShop } from "./redactShop.server";
import { changeRequest, type PrivacyRequest, readRequest, requestsIn } from "./requests.server";

/** After how long is looked again at what is waited for, in milliseconds. */
const waits = {
  /** Of the shop: mostly the one that took the request down. */
  jobs: 30_000,
  /** Of a sync that is under way. */
  files: 10 * 60_000,
  /** Who reads what was there before: an export takes minutes. */
  readers: 10 * 60_000,
} as const;
type Awaited = keyof typeof waits;

/** Works through what Shopify asked of a shop's app for the sake of privacy, oldest first. */
export const privacyJob: JobDefinition<Record<string, never>> = {
  kind: privacyJobKind,
  payload: z.strictObject({}),
  maxAttempts: 8,
  // Files are rewritten, which takes seconds for a large store.
  lane: "long",

  async run({ shop, signal, now }) {
    const open = await requestsIn(shop, ["open"]);
    const redactions: Redaction[] = [];
    const failures: unknown[] = [];
    const waiting = new Set<Awaited>();
    for (const { id } of open) {
      signal.throwIfAborted();
      // Read anew: with a shop goes all else that was asked about it.
      const request = await readRequest(shop, id);
      if (request?.state !== "open") continue;
      try {
        const ending = await workOn(request, now());
        if (typeof ending !== "string") redactions.push(ending);
        else if (ending !== "over") waiting.add(ending);
      } catch (error) {
        if (outageOf(error) !== null) throw error;
        failures.push(error);
        await changeRequest(request, { failure: "fault" });
      }
    }
    // Once for all of them: it takes as long for one as for many.
    if (redactions.length > 0 && !(await forgetFiles(shop))) waiting.add("readers");
    else for (const redaction of redactions) await recordRedaction(redaction, now());
    if (failures.length > 0) throw failures[0];
    if (waiting.size === 0) return { kind: "done" };
    const soonest = Math.min(...[...waiting].map((awaited) => waits[awaited]));
    return { kind: "again", at: new Date(now().getTime() + soonest) };
  },

  async onFailed({ shop, now }) {
    for (const request of await requestsIn(shop, ["open"])) {
      if (request.failure === null) continue;
      await changeRequest(request, { state: "failed", finishedAt: now() });
    }
  },
};

async function workOn(request: PrivacyRequest, now: Date): Promise<Redaction | Awaited | "over"> {
  switch (request.kind) {
    case "customer_redact":
      return redactCustomer(request, now);
    case "shop_redact":
      return redactShop(request, now);
    case "data_request":
      await changeRequest(request, { state: "ready", failure: null });
      return "over";
  }
}
