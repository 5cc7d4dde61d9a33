import type { Held, Vocabulary } from "../../testing/vocabulary";
import { propertyOf } from "../events";
import { fieldIds, fieldOf } from "../fields";
import type { ValueType } from "../operators";

/** Values that sentences could stumble over: with commas, "and" and "or", and quotation marks. */
const heldOf: Readonly<Record<ValueType, readonly Held[]>> = {
  text: ["Ann", "rock, paper and scissors", "Ann” or “Bo"],
  choice: [],
  tags: ["vip", "this or that"],
  reference: ["1", "3", "99"],
  references: ["21", "22", "77"],
  count: [0, 1, 2],
  money: [0, 100, 20_000],
  days: [1, 30],
  percent: [0, 50],
  decimal: [0, 1, 2.5],
  date: ["2026-01-31", "2026-02-01"],
  boolean: [true],
};

function held(told: { type: ValueType; codes?: string } | undefined): readonly Held[] {
  return told?.codes ? ["DE", "BA"] : heldOf[told?.type ?? "text"];
}

/** What random definitions speak of where there is no store: of the segments, `exampleWords` know 1 and 2. */
export const exampleVocabulary: Vocabulary = {
  today: "2026-02-01",
  ofField: Object.fromEntries(fieldIds.map((id) => [id, held(fieldOf(id))])) as Vocabulary["ofField"],
  ofProperty: (event, property) => held(propertyOf(event, property)),
  daysOf: () => ["2026-01-31", "2026-02-01"],
  metafields: [{ namespace: "facts", key: "size", values: ["XL, or so", 1] }],
};
