import type { PrivacyKind, Proof } from "~/privacy/request";
import { total } from "~/privacy/request";
import type { RequestView } from "~/privacy/requestView";

import { plural, type ShopFormat } from "../format";

/** What Shopify asked for. */
export const kindWording: Readonly<Record<PrivacyKind, string>> = {
  data_request: "A customer wants their data",
  customer_redact: "Forget a customer",
  shop_redact: "Forget the store",
};

type Tone = "success" | "info" | "attention" | "warning" | "critical";

/** How a request stands, in two words and in a sentence. */
export interface Standing {
  readonly badge: string;
  readonly tone: Tone;
  readonly sentence: string;
}

const failed: Standing = {
  badge: "Not done yet",
  tone: "critical",
  sentence: "An error kept Quintile from doing this. It is tried again every day, and the log says why.",
};

const refusals: Readonly<Record<NonNullable<RequestView["failure"]>, Standing>> = {
  fault: failed,
  forgotten: {
    badge: "Forgotten",
    tone: "info",
    sentence:
      "Shopify asked to forget this customer before anybody downloaded the file; nothing is kept of them.",
  },
  installed: {
    badge: "Not done",
    tone: "info",
    sentence: "Your store has Quintile installed, so its data stays.",
  },
  not_downloaded: {
    badge: "Overdue",
    tone: "critical",
    sentence: "Nobody downloaded the file in time. Ask Shopify to send the request again.",
  },
};

const standings: Readonly<Record<PrivacyKind, Partial<Record<RequestView["state"], Standing>>>> = {
  data_request: {
    open: {
      badge: "Being prepared",
      tone: "info",
      sentence: "Quintile looks for everything it keeps of them.",
    },
    ready: {
      badge: "For you to do",
      tone: "attention",
      sentence: "Download the file and send it to the customer. It is made when you ask, and kept nowhere.",
    },
    done: {
      badge: "Downloaded",
      tone: "success",
      sentence: "The file was downloaded. For a month you can download it again, as things stand then.",
    },
  },
  customer_redact: {
    open: {
      badge: "Under way",
      tone: "info",
      sentence: "Everything about them is being removed. Their orders stay, as nobody's.",
    },
    done: {
      badge: "Done",
      tone: "success",
      sentence: "Everything about them was removed. Their orders stay, as nobody's.",
    },
  },
  shop_redact: {
    open: { badge: "Under way", tone: "info", sentence: "Everything about the store is being removed." },
    done: {
      badge: "Done",
      tone: "success",
      sentence: "Everything that was kept of the store until then was removed.",
    },
  },
};

export function standingOf({
  kind,
  state,
  failure,
}: Pick<RequestView, "kind" | "state" | "failure">): Standing {
  if (state === "refused" && failure !== null) return refusals[failure];
  return standings[kind][state] ?? failed;
}

/** Whether somebody is still to do something, and so when it is due counts. */
export function isUnfinished({ state }: Pick<RequestView, "state">): boolean {
  return state === "open" || state === "ready" || state === "failed";
}

/** How much time is left, as in "due 27 Dec 2026 (…)". */
export function timeLeft(daysLeft: number): string {
  if (daysLeft < 0) return `${days(-daysLeft)} overdue`;
  return daysLeft === 0 ? "less than a day left" : `${days(daysLeft)} left`;
}

const days = (count: number) => `${String(count)} ${plural(count, "day")}`;

/** One and several of what is counted, in the order in which it is told. What is only worked out of others is in none. */
const places: Readonly<Record<string, readonly [string, string]>> = {
  customers: ["customer record", "customer records"],
  customer_metafields: ["metafield", "metafields"],
  customer_tag_events: ["noted tag", "noted tags"],
  orders: ["order", "orders"],
  order_lines: ["order line", "order lines"],
  abandoned_checkouts: ["abandoned checkout", "abandoned checkouts"],
  memberships: ["segment", "segments"],
  past_memberships: ["former segment", "former segments"],
  waiting_webhooks: ["message that waited", "messages that waited"],
  kept_webhooks: ["kept message of the store", "kept messages of the store"],
  downloads: ["downloaded copy", "downloaded copies"],
};

/** What was found and what became of it, in a sentence or two; null as long as nothing is known. */
export function proofSentence(
  { kind, proof }: { readonly kind: PrivacyKind; readonly proof: Proof | null },
  count: ShopFormat["count"],
): string | null {
  if (proof === null) return null;
  if (kind === "shop_redact")
    return `${count(total(proof.found))} ${plural(total(proof.found), "record")} went.`;
  const found = Object.entries(places).flatMap(([place, [one, many]]) => {
    const records = proof.found[place] ?? 0;
    return records === 0 ? [] : [`${count(records)} ${plural(records, one, many)}`];
  });
  const said = found.length === 0 ? "Nothing was kept of them." : `Found: ${found.join(", ")}.`;
  if (kind === "data_request" || proof.left === undefined) return said;
  const left = total(proof.left);
  return left === 0
    ? `${said} A search afterwards found nothing.`
    : `${said} ${count(left)} ${plural(left, "is", "are")} still to go.`;
}
