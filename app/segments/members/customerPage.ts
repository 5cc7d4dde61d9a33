import type { CustomerProfile } from "~/customers/profile";

import type { ReachChannel, ReachGap } from "../reach/reach";
import type { CustomerMembership, TimelinePage } from "./customerTimeline";

/** Everything that a customer's page shows. Shared with the browser. */
export interface CustomerPage {
  readonly profile: CustomerProfile;
  /** One entry a channel; `gap` null: they can be written to. */
  readonly reach: readonly { readonly channel: ReachChannel; readonly gap: ReachGap | null }[];
  /** The segments they are in, those entered last first. */
  readonly memberships: readonly CustomerMembership[];
  /** All segments of the shop, by name. */
  readonly segments: readonly { readonly id: number; readonly name: string; readonly active: boolean }[];
  /** The newest part. */
  readonly timeline: TimelinePage;
}
