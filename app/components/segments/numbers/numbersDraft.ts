import { isWhole, rangeOf, readSettings, type SettingValues } from "~/segments/catalogue/catalogue";
import type { ReadyMade, ReadyMadeSetting } from "~/segments/catalogue/readyMade";

/** What has been typed for each setting, right or wrong. */
export type NumbersDraft = Readonly<Record<string, string>>;

export function draftOf({ settings }: ReadyMade, values: SettingValues): NumbersDraft {
  return Object.fromEntries(
    settings.map(({ id, default: standard }) => [id, String(values[id] ?? standard)]),
  );
}

export type ReadDraft =
  | { readonly values: SettingValues; readonly errors: null }
  /** What is wrong with each setting, to be shown beside it. */
  | { readonly values: null; readonly errors: Readonly<Record<string, string | undefined>> };

/** The numbers that a draft means. */
export function readDraft(readyMade: ReadyMade, draft: NumbersDraft, currencyDigits: number): ReadDraft {
  const errors: Record<string, string> = {};
  const values: Record<string, number> = {};
  for (const setting of readyMade.settings) {
    const typed = (draft[setting.id] ?? "").trim();
    const number = isWhole(setting) ? readWhole(typed) : readAmount(typed);
    if (number === null || !isWithin(setting, number)) errors[setting.id] = `Enter ${rangeOf(setting)}.`;
    else if (!isWhole(setting) && decimalsOf(typed) > currencyDigits) {
      errors[setting.id] = tooFine(currencyDigits);
    } else values[setting.id] = number;
  }
  if (Object.keys(errors).length > 0) return { values: null, errors };
  const read = readSettings(readyMade, values);
  if (read.ok) return { values: read.values, errors: null };
  return {
    values: null,
    errors: Object.fromEntries(read.problems.map(({ setting, message }) => [setting, message])),
  };
}

function readWhole(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function readAmount(text: string): number | null {
  return /^\d{1,10}(?:[.,]\d{0,10})?$/.test(text) ? Number(text.replace(",", ".")) : null;
}

function isWithin({ min, max }: ReadyMadeSetting, number: number): boolean {
  return number >= min && number <= max;
}

function decimalsOf(text: string): number {
  return /[.,](\d*)$/.exec(text)?.[1]?.length ?? 0;
}

function tooFine(digits: number): string {
  return digits === 0
    ? "Enter an amount without decimals."
    : `Enter an amount with at most ${String(digits)} decimals.`;
}
