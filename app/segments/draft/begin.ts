import { type EventId, propertyOf } from "../language/events";
import { type FieldId, fieldOf } from "../language/fields";
import type { OperatorId, ValueType } from "../language/operators";
import { blankTest } from "./draftOf";
import type { DraftCondition, DraftFilter, DraftGroup, DraftMetafield, DraftTest } from "./draft";

/** What a condition is begun with: the operator that is meant most often, and nothing typed. */
const firstOperators: Readonly<Record<ValueType, OperatorId>> = {
  text: "contains",
  choice: "is_one_of",
  reference: "is_one_of",
  tags: "has_any",
  references: "has_any",
  count: "at_least",
  money: "greater",
  days: "at_least",
  percent: "at_least",
  decimal: "at_least",
  date: "in_last",
  boolean: "is_true",
};

export type Begun = DraftCondition extends infer Each
  ? Each extends unknown
    ? Omit<Each, "id">
    : never
  : never;

export function beginAttribute(field: FieldId): Begun {
  const { type, suggests } = fieldOf(field);
  return { kind: "attribute", not: false, field, test: testOf(type, suggests === true) };
}

export function beginMetafield(found: Pick<DraftMetafield, "namespace" | "key" | "as">): Begun {
  return { kind: "metafield", not: false, ...found, test: testOf(found.as, found.as === "text") };
}

/** At least one such event, ever. */
export function beginEvent(event: EventId): Begun {
  return {
    kind: "event",
    not: false,
    event,
    window: { kind: "ever", period: blankTest.period, date: "", toDate: "" },
    filters: [],
    measure: { aggregate: "count" },
    test: { ...testOf("count", false), amount: { ...blankTest.amount, number: "1" } },
  };
}

export function beginSegment(segment: number | null): Begun {
  return { kind: "segment", not: false, segment };
}

export function beginGroup(): Omit<DraftGroup, "id"> {
  return { kind: "group", not: false, match: "any", items: [] };
}

export function beginFilter(event: EventId, property: string): DraftFilter | null {
  const found = propertyOf(event, property);
  if (!found) return null;
  const isOffered = found.suggests === true || found.of !== undefined;
  return { property, test: testOf(found.type, isOffered) };
}

/** A text whose values are offered is chosen rather than typed. */
function testOf(type: ValueType, isOffered: boolean): DraftTest {
  const operator = type === "text" && isOffered ? "is_one_of" : firstOperators[type];
  return { ...blankTest, operator };
}
