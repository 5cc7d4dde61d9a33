import type { ReconciliationReason } from "~/customers/figures";
import type { RecordTable } from "~/warehouse/loading/records";

/** How well a shop's data is kept. Times are ISO 8601 UTC. Shared with the browser. */

/** What came of webhooks. */
export interface LiveUpdates {
  /** The newest one that arrived; topics as Shopify spells them: `orders/create`. Null: none within a week. */
  readonly last: { readonly topic: string; readonly at: string } | null;
  readonly waiting: {
    readonly webhooks: number;
    /** When the first of them arrived. */
    readonly since: string | null;
  };
  /** Dealt with within the last day. */
  readonly recent: number;
  /** From when it happened at Shopify to when it arrived, of the newest of those; null: of none it is known. */
  readonly arriving: Spread | null;
  /** From when it arrived to when it was dealt with. */
  readonly applying: Spread | null;
  /** Those of the last day that could not be understood, the most frequent first. */
  readonly refused: readonly RefusedWebhooks[];
  readonly subscriptions: {
    /** When they were looked at last; null: not yet. */
    readonly checkedAt: string | null;
    /** What Shopify does not send, and why. */
    readonly refused: readonly { readonly topic: string; readonly reason: string }[];
  };
}

/** In milliseconds: half of them took no longer than the one, 95 of 100 no longer than the other. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export interface RefusedWebhooks {
  readonly topic: string;
  /** In words, without personal data. */
  readonly reason: string;
  readonly webhooks: number;
  readonly lastAt: string;
}

/** What came of looking at everything that Shopify changed. */
export interface Checks {
  /** The newest first. */
  readonly latest: readonly Check[];
  /** Null: there is none at the moment. */
  readonly underWay: "waiting" | "running" | null;
  /** A check that failed and is tried again. */
  readonly failing: { readonly failure: string; readonly nextTryAt: string } | null;
  /** When one is due by itself; null: once the history is in. */
  readonly nextDueAt: string | null;
  /** Everything is being brought in anew, so that there is nothing to check. */
  readonly syncing: boolean;
}

export interface Check {
  readonly id: string;
  readonly startedAt: string;
  readonly outcome: "done" | "failed" | "resync" | null;
  /** The name and message of an error. */
  readonly failure: string | null;
  readonly found: Readonly<Record<RecordTable, CheckFound>>;
}

export interface CheckFound {
  readonly looked: number;
  readonly repaired: number;
  readonly removed: number;
  /** How many more are stored than Shopify counts; null: both agree, or it does not say. */
  readonly unexplained: number | null;
}

/** Records that Shopify was not asked for yet, though they changed. */
export interface Awaited {
  readonly kind: RecordTable;
  readonly records: number;
  readonly since: string;
}

/** Each stored order once: counted, or left out for one reason. */
export interface OrderFates {
  readonly stored: number;
  readonly counted: number;
  readonly leftOut: readonly { readonly reason: ReconciliationReason; readonly orders: number }[];
  /** Orders that Shopify counts for customers and does not show to the app; null: it shows all. */
  readonly hidden: {
    readonly orders: number;
    readonly customers: number;
    readonly before: string;
  } | null;
}

/** What customers who may be one person have in common, the surest first. */
export const sharedTraits = ["email", "phone", "name_and_zip"] as const;
export type SharedTrait = (typeof sharedTraits)[number];

export interface Duplicates {
  readonly trait: SharedTrait;
  /** How many groups there are in all, and how many customers are in one. */
  readonly groups: number;
  readonly customers: number;
  /** Some of them, the largest first. */
  readonly first: readonly DuplicateGroup[];
}

export interface DuplicateGroup {
  readonly customers: number;
  /** Two of them. */
  readonly people: readonly Person[];
}

export interface Person {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
}

export const consentChannels = ["email", "sms", "whatsapp"] as const;
export type ConsentChannel = (typeof consentChannels)[number];

/** What is not known of who may be written to, in customers. */
export interface ConsentGaps {
  readonly customers: number;
  readonly withEmail: number;
  readonly withPhone: number;
  /** With an email address of which no consent is known. */
  readonly emailUnknown: number;
  /** With a phone number of which neither the consent to SMS nor to WhatsApp is known. */
  readonly phoneUnknown: number;
  /** Subscribed, and it is not known since when. */
  readonly undated: Readonly<Record<ConsentChannel, number>>;
  readonly unsubscribed: Readonly<Record<ConsentChannel, number>>;
}

/** What is known without a look at all that is stored. */
export interface CurrentHealth {
  readonly live: LiveUpdates;
  readonly checks: Checks;
  readonly awaited: readonly Awaited[];
  /** Of the shop's data (`dataVersion`). */
  readonly version: string | null;
  /** When this was so. */
  readonly now: string;
}

/** What the page asks for by itself, by the last part of its address. */
export interface HealthParts {
  readonly now: CurrentHealth;
  readonly orders: OrderFates;
  readonly duplicates: readonly Duplicates[];
  readonly consent: ConsentGaps;
}
export type HealthPart = keyof HealthParts;
