import { compareWith, exportList, narrowTo, since } from "./action";
import type { ReadyMade } from "./readyMade";
import { all, any, attribute, compare, days, isOneOf, isTrue } from "./template";

/** Who can be written to. Reachable: subscribed, with a valid address or number on that channel. */
export const reach: readonly ReadyMade[] = [
  {
    id: "all_subscribers",
    name: "All subscribers",
    description: "Agreed to marketing by email, SMS or WhatsApp, and have an address or number for it.",
    advice: "Write when there is something to tell, and tell each of them on the channel they chose.",
    action: compareWith("All buyers", "all_buyers"),
    topic: "reach",
    settings: [],
    where: all(isTrue("reachable")),
  },
  {
    id: "email_subscribers",
    name: "Email subscribers",
    description: "Agreed to marketing by email and have a valid address.",
    advice: "Send them your newsletter, and less often to those who have not bought for long.",
    action: narrowTo("buyers of the last 180 days", since("last_order_on", 180)),
    topic: "reach",
    settings: [],
    where: all(isTrue("reachable_by_email")),
  },
  {
    id: "sms_subscribers",
    name: "SMS subscribers",
    description: "Agreed to marketing by SMS and have a phone number.",
    advice: "Keep SMS for what is short and urgent: a sale that ends tonight, an item back in stock.",
    action: exportList("Export for an SMS tool"),
    topic: "reach",
    settings: [],
    where: all(isTrue("reachable_by_sms")),
  },
  {
    id: "whatsapp_subscribers",
    name: "WhatsApp subscribers",
    description: "Agreed to marketing by WhatsApp and have a phone number.",
    advice: "Ask and answer: WhatsApp suits advice before a purchase better than announcements.",
    action: exportList("Export for a WhatsApp tool"),
    topic: "reach",
    settings: [],
    where: all(isTrue("reachable_by_whatsapp")),
  },
  {
    id: "subscribers_30d",
    name: "New subscribers",
    description: "Became reachable by email, SMS or WhatsApp in the last 30 days.",
    advice: "Welcome them and say what they can expect from you, before the first offer.",
    action: narrowTo("those without an order", compare("orders", "equals", 0)),
    topic: "reach",
    settings: [],
    where: all(attribute("reachable_since", { operator: "in_last", period: days(30) })),
  },
  {
    id: "subscribers_not_purchased",
    name: "Subscribers who never bought",
    description: "Reachable by email, SMS or WhatsApp, and without an order so far.",
    advice: "Show them where others began: your best sellers and what customers say about them.",
    action: compareWith("Abandoned checkout", "abandoned_checkout"),
    topic: "reach",
    settings: [],
    where: all(isTrue("reachable"), compare("orders", "equals", 0)),
  },
  {
    id: "unsubscribed",
    name: "Unsubscribed",
    description:
      "Opted out of marketing by email, SMS or WhatsApp; they may still be reachable on another channel.",
    advice: "Leave them in peace on the channel they left, and exclude them from audiences made for it.",
    action: exportList("Export for a suppression list"),
    topic: "reach",
    settings: [],
    where: all(
      any(
        isOneOf("email_consent", "UNSUBSCRIBED"),
        isOneOf("sms_consent", "UNSUBSCRIBED"),
        isOneOf("whatsapp_consent", "UNSUBSCRIBED"),
      ),
    ),
  },
];
