import type { Reconciliation, ReconciliationReason, SpentMeaning } from "~/customers/figures";

/** Each figure of the comparison: what Shopify counts under that name, and what Quintile counts. */
export const figureWording: Readonly<
  Record<
    Reconciliation["figure"],
    { readonly title: string; readonly shopify: string; readonly ours: string }
  >
> = {
  customers: {
    title: "Customers",
    shopify: "Everyone in your customer list",
    ours: "Customers that Quintile has stored",
  },
  orders: {
    title: "Orders",
    shopify: "Every order, test and cancelled ones included",
    ours: "Orders that count for a customer",
  },
  customer_orders: {
    title: "Orders on customer pages",
    shopify: "Number of orders, added up over all customers",
    ours: "Counted orders, added up over all customers",
  },
  customer_spend: {
    title: "Amount spent on customer pages",
    shopify: "Amount spent, added up over all customers",
    ours: "Spend, added up over all customers",
  },
};

interface ReasonWords {
  readonly title: string;
  /** Why it is taken off Shopify's figure. */
  readonly why: string;
  /** Why it comes on top of Shopify's figure, where a reason can go both ways. */
  readonly added?: string;
  /** The setting behind it, where there is one. */
  readonly setting: "money" | "exclude" | null;
}

/** Why a figure of ours is not Shopify's, in plain words. */
export const reasonWording: Readonly<Record<ReconciliationReason, ReasonWords>> = {
  test: { title: "Test orders", why: "Placed with a test payment; nobody paid.", setting: null },
  cancelled: { title: "Cancelled orders", why: "Cancelled orders count for nothing.", setting: null },
  voided: { title: "Voided payments", why: "The payment was voided, so nothing was paid.", setting: null },
  unpaid: {
    title: "Not paid yet",
    why: "Your settings leave unpaid orders out.",
    added:
      "Your settings count orders before they are paid; Shopify adds only the money that has been received.",
    setting: "money",
  },
  no_customer: { title: "Orders without a customer", why: "Kept, but they belong to nobody.", setting: null },
  outside_window: {
    title: "Before the visible window",
    why: "Shopify hides these orders from the app until it may read all orders.",
    added: "Stored here, but Shopify no longer shows them to the app.",
    setting: null,
  },
  changed_since_sync: {
    title: "Changed since the last sync",
    why: "Newer in Shopify than what was brought in. The next sync picks it up.",
    added: "Stored here, but newer than the figure that Shopify gave.",
    setting: null,
  },
  after_analysis_date: {
    title: "After the scored day",
    why: "Placed after the day that the figures stand for. The next scoring counts them.",
    setting: null,
  },
  refunds: {
    title: "Refunds and edits",
    why: "Money that went back, or that an edit took off the order.",
    added: "Your settings leave refunds in; Shopify takes them off.",
    setting: "money",
  },
  tax: { title: "Tax", why: "Your settings leave tax out of the value.", setting: "money" },
  shipping: { title: "Shipping", why: "Your settings leave shipping out of the value.", setting: "money" },
  gift_cards: {
    title: "Gift cards sold",
    why: "Your settings do not count the sale of a gift card.",
    setting: "money",
  },
  renewals: {
    title: "Subscription renewals",
    why: "Your settings do not count renewals as orders.",
    setting: "money",
  },
  point_of_sale: {
    title: "Point of sale",
    why: "Your settings leave orders from your shops out.",
    setting: "money",
  },
  excluded_customer_tag: {
    title: "Excluded customers",
    why: "They carry a customer tag that your settings exclude.",
    setting: "exclude",
  },
  excluded_order_tag: {
    title: "Excluded orders",
    why: "They carry an order tag that your settings exclude.",
    setting: "exclude",
  },
};

/** What Shopify's "amount spent" was found to add up. */
export const spentWording: Readonly<Record<SpentMeaning["amount"], string>> = {
  net_payment: "payments received less refunds",
  current_total: "order totals after returns and edits",
  total: "order totals as sold, before refunds",
};
