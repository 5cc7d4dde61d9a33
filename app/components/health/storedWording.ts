import type { ConsentChannel, ConsentGaps, SharedTrait } from "~/history/health/health";

/** What customers share who may be one person, and how sure that is. */
export const traitWording: Readonly<Record<SharedTrait, { readonly title: string; readonly text: string }>> =
  {
    email: {
      title: "The same email address",
      text: "Apart from capitals and spaces. Almost certainly one person.",
    },
    phone: {
      title: "The same phone number",
      text: "However it is written. Often one person; sometimes a household or an office.",
    },
    name_and_zip: {
      title: "The same name and ZIP code",
      text: "Probably one person, who ordered with another address of theirs.",
    },
  };

/** A count of customers with a gap, and what it means. */
export interface ConsentRow {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly customers: number;
}

const channels: Readonly<Record<ConsentChannel, string>> = {
  email: "email",
  sms: "SMS",
  whatsapp: "WhatsApp",
};

/** What is not known of who may be written to. Channels that nobody subscribed to, or left, are not told. */
export function consentRows({
  emailUnknown,
  phoneUnknown,
  undated,
  unsubscribed,
}: ConsentGaps): ConsentRow[] {
  const channelIds = Object.keys(channels) as ConsentChannel[];
  return [
    {
      id: "email_unknown",
      title: "With an email address, consent not known",
      means: "Shopify did not say, or was not asked yet. They count as not reachable by email.",
      customers: emailUnknown,
    },
    {
      id: "phone_unknown",
      title: "With a phone number, consent not known",
      means: "Neither for SMS nor for WhatsApp. They count as not reachable there.",
      customers: phoneUnknown,
    },
    ...channelIds
      .filter((channel) => channel === "email" || undated[channel] > 0)
      .map((channel) => ({
        id: `undated_${channel}`,
        title: `Subscribed to ${channels[channel]}, not known since when`,
        means:
          "They may be written to. Should anybody ask for proof, Shopify's record of the customer is the place to look.",
        customers: undated[channel],
      })),
    ...channelIds
      .filter((channel) => channel === "email" || unsubscribed[channel] > 0)
      .map((channel) => ({
        id: `unsubscribed_${channel}`,
        title: `Unsubscribed from ${channels[channel]}`,
        means: "They said no: they are never among those whom you can reach there.",
        customers: unsubscribed[channel],
      })),
  ];
}
