import type { ReadyMade } from "./readyMade";
import { countSetting, daysSetting, moneySetting, percentSetting, topPercentSetting } from "./settings";
import {
  all,
  any,
  atLeast,
  attribute,
  compare,
  days,
  event,
  isOneOf,
  isTrue,
  months,
  not,
  percentileOf,
} from "./template";

const silentFor = (setting: string) =>
  attribute("last_order_on", { operator: "before_last", period: days({ setting }) });

/** An order for a later date is waiting, or a subscription goes on. */
const upcoming = any(
  event("ordered", {
    filters: [{ property: "fulfillment_status", test: { operator: "is_one_of", texts: ["SCHEDULED"] } }],
  }),
  isOneOf("subscription_status", "ACTIVE"),
);

/** By what was bought, how often, for how much and when. Orders and spend as everywhere: by the store's money rules. */
export const purchases: readonly ReadyMade[] = [
  {
    id: "all_customers",
    name: "All customers",
    description: "Everybody in your store's list of customers, with or without an order.",
    advice: "Use it as the whole that other segments are a part of, rather than for messages.",
    topic: "purchases",
    settings: [],
    where: all(),
  },
  {
    id: "all_buyers",
    name: "All buyers",
    description: "Ordered at least once.",
    advice: "Exclude them from advertising that looks for first-time buyers.",
    topic: "purchases",
    settings: [],
    where: all(compare("orders", "at_least", 1)),
  },
  {
    id: "leads",
    name: "Leads / potential customers",
    description: "In your list of customers, but without an order so far.",
    advice: "Find out what they came for, and give them one clear first thing to buy.",
    topic: "purchases",
    settings: [],
    where: all(compare("orders", "equals", 0)),
  },
  {
    id: "waiting_first_order",
    name: "Waiting for the first order",
    description: "Have an account or can be written to, and have not ordered yet.",
    advice: "Help them to choose: a guide, a small sample set, an answer to the usual questions.",
    topic: "purchases",
    settings: [],
    where: all(any(isOneOf("account_state", "ENABLED"), isTrue("reachable")), compare("orders", "equals", 0)),
  },
  {
    id: "first_timers",
    name: "First-timers",
    description: "Ordered exactly once.",
    advice: "Make the second order easy: help with what they bought, and what goes with it.",
    topic: "purchases",
    settings: [],
    where: all(compare("orders", "equals", 1)),
  },
  {
    id: "repeat_buyers",
    name: "Repeat buyers",
    description: "Came back: ordered at least twice.",
    advice: "Thank them for returning, and ask what made them.",
    topic: "purchases",
    settings: [],
    where: all(compare("orders", "at_least", 2)),
  },
  {
    id: "repeat_customers",
    name: "Repeat customers",
    description: "Ordered more than twice.",
    advice: "Invite them to a loyalty programme or to tell a friend.",
    topic: "purchases",
    settings: [],
    where: all(compare("orders", "greater", 2)),
  },
  {
    id: "high_spenders",
    name: "High spending customers",
    description: "Spent more than a certain amount in total, after refunds.",
    advice: "Look after them in person, and let them see what is new first.",
    topic: "purchases",
    settings: [moneySetting({ id: "spend", label: "Total spend over", default: 1_000 })],
    where: all(compare("spend", "greater", { setting: "spend" })),
  },
  {
    id: "vip",
    name: "VIP",
    description: "Among those who spent the most, with several orders.",
    advice:
      "Give them something that cannot be bought: early access, a direct contact, a say in what comes next.",
    topic: "purchases",
    settings: [
      topPercentSetting({ id: "top", label: "Top share by total spend", default: 20 }),
      countSetting({ id: "orders", label: "Orders at least", default: 3 }),
    ],
    where: all(
      compare("spend", "greater", percentileOf("buyers", { setting: "top" })),
      compare("orders", "at_least", { setting: "orders" }),
    ),
  },
  {
    id: "important",
    name: "Important customers",
    description: "Among those who spent the most in the last 365 days.",
    advice: "Ask what they will need next season, and plan with them in mind.",
    topic: "purchases",
    settings: [topPercentSetting({ id: "top", label: "Top share by spend of the year", default: 10 })],
    where: all(
      event("ordered", {
        window: { kind: "in_last", period: days(365) },
        measure: { aggregate: "sum", property: "value" },
        test: { operator: "greater", amount: percentileOf("buyers", { setting: "top" }) },
      }),
    ),
  },
  {
    id: "new_customers",
    name: "New customers",
    description: "Placed their first order recently.",
    advice: "Tell them how to use what they bought and whom to ask, before you offer more.",
    topic: "purchases",
    settings: [daysSetting({ id: "days", label: "First order in the last days", default: 30 })],
    where: all(attribute("first_order_on", { operator: "in_last", period: days({ setting: "days" }) })),
  },
  {
    id: "recently_transacted",
    name: "Recently transacted",
    description: "Ordered within the last days.",
    advice: "Exclude them from discounts for what they have just bought.",
    topic: "purchases",
    settings: [daysSetting({ id: "days", label: "Last order in the last days", default: 7 })],
    where: all(attribute("last_order_on", { operator: "in_last", period: days({ setting: "days" }) })),
  },
  {
    id: "transacted_today",
    name: "Transacted today",
    description: "Ordered on your store's current day.",
    advice: "Use it to keep today's buyers out of today's reminders.",
    topic: "purchases",
    settings: [],
    where: all(attribute("last_order_on", { operator: "in_last", period: days(1) })),
  },
  {
    id: "inactive",
    name: "Inactive customers",
    description: "Bought before, and not for some weeks.",
    advice: "Show them what is new since their last order.",
    topic: "purchases",
    settings: [daysSetting({ id: "days", label: "Days without an order", default: 45 })],
    where: all(silentFor("days")),
  },
  {
    id: "at_risk_inactive",
    name: "At risk: inactive",
    description: "Bought before and not for a while, or had several orders that failed.",
    advice: "Ask what went wrong before you offer anything, above all after failed orders.",
    topic: "purchases",
    settings: [
      daysSetting({ id: "days", label: "Days without an order", default: 60 }),
      countSetting({ id: "failed", label: "Failed orders at least", default: 2 }),
    ],
    where: any(silentFor("days"), compare("failed_orders", "at_least", { setting: "failed" })),
  },
  {
    id: "lapsed",
    name: "Lapsed",
    description: "Bought before, and not for about half a year or however long you choose.",
    advice:
      "One message with a good reason to return; then leave those who stay silent out of frequent mailings.",
    topic: "purchases",
    settings: [daysSetting({ id: "days", label: "Days without an order", default: 180 })],
    where: all(silentFor("days")),
  },
  {
    id: "no_show_risk",
    name: "Failed-order risk",
    description:
      "Had several orders that failed: cancelled by the customer, payment declined, or not delivered. No-shows and late cancellations of bookings are not counted yet.",
    advice: "Confirm the address and offer payment in advance before you ship the next order.",
    topic: "purchases",
    settings: [countSetting({ id: "failed", label: "Failed orders at least", default: 2 })],
    where: all(compare("failed_orders", "at_least", { setting: "failed" })),
  },
  {
    id: "lapsing_regulars",
    name: "Lapsing regulars",
    description:
      "Ordered regularly in the last 12 months, not in the last 2, and have nothing upcoming: no order scheduled for later and no active subscription.",
    advice: "Ask how they are doing and offer the next date or a reorder of what they usually take.",
    topic: "purchases",
    settings: [countSetting({ id: "orders", label: "Orders in 12 months at least", default: 3 })],
    where: all(
      event("ordered", {
        window: { kind: "in_last", period: months(12) },
        test: atLeast({ setting: "orders" }),
      }),
      attribute("last_order_on", { operator: "before_last", period: months(2) }),
      not(upcoming),
    ),
  },
  {
    id: "first_visit_follow_up",
    name: "First-visit follow-ups",
    description:
      "Placed their only order recently and have nothing upcoming: no order scheduled for later and no active subscription.",
    advice: "Ask how they liked it, and suggest when to come again.",
    topic: "purchases",
    settings: [daysSetting({ id: "days", label: "Order in the last days", default: 30 })],
    where: all(
      compare("orders", "equals", 1),
      attribute("last_order_on", { operator: "in_last", period: days({ setting: "days" }) }),
      not(upcoming),
    ),
  },
  {
    id: "big_spenders",
    name: "Big spenders",
    description: "Came back, with large orders and a large total spend.",
    advice: "Show them sets and premium versions rather than discounts.",
    topic: "purchases",
    settings: [
      topPercentSetting({ id: "top_order", label: "Top share by average order value", default: 20 }),
      topPercentSetting({ id: "top_spend", label: "Top share by total spend", default: 20 }),
    ],
    where: all(
      compare("orders", "at_least", 2),
      compare("average_order_value", "greater", percentileOf("buyers", { setting: "top_order" })),
      compare("spend", "greater", percentileOf("buyers", { setting: "top_spend" })),
    ),
  },
  {
    id: "richie_riches",
    name: "Richie Riches",
    description: "Bought at least one of the dearest things that you sell.",
    advice: "Tell them first about rare and high-priced items.",
    topic: "purchases",
    settings: [topPercentSetting({ id: "top", label: "Top share of unit prices sold", default: 10 })],
    where: all(compare("highest_unit_price", "greater", percentileOf("unit_prices", { setting: "top" }))),
  },
  {
    id: "bulk_shoppers",
    name: "Bulk shoppers",
    description: "At least two of their orders held several units of the same product.",
    advice: "Offer larger packs, a price for quantities or a regular delivery.",
    topic: "purchases",
    settings: [countSetting({ id: "quantity", label: "Units of one product at least", default: 3 })],
    where: all(
      event("purchased", {
        filters: [{ property: "quantity", test: atLeast({ setting: "quantity" }) }],
        measure: { aggregate: "distinct", property: "order" },
        test: atLeast(2),
      }),
    ),
  },
  {
    id: "sleeping_opportunists",
    name: "Sleeping opportunists",
    description: "Bought mostly with a discount, and not for a while.",
    advice: "Write to them when there is a sale, and spare them the rest.",
    topic: "purchases",
    settings: [
      percentSetting({ id: "discounted", label: "Orders with a discount at least", default: 50 }),
      daysSetting({ id: "days", label: "Days without an order", default: 90 }),
    ],
    where: all(compare("discounted_share", "at_least", { setting: "discounted" }), silentFor("days")),
  },
  {
    id: "one_time_shoppers",
    name: "One-time shoppers",
    description:
      "Ordered once and have stayed away for longer than most customers of your store take between two orders.",
    advice: "Ask why they did not return; a cheap answer to learn from.",
    topic: "purchases",
    settings: [],
    where: all(
      compare("orders", "equals", 1),
      compare("days_since_last_order", "greater", percentileOf("order_gaps", 80)),
    ),
  },
];
