import type { Moment } from "~/segments/members/customerTimeline";

/** A moment, or several segments entered or left at once for the same reason, as one thing to read. */
export interface TimelineEntry {
  readonly moment: Moment;
  /** Moments that are told with it, itself among them. */
  readonly together: readonly Moment[];
}

/** Moments of a timeline as they are read, in their order. */
export function timelineEntries(moments: readonly Moment[]): TimelineEntry[] {
  const entries: { moment: Moment; together: Moment[] }[] = [];
  for (const moment of moments) {
    const last = entries.at(-1);
    if (last && isOneMove(last.moment, moment)) last.together.push(moment);
    else entries.push({ moment, together: [moment] });
  }
  return entries;
}

/** By which entries are told apart whatever comes above or below them. The same thing may happen twice at one time. */
export function entryKeys(entries: readonly TimelineEntry[]): string[] {
  const times = new Map<string, number>();
  // From the oldest on: what is new comes above.
  return entries
    .toReversed()
    .map(({ moment }) => {
      const told = JSON.stringify(moment);
      const nth = (times.get(told) ?? 0) + 1;
      times.set(told, nth);
      return `${told} ${String(nth)}`;
    })
    .toReversed();
}

function isOneMove(one: Moment, other: Moment): boolean {
  return (
    isMove(one) &&
    isMove(other) &&
    one.kind === other.kind &&
    one.cause === other.cause &&
    one.time === other.time
  );
}

function isMove(moment: Moment): moment is Extract<Moment, { kind: "entered" | "left" }> {
  return moment.kind === "entered" || moment.kind === "left";
}
