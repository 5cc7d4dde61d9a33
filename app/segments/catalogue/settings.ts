import { limits } from "../language/definition";
import type { ReadyMadeSetting } from "./readyMade";

type Of = Pick<ReadyMadeSetting, "id" | "label" | "default">;

// What each unit of a setting may be.

export function daysSetting(setting: Of): ReadyMadeSetting {
  return { ...setting, unit: "days", min: 1, max: limits.period.days };
}

export function countSetting(setting: Of): ReadyMadeSetting {
  return { ...setting, unit: "count", min: 1, max: 1_000 };
}

export function percentSetting(setting: Of): ReadyMadeSetting {
  return { ...setting, unit: "percent", min: 1, max: 100 };
}

export function topPercentSetting(setting: Of): ReadyMadeSetting {
  return { ...setting, unit: "top_percent", min: 1, max: 99 };
}

export function moneySetting(setting: Of): ReadyMadeSetting {
  return { ...setting, unit: "money", min: 0, max: 10_000_000 };
}
