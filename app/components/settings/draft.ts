import { scoringSettings } from "~/customers/settings";
import type { ScoringSettings } from "~/customers/settings";
import { decimalString } from "~/warehouse/minorUnits";

export const limitNames = ["recencyDays", "orders", "spend"] as const;
export type LimitName = (typeof limitNames)[number];

/** The settings as they stand in the form: limits are what has been typed, right or wrong. */
export interface SettingsDraft {
  readonly money: ScoringSettings["money"];
  readonly exclude: ScoringSettings["exclude"];
  readonly method: ScoringSettings["scoring"]["method"];
  readonly limits: Readonly<Record<LimitName, readonly string[]>>;
}

/** Interior breaks in use (days, orders, minor units): what own limits start from. */
export type CurrentBreaks = Readonly<Record<LimitName, readonly number[]>>;

/** The error of a limit field, by `name.index`. */
export type DraftErrors = Readonly<Record<string, string | undefined>>;

export function limitKey(name: LimitName, index: number): string {
  return `${name}.${String(index)}`;
}

export function draftOf(
  settings: ScoringSettings,
  current: CurrentBreaks,
  currencyDigits: number,
): SettingsDraft {
  const own = settings.scoring.method === "own" ? settings.scoring : null;
  const typed = (name: LimitName) =>
    startingLimits(own?.[name] ?? current[name]).map((limit) =>
      name === "spend" ? decimalString(BigInt(limit), currencyDigits) : String(limit),
    );
  return {
    money: settings.money,
    exclude: settings.exclude,
    method: settings.scoring.method,
    limits: { recencyDays: typed("recencyDays"), orders: typed("orders"), spend: typed("spend") },
  };
}

/** The settings that a draft means, or what is wrong with each limit, to be shown beside it. */
export function readDraft(
  draft: SettingsDraft,
  currencyDigits: number,
):
  | { readonly settings: ScoringSettings; readonly errors: null }
  | { readonly settings: null; readonly errors: DraftErrors } {
  const { money, exclude, method } = draft;
  if (method === "quintiles") {
    return { settings: scoringSettings.parse({ money, exclude, scoring: { method } }), errors: null };
  }
  const errors: Record<string, string> = {};
  const read = (name: LimitName) => {
    let before = -1;
    return draft.limits[name].map((text, index) => {
      const limit = name === "spend" ? readMinorUnits(text, currencyDigits) : readWhole(text);
      if (limit === null)
        errors[limitKey(name, index)] =
          name === "spend" ? amountHint(currencyDigits) : "Enter a whole number, 0 or more.";
      else if (limit <= before) errors[limitKey(name, index)] = "Must be larger than the one before it.";
      if (limit !== null) before = limit;
      return limit;
    });
  };
  const limits = { recencyDays: read("recencyDays"), orders: read("orders"), spend: read("spend") };
  if (Object.keys(errors).length > 0) return { settings: null, errors };
  return {
    settings: scoringSettings.parse({ money, exclude, scoring: { method, ...limits } }),
    errors: null,
  };
}

/** Breaks of the store rounded down to whole values; where ties make two of them equal, each next one is raised by one. */
function startingLimits(breaks: readonly number[]): number[] {
  const limits: number[] = [];
  for (const limit of breaks) limits.push(Math.max(Math.floor(limit), (limits.at(-1) ?? -1) + 1));
  return limits;
}

function readWhole(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** An amount as typed, in minor units; null where it is none or has more decimals than the currency. */
function readMinorUnits(text: string, digits: number): number | null {
  const match = /^(\d{1,10})(?:[.,](\d*))?$/.exec(text.trim());
  if (match === null) return null;
  const decimals = match[2] ?? "";
  if (decimals.length > digits) return null;
  return Number(`${match[1] ?? ""}${decimals.padEnd(digits, "0")}`);
}

function amountHint(digits: number): string {
  return digits === 0
    ? "Enter an amount without decimals."
    : `Enter an amount with at most ${String(digits)} decimals.`;
}
