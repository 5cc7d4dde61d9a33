import type { Group } from "../language/definition";
import type { SuggestedAction } from "./action";
import type { Template } from "./template";

/** Headings of the list of ready-made segments, in its order. */
export const topics = {
  rfm: "RFM groups",
  purchases: "Purchases",
  reach: "Reach",
  behaviour: "Behaviour",
} as const;
export type Topic = keyof typeof topics;

/**
 * `top_percent`: the share at the top of a ranking. `money`: whole units of the shop's currency, with its decimals, so
 * that one default serves every currency.
 */
export const settingUnits = ["days", "count", "percent", "top_percent", "money"] as const;
export type SettingUnit = (typeof settingUnits)[number];

/** A number of a ready-made segment that the merchant may choose. */
export interface ReadyMadeSetting {
  /** Stored with the chosen number. */
  readonly id: string;
  readonly label: string;
  readonly unit: SettingUnit;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** A segment that every store is given: data in the language, with words. */
export interface ReadyMade {
  /** Stored; once shipped, it never changes its meaning silently. */
  readonly id: string;
  readonly name: string;
  /** Who they are, without the numbers that can be chosen: the rule's own sentence says those. */
  readonly description: string;
  /** Something to do with them, which promises nothing. */
  readonly advice: string;
  readonly action: SuggestedAction;
  readonly topic: Topic;
  readonly settings: readonly ReadyMadeSetting[];
  readonly where: Template<Group>;
}
