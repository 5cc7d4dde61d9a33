import { z } from "zod";

import type { Definition } from "../language/definition";
import { parseDefinition } from "../language/parse";
import { behaviour } from "./behaviour";
import { purchases } from "./purchases";
import { reach } from "./reach";
import type { ReadyMade, ReadyMadeSetting } from "./readyMade";
import { rfmGroups } from "./rfmGroups";
import { fill } from "./template";

/** Every segment that a store is given, in the order of their list. */
export const readyMadeSegments: readonly ReadyMade[] = [...rfmGroups, ...purchases, ...reach, ...behaviour];

export function readyMadeOf(id: string): ReadyMade | undefined {
  return readyMadeSegments.find((segment) => segment.id === id);
}

/** Numbers chosen for the settings of a ready-made segment, by setting. */
export type SettingValues = Readonly<Record<string, number>>;

export type ReadSettings =
  | { readonly ok: true; readonly values: SettingValues }
  | {
      readonly ok: false;
      readonly problems: readonly { readonly setting: string; readonly message: string }[];
    };

/** Reads posted or stored numbers of a ready-made segment; a number that is not given is the default. */
export function readSettings({ settings }: ReadyMade, input: unknown): ReadSettings {
  const parsed = z
    .strictObject(Object.fromEntries(settings.map((setting) => [setting.id, numberSchema(setting)])))
    .safeParse(input ?? {});
  if (parsed.success) return { ok: true, values: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => {
      const setting = settings.find(({ id }) => id === path[0]);
      return setting
        ? { setting: setting.id, message: `“${setting.label}” must be ${rangeOf(setting)}.` }
        : { setting: "", message: `These numbers do not belong to the segment: ${message}` };
    }),
  };
}

export const isWhole = ({ unit }: ReadyMadeSetting): boolean => unit !== "money";

function numberSchema(setting: ReadyMadeSetting) {
  const number = z.number().min(setting.min).max(setting.max);
  return (isWhole(setting) ? number.int() : number).default(setting.default);
}

/** What a number may be: "a whole number from 1 to 3660". */
export function rangeOf(setting: ReadyMadeSetting): string {
  const kind = isWhole(setting) ? "a whole number" : "an amount";
  return `${kind} from ${String(setting.min)} to ${String(setting.max)}`;
}

/**
 * The definition of a ready-made segment with the numbers chosen (as {@link readSettings} gives them; defaults where they
 * are left out).
 *
 * @param currencyDigits decimals of the shop's currency: a sum of money is stored in its smallest unit
 * @throws {Error} where a number is none that the setting allows
 */
export function definitionOf(
  readyMade: ReadyMade,
  chosen: SettingValues,
  { currencyDigits }: { readonly currencyDigits: number },
): Definition {
  const read = readSettings(readyMade, chosen);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join(" "));
  const where = fill(readyMade.where, ({ setting: id }) => {
    const setting = readyMade.settings.find((entry) => entry.id === id);
    const value = read.values[id];
    if (!setting || value === undefined) throw new Error(`${readyMade.id} has no setting ${id}.`);
    return inLanguage(setting, value, currencyDigits);
  });
  const parsed = parseDefinition({ version: 1, where });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(" "));
  return parsed.definition;
}

/** The number that stands in the definition for what the merchant chose. */
function inLanguage({ unit }: ReadyMadeSetting, value: number, currencyDigits: number): number {
  switch (unit) {
    case "money":
      return Math.round(value * 10 ** currencyDigits);
    case "top_percent":
      return 100 - value;
    case "days":
    case "count":
    case "percent":
      return value;
  }
}
