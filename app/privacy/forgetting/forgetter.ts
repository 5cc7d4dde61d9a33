import type { Person } from "../person";
import type { Counts } from "../request";

/** A part of the app that keeps something of people. */
export interface Forgetter {
  /** How many records it has of somebody, by what they are; also those that are not theirs only, as long as they tell of them. */
  find(shop: string, person: Person): Promise<Counts>;
  /** Removes them, or what in them tells of this person. What is left is what `find` finds afterwards. */
  forget(shop: string, person: Person, now: Date): Promise<void>;
}
