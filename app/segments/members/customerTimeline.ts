import type { LeftOutReason } from "~/customers/orderValue";
import type { Consent } from "~/customers/profile";

import type { MembershipCause } from "../membership/causes";

/**
 * Something that happened to a customer, at a time (ISO 8601 UTC). Amounts are minor units as decimal text, ids decimal text.
 * Shared with the browser, also as JSON.
 */
export type Moment = { readonly time: string } & (
  | {
      readonly kind: "ordered";
      readonly orderId: string;
      /** As the merchant knows it: `#1001`. */
      readonly order: string;
      /** What it counts; of an order that does not count, what it was sold for. */
      readonly amount: string;
      /** Why it does not count; null: it does. */
      readonly leftOut: LeftOutReason | null;
      /** As Shopify spells them: `PAID`, `FULFILLED`, … */
      readonly payment: string | null;
      readonly fulfillment: string | null;
    }
  | { readonly kind: "refunded"; readonly order: string; readonly orderId: string; readonly amount: string }
  | {
      readonly kind: "cancelled" | "shipped" | "delivered";
      readonly order: string;
      readonly orderId: string;
    }
  | { readonly kind: "checkout_abandoned"; readonly amount: string }
  | { readonly kind: "tag_added"; readonly tag: string }
  | { readonly kind: "customer_created" }
  | { readonly kind: "consent"; readonly channel: Consent["channel"]; readonly state: string }
  | { readonly kind: "entered" | "left"; readonly segmentId: number; readonly cause: MembershipCause }
);

/** A part of a timeline, newest first. */
export interface TimelinePage {
  readonly moments: readonly Moment[];
  /** Where the next part begins; null: that was all. */
  readonly next: TimelinePlace | null;
}

/** After so many moments of exactly this time, and all later ones. */
export interface TimelinePlace {
  readonly time: string;
  readonly seen: number;
}

/** A segment that somebody is in. */
export interface CustomerMembership {
  readonly segmentId: number;
  /** ISO 8601 UTC. */
  readonly enteredAt: string;
  readonly cause: MembershipCause;
}
