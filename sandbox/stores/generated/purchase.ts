import type { Person } from "./people";

/** An order that is to happen: who, when and over which channel. */
export interface Purchase {
  at: number;
  /** When Shopify came to know it: later than `at` for orders imported from an earlier system. */
  createdAt: number;
  /** Null: nobody that the shop knows (a walk-in at the till, an erased customer). */
  person: Person | null;
  channel: "web" | "pos" | "subscription_contract" | "shopify_draft_order" | "import";
  /** The first or a later order of a subscription. */
  subscription: boolean;
  isFirst: boolean;
}
