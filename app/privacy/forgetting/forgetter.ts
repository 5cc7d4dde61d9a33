import type { Person } from "../person";
import type { Counts } from "../request";

/** A part of the app that keeps something of people. */
export interface Forgetter {
  /** How many records it has of somebody, by what they are; also those that are not theirs only, as long as they tell of them. */
  find(shop: string, person: Person): Promise<Counts>;
  /** Removes them, or what in them tells of this person. What is left is what `find` finds afterwards. */
  forget(shop: string, person: Person, now: Date): Promise<void>;
  /** All of them, for whoever they are about to read; none where they are copies of what another part tells. */
  tell(shop: string, person: Person): Promise<readonly Told[]>;
}

/** Records of one kind, under a heading; read when they are asked for. */
export interface Told {
  readonly title: string;
  /** Each by what its values are called. */
  readonly rows: AsyncIterable<ToldRow>;
}

export type ToldRow = Readonly<Record<string, unknown>>;
