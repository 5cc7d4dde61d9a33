import type { ReachChannel, ReachGap } from "~/segments/reach/reach";

export const channelNames: Readonly<Record<ReachChannel, string>> = {
  email: "Email",
  sms: "SMS",
  whatsapp: "WhatsApp",
};

const addressOf: Readonly<Record<ReachChannel, string>> = {
  email: "email address",
  sms: "phone number",
  whatsapp: "phone number",
};

/** Why some members cannot be written to on a channel, after their number: "3 have no email address". */
export function gapOfMany(reason: ReachGap, channel: ReachChannel, customers: number): string {
  const one = customers === 1;
  const address = addressOf[channel];
  switch (reason) {
    case "no_address":
      return `${one ? "has" : "have"} no ${address}`;
    case "invalid":
      return one
        ? `has ${withArticle(address)} that cannot be right`
        : `have ${address === "email address" ? "email addresses" : "phone numbers"} that cannot be right`;
    case "unsubscribed":
      return "unsubscribed";
    case "pending":
      return `${one ? "has" : "have"} not confirmed yet`;
    case "not_subscribed":
      return "never subscribed";
  }
}

/** The same of one customer, as a sentence. */
export function gapOfOne(reason: ReachGap, channel: ReachChannel): string {
  const address = addressOf[channel];
  switch (reason) {
    case "no_address":
      return `No ${address} is known.`;
    case "invalid":
      return `The ${address} cannot be right.`;
    case "unsubscribed":
      return "They unsubscribed.";
    case "pending":
      return "They subscribed and have not confirmed it yet.";
    case "not_subscribed":
      return "They never subscribed.";
  }
}

function withArticle(noun: string): string {
  return `${noun.startsWith("e") ? "an" : "a"} ${noun}`;
}
