import type { LiveUpdates, Spread } from "~/history/health/health";

import type { ShopFormat } from "../format";
import { plural } from "../format";

const minute = 60_000;

/** How the live updates are, and how calm somebody may be about it. */
export interface Verdict {
  readonly tone: "success" | "attention" | "warning" | "info";
  readonly words: string;
}

/** Whether changes come through: what waits longest tells. */
export function liveVerdict({ last, waiting }: LiveUpdates, now: number): Verdict {
  if (last === null) return { tone: "info", words: "Nothing heard yet" };
  const waited = waiting.since === null ? 0 : now - Date.parse(waiting.since);
  if (waited < minute) return { tone: "success", words: "Up to date" };
  return waited < 10 * minute
    ? { tone: "attention", words: "Catching up" }
    : { tone: "warning", words: "Behind" };
}

/** How long something takes at most, in words that claim no more precision than anybody needs. */
export function durationWords(milliseconds: number, format: Pick<ShopFormat, "decimal" | "count">): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 0.95) return "a second";
  if (seconds < 9.95) return counted(Number(seconds.toFixed(1)), "second", format.decimal);
  if (seconds < 59.5) return counted(Math.round(seconds), "second", format.count);
  if (seconds < 59.5 * 60) return counted(Math.round(seconds / 60), "minute", format.count);
  if (seconds < 47.5 * 3_600) return counted(Math.round(seconds / 3_600), "hour", format.count);
  return counted(Math.round(seconds / 86_400), "day", format.count);
}

function counted(value: number, unit: string, write: (value: number) => string): string {
  return `${write(value)} ${plural(value, unit)}`;
}

/** Half of them, and nearly all. */
export function spreadWords(spread: Spread, format: ShopFormat): string {
  const [half, most] = [durationWords(spread.p50, format), durationWords(spread.p95, format)];
  return half === most ? `95 of 100 within ${most}` : `half within ${half}, 95 of 100 within ${most}`;
}

/** Topics that Shopify refuses for one reason, and what to do about it. */
export interface Refusal {
  readonly reason: string;
  /** What the topics are about. */
  readonly about: readonly string[];
  readonly action: string;
}

/** Without these there is nothing to keep current; the others only come later. */
const needed = ["read_customers", "read_orders", "read_products"];
const meanwhile = "Until then Quintile finds these changes at its hourly check.";

/** What Shopify does not send, by the reason that it gives. */
export function refusals(
  refused: LiveUpdates["subscriptions"]["refused"],
  aboutOf: (topic: string) => string,
): Refusal[] {
  const byReason = new Map<string, string[]>();
  for (const { topic, reason } of refused)
    byReason.set(reason, [...(byReason.get(reason) ?? []), aboutOf(topic)]);
  return [...byReason].map(([reason, about]) => ({ reason, about, action: refusalAction(reason) }));
}

function refusalAction(reason: string): string {
  const scopes = reason.match(/\bread_\w+/g) ?? [];
  if (scopes.some((scope) => needed.includes(scope)))
    return `Open Quintile from the Apps list of your Shopify admin and approve the access it asks for. ${meanwhile}`;
  if (scopes.length > 0)
    return "Quintile works without this optional permission: it finds these changes at its hourly check. Whoever runs Quintile can ask Shopify for it.";
  if (reason.includes("protected customer data"))
    return `Whoever runs Quintile has to ask for it in the Partner Dashboard, under API access. ${meanwhile}`;
  return `Quintile asks again each day. If this stays, send us these words. ${meanwhile}`;
}
