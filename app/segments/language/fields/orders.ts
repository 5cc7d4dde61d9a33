import type { Field } from "./field";

/** Figures of their orders: see `customers/metrics.server.ts`. */
export const orderFields = {
  orders: {
    label: "Orders",
    explains:
      "Orders up to today that are not tests, cancelled or voided, and that your settings do not leave out.",
    topic: "Orders",
    type: "count",
    sql: "m.orders",
    noun: "number of orders",
    populations: ["buyers"],
    counted: ["order", "orders"],
  },
  spend: {
    label: "Total spend",
    explains:
      "The value of all counted orders. Your settings say what counts, and whether refunds, tax and shipping are in it.",
    topic: "Orders",
    type: "money",
    sql: "m.spend",
    noun: "total spend",
    populations: ["buyers"],
    phrases: { amount: "have spent {} in total" },
  },
  average_order_value: {
    label: "Average order value",
    explains:
      "Total spend divided by the number of counted orders, free ones included. Not known without an order.",
    topic: "Orders",
    type: "money",
    sql: "CASE WHEN m.orders > 0 THEN CAST(m.spend AS double precision) / m.orders END",
    noun: "average order value",
    populations: ["buyers"],
  },
  days_since_last_order: {
    label: "Days since last order",
    explains:
      "Whole days from their last counted order to today, in your store's time zone. Not known without an order.",
    topic: "Orders",
    type: "days",
    sql: "({today} - m.last_order_on)",
    comesTo: { days: "{amount}", after: "m.last_order_on" },
    noun: "time since the last order",
    populations: ["buyers", "order_gaps"],
    phrases: { amount: "are {} past their last order" },
  },
  days_since_first_order: {
    label: "Days since first order",
    explains:
      "Whole days from their first counted order to today, in your store's time zone. Not known without an order.",
    topic: "Orders",
    type: "days",
    sql: "({today} - m.first_order_on)",
    comesTo: { days: "{amount}", after: "m.first_order_on" },
    noun: "time since the first order",
    populations: ["buyers"],
    phrases: { amount: "are {} past their first order" },
  },
  last_order_on: {
    label: "Last order",
    explains:
      "The day of their last counted order (no test, cancelled or voided one), in your store's time zone.",
    topic: "Orders",
    type: "date",
    sql: "m.last_order_on",
    stored: "day",
    noun: "last order",
    phrases: { when: "last ordered {}" },
  },
  first_order_on: {
    label: "First order",
    explains:
      "The day of their first counted order (no test, cancelled or voided one), in your store's time zone.",
    topic: "Orders",
    type: "date",
    sql: "m.first_order_on",
    stored: "day",
    noun: "first order",
    phrases: { when: "first ordered {}" },
  },
  second_order_on: {
    label: "Second order",
    explains: "The day of their second counted order, which may be the day of the first one.",
    topic: "Orders",
    type: "date",
    sql: "m.second_order_on",
    stored: "day",
    noun: "second order",
    phrases: { when: "ordered for the second time {}" },
  },
  /** Orders per 30 days since the first one, of which at least 30 are counted. */
  orders_per_month: {
    label: "Orders per month",
    explains:
      "Counted orders per 30 days since the first one. A first order less than 30 days ago is taken as 30 days ago.",
    topic: "Orders",
    type: "decimal",
    sql: "CASE WHEN m.orders > 0 THEN CAST(m.orders * 30 AS double precision) / greatest(30, {today} - m.first_order_on) END",
    comesTo: {
      days: "CAST(m.orders * 30 AS double precision) / nullif({amount}, 0)",
      after: "m.first_order_on",
    },
    noun: "number of orders per month",
    populations: ["buyers"],
    counted: ["order per month", "orders per month"],
  },
  refunded: {
    label: "Refunds",
    explains:
      "Money given back for counted orders. Refunds of cancelled, voided and test orders are not in it.",
    topic: "Orders",
    type: "money",
    sql: "m.refunded",
    noun: "refunded amount",
    populations: ["buyers"],
  },
  failed_orders: {
    label: "Failed orders",
    explains:
      "Orders cancelled by the customer or for a declined payment, and those with a failed delivery. Tests are ignored.",
    topic: "Orders",
    type: "count",
    sql: "m.failed_orders",
    noun: "number of failed orders",
    counted: ["failed order", "failed orders"],
  },
  discounted_share: {
    label: "Share of orders with a discount",
    explains:
      "Counted orders with any discount, out of all their counted orders. Not known without an order.",
    topic: "Orders",
    type: "percent",
    sql: "CASE WHEN m.orders > 0 THEN CAST(m.discounted_orders * 100 AS double precision) / m.orders END",
    noun: "share of orders with a discount",
  },
  highest_unit_price: {
    label: "Highest unit price",
    explains:
      "The dearest unit in a counted order, before discounts, returned or not. Gift cards only if your settings count them.",
    topic: "Orders",
    type: "money",
    sql: "m.highest_unit_price",
    noun: "highest unit price",
    populations: ["buyers", "unit_prices"],
  },
  average_gap: {
    label: "Average days between orders",
    explains:
      "Between days with a counted order: several orders on one day are one. Not known before the second such day.",
    topic: "Orders",
    type: "decimal",
    sql: "m.gap_mean_days",
    noun: "average number of days between orders",
    populations: ["order_gaps"],
  },
  longest_gap: {
    label: "Longest gap between orders",
    explains:
      "The most days between one day with a counted order and the next. Not known before the second such day.",
    topic: "Orders",
    type: "days",
    sql: "m.gap_max_days",
    noun: "longest gap between orders",
    populations: ["order_gaps"],
  },
} as const satisfies Record<string, Field>;
