import { eventOf, type Property, propertyOf } from "../language/events";
import { type Field, fieldOf } from "../language/fields";
import { measureType } from "../language/measures";
import type { ValueType } from "../language/operators";
import type { Population } from "../language/populations";
import { sourceText } from "../suggestions/suggestionSource";
import type { DraftCondition, DraftEvent, DraftFilter } from "./draft";

/** What a test is asked of, as far as editing it needs to know. */
export interface Subject {
  /** The noun of a sentence, one of it. */
  readonly noun: string;
  readonly type: ValueType;
  readonly choices?: Field["choices"];
  readonly codes?: Field["codes"];
  readonly populations: readonly Population[];
  /** Of ids: what of. */
  readonly of?: Property["of"];
  /** Where values of the store are offered, as the address of suggestions spells it; null: none. */
  readonly source: string | null;
  readonly explains?: string;
}

/** Null for being in a segment, where nothing is tested. */
export function subjectOf(condition: DraftCondition): Subject | null {
  switch (condition.kind) {
    case "attribute": {
      const field = fieldOf(condition.field);
      return {
        ...field,
        populations: field.populations ?? [],
        source: field.suggests ? sourceText({ kind: "field", field: condition.field }) : null,
      };
    }
    case "metafield": {
      const { namespace, key, as } = condition;
      const source = as === "text" ? sourceText({ kind: "metafield", namespace, key }) : null;
      return { noun: `${namespace}.${key}`, type: as, populations: [], source };
    }
    case "event":
      return measuredOf(condition);
    case "segment":
      return null;
  }
}

function measuredOf({ event, measure }: DraftEvent): Subject {
  return {
    noun: eventOf(event).noun[1],
    type: measureType({ event, measure }) ?? "count",
    populations: ["buyers"],
    source: null,
  };
}

/** Null where the event has no such property (any more). */
export function filterSubject(event: DraftEvent["event"], { property: id }: DraftFilter): Subject | null {
  const property = propertyOf(event, id);
  if (!property) return null;
  const offered = property.suggests === true || property.of !== undefined;
  return {
    ...property,
    populations: [],
    source: offered ? sourceText({ kind: "event", event, property: id }) : null,
  };
}
