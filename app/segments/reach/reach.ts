/** Ways to write to a customer, in the order of pages. */
export const reachChannels = ["email", "sms", "whatsapp"] as const;
export type ReachChannel = (typeof reachChannels)[number];

/** Why somebody cannot be written to on a channel, the first of these that is true of them. */
export const reachGaps = ["no_address", "invalid", "unsubscribed", "pending", "not_subscribed"] as const;
export type ReachGap = (typeof reachGaps)[number];

/** `reachable` and the gaps add up to the customers who were asked about. */
export interface ChannelReach {
  readonly channel: ReachChannel;
  readonly reachable: number;
  /** All of `reachGaps`, in their order; some may be 0. */
  readonly gaps: readonly { readonly reason: ReachGap; readonly customers: number }[];
}

/** One entry a channel, in the order of `reachChannels`. */
export type Reach = readonly ChannelReach[];
