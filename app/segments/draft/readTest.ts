import type { Amount, EventWindow, Period, Test } from "../language/definition";
import { operators, type ValueType } from "../language/operators";
import type { DraftAmount, DraftPeriod, DraftTest, DraftWindow } from "./draft";
import type { Subject } from "./subject";

/** Which input something is wrong with. */
export type Input = "text" | "texts" | "amount" | "to" | "period" | "date" | "toDate" | "segment" | "items";

/** What an input lacks, or what is wrong with it: a sentence that says what to do. */
export interface Lack {
  readonly input: Input;
  readonly message: string;
}

export type Read<Value> = { readonly ok: true; readonly value: Value } | ({ readonly ok: false } & Lack);

/** A test as the language has it, or what it lacks. Whatever else may be wrong with it `parseDefinition` says. */
export function readTest(draft: DraftTest, subject: Subject, digits: number): Read<Test> {
  const { operator, missing } = draft;
  const negative = "negative" in operators[operator] ? { missing } : {};
  switch (operators[operator].operand) {
    case "none":
      return done({ operator } as Test);
    case "text":
      // Not trimmed: "contains '1 '" is another rule than "contains '1'", and opening a rule must not change it.
      return draft.text.trim() === ""
        ? lack("text", "Type a value.")
        : done({ operator, text: draft.text, ...negative } as Test);
    case "texts":
      return draft.texts.length === 0
        ? lack("texts", "Choose at least one value.")
        : done({ operator, texts: [...draft.texts], ...negative } as Test);
    case "amount": {
      const amount = readAmount(draft.amount, "amount", subject.type, digits);
      return amount.ok ? done({ operator, amount: amount.value, ...negative } as Test) : amount;
    }
    case "amounts": {
      const from = readAmount(draft.amount, "amount", subject.type, digits);
      if (!from.ok) return from;
      const to = readAmount(draft.to, "to", subject.type, digits);
      return to.ok ? done({ operator, from: from.value, to: to.value } as Test) : to;
    }
    case "period": {
      const period = readPeriod(draft.period);
      return period.ok ? done({ operator, period: period.value } as Test) : period;
    }
    case "date":
      return draft.date === "" ? lack("date", "Choose a day.") : done({ operator, date: draft.date } as Test);
    case "dates": {
      const days = readDays(draft);
      return days.ok ? done({ operator, ...days.value } as Test) : days;
    }
  }
}

export function readWindow(draft: DraftWindow): Read<EventWindow> {
  const { kind } = draft;
  switch (kind) {
    case "ever":
      return done({ kind });
    case "in_last":
    case "before_last": {
      const period = readPeriod(draft.period);
      return period.ok ? done({ kind, period: period.value }) : period;
    }
    case "on":
    case "before":
    case "after":
      return draft.date === "" ? lack("date", "Choose a day.") : done({ kind, date: draft.date });
    case "between_dates": {
      const days = readDays(draft);
      return days.ok ? done({ kind, ...days.value }) : days;
    }
  }
}

function readDays({ date, toDate }: Pick<DraftTest, "date" | "toDate">): Read<{ from: string; to: string }> {
  if (date === "") return lack("date", "Choose the first day.");
  if (toDate === "") return lack("toDate", "Choose the last day.");
  if (date > toDate) return lack("toDate", "The last day is before the first one.");
  return done({ from: date, to: toDate });
}

function readPeriod({ count, unit }: DraftPeriod): Read<Period> {
  const text = count.trim();
  if (text === "") return lack("period", `Type a number of ${unit}.`);
  if (!/^\d{1,6}$/.test(text) || Number(text) === 0) {
    return lack("period", `Type a whole number of ${unit}, 1 or more.`);
  }
  return done({ count: Number(text), unit });
}

function readAmount(
  draft: DraftAmount,
  input: "amount" | "to",
  type: ValueType,
  digits: number,
): Read<Amount> {
  if (draft.kind === "percentile") {
    const percentile = readDecimal(draft.percentile);
    if (percentile === null || percentile <= 0 || percentile >= 100) {
      return lack(input, "Type a percentage between 0 and 100.");
    }
    return done({ kind: "percentile", percentile, of: draft.of });
  }
  if (draft.number.trim() === "") return lack(input, "Type a number.");
  if (type === "money") {
    const minor = readMoney(draft.number, digits);
    return minor === null
      ? lack(
          input,
          digits === 0
            ? "Type an amount without decimals, such as 200."
            : `Type an amount with at most ${String(digits)} decimals, such as 200 or 49.90.`,
        )
      : done({ kind: "number", number: minor });
  }
  const number = readDecimal(draft.number);
  return number === null
    ? lack(input, "Type a number with digits, such as 3.")
    : done({ kind: "number", number });
}

/** Minor units of an amount as typed, with a point or a comma before the decimals; null where it is none. */
function readMoney(text: string, digits: number): number | null {
  const match = /^(-?)(\d{1,9})(?:[.,](\d*))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign = "", whole = "", decimals = ""] = match;
  if (decimals.length > digits) return null;
  return Number(`${sign}${whole}${decimals.padEnd(digits, "0")}`);
}

function readDecimal(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  return /^-?\d{1,12}(?:\.\d{0,20})?$/.test(trimmed) ? Number(trimmed) : null;
}

function done<Value>(value: Value): Read<Value> {
  return { ok: true, value };
}

function lack(input: Input, message: string): { readonly ok: false } & Lack {
  return { ok: false, input, message };
}
