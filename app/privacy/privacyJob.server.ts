import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { outageOf } from "~/state/outage";

import { forgetFiles } from "./forgetting/forgetters.server";
import { privacyJobKind } from "./privacyKind";
import { recordRedaction, redactCustomer, type Redaction } from "./redactCustomer.server";
import { redactShop } from "./redactShop.server";
import { changeRequest, type PrivacyRequest, readRequest, requestsIn } from "./requests.server";

/** What has to be waited for is looked at again after so long, in milliseconds. */
const waitMs = 10 * 60_000;

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
    let waiting = false;
    for (const { id } of open) {
      signal.throwIfAborted();
      // Read anew: with a shop goes all else that was asked about it.
      const request = await readRequest(shop, id);
      if (request?.state !== "open") continue;
      try {
        const ending = await workOn(request, now());
        if (ending === "waiting") waiting = true;
        else if (ending !== "over") redactions.push(ending);
      } catch (error) {
        if (outageOf(error) !== null) throw error;
        failures.push(error);
        await changeRequest(request, { failure: "fault" });
      }
    }
    // Once for all of them: it takes as long for one as for many.
    if (redactions.length > 0 && !(await forgetFiles(shop))) waiting = true;
    else for (const redaction of redactions) await recordRedaction(redaction, now());
    if (failures.length > 0) throw failures[0];
    return waiting ? { kind: "again", at: new Date(now().getTime() + waitMs) } : { kind: "done" };
  },

  async onFailed({ shop, now }) {
    for (const request of await requestsIn(shop, ["open"])) {
      if (request.failure === null) continue;
      await changeRequest(request, { state: "failed", finishedAt: now() });
    }
  },
};

async function workOn(request: PrivacyRequest, now: Date): Promise<Redaction | "waiting" | "over"> {
  switch (request.kind) {
    case "customer_redact":
      return (await redactCustomer(request, now)) ?? "waiting";
    case "shop_redact":
      return redactShop(request, now);
    case "data_request":
      await changeRequest(request, { state: "ready", failure: null });
      return "over";
  }
}
