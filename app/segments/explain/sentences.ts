import type { Condition } from "../language/definition";
import { fieldOf } from "../language/fields";
import { phraseOf } from "../language/wording";
import { numberValue, textValue } from "../language/wording/values";
import type { Words } from "../language/words";
import type { ExplainedCondition, ExplainedGroup, OwnValue } from "./explanation";

/** A condition as a page says it of one customer, part by part. Plain text. */
export interface ToldCondition {
  /** "Yes" or "No". */
  readonly answer: string;
  /** What was asked, as what follows "Customers who": "spent over $200 in the last 30 days". */
  readonly asked: string;
  /** What the customer has: "$250"; null of a segment. */
  readonly own: string | null;
  /** When time alone gives another answer: "No from 4 December 2026."; null: never. */
  readonly later: string | null;
  /** Of a limit that others move. */
  readonly others: string | null;
}

export function tellCondition(explained: ExplainedCondition, words: Words): ToldCondition {
  const { condition, holds, own, nextChange, dependsOnOthers } = explained;
  return {
    answer: yesOrNo(holds),
    asked: phraseOf(condition, words),
    own: own && ownWords(own, condition, words),
    later: nextChange && `${yesOrNo(nextChange.to)} from ${words.date(nextChange.on)}.`,
    others: dependsOnOthers ? "Other customers move the limit as time goes by." : null,
  };
}

/** {@link tellCondition} in one: "Yes: spent over $200 in the last 30 days ($250). No from 4 December 2026." */
export function conditionSentence(explained: ExplainedCondition, words: Words): string {
  const { answer, asked, own, later, others } = tellCondition(explained, words);
  const sentence = `${answer}: ${asked}${own === null ? "" : ` (${own})`}.`;
  return [sentence, later, others].filter((part) => part !== null).join(" ");
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
