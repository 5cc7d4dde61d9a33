import type { Condition } from "../language/definition";
import { fieldOf } from "../language/fields";
import { phraseOf } from "../language/wording";
import { numberValue, textValue } from "../language/wording/values";
import type { Words } from "../language/words";
import type { ExplainedCondition, ExplainedGroup, OwnValue } from "./explanation";

/**
 * A condition as a page says it of one customer: the answer, what was asked, what the customer has, and until when:
 * "Yes: spent over $200 in the last 30 days ($250). No from 4 December 2026." Plain text.
 */
export function conditionSentence(explained: ExplainedCondition, words: Words): string {
  const { condition, holds, own, nextChange, dependsOnOthers } = explained;
  const has = own ? ` (${ownWords(own, condition, words)})` : "";
  const later = nextChange ? ` ${yesOrNo(nextChange.to)} from ${words.date(nextChange.on)}.` : "";
  const others = dependsOnOthers ? " Other customers move the limit as time goes by." : "";
  return `${yesOrNo(holds)}: ${phraseOf(condition, words)}${has}.${later}${others}`;
}

/** The whole rule of a segment: "In this segment. Leaves it on 4 December 2026 if nothing but time changes." */
export function segmentSentence({ holds, nextChange }: ExplainedGroup, words: Words): string {
  const now = holds ? "In this segment." : "Not in this segment.";
  if (!nextChange) return now;
  return `${now} ${nextChange.to ? "Enters" : "Leaves"} it on ${words.date(nextChange.on)} if nothing but time changes.`;
}

function yesOrNo(holds: boolean): string {
  return holds ? "Yes" : "No";
}

function ownWords({ type, value }: OwnValue, condition: Condition, words: Words): string {
  if (value === null) return "not known";
  switch (type) {
    case "money":
      return words.money(Math.round(Number(value)));
    case "count":
    case "days":
    case "percent":
    case "decimal":
      // A custom attribute holds whatever it was given.
      return Number.isFinite(Number(value)) ? numberValue({ type }, hundredths(Number(value)), words) : value;
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? words.date(value) : value;
    case "boolean":
      return value.toLowerCase() === "true" ? "yes" : value.toLowerCase() === "false" ? "no" : value;
    case "choice":
    case "text":
      return condition.kind === "attribute" ? textValue(fieldOf(condition.field), value, words) : value;
    case "tags":
    case "reference":
    case "references":
      return value === "" ? "none" : value;
  }
}

/** Enough for a reader: averages and rates have more decimals than that. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
