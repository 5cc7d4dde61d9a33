import type { Moment, TimelinePage } from "~/segments/members/customerTimeline";

/** What was read of a timeline: its first part, and further ones that were asked for. */
export interface TimelineRead {
  readonly moments: readonly Moment[];
  readonly next: TimelinePage["next"];
  /** How many the last part had that was asked for. */
  readonly added: number;
  /** Further parts that were asked for. */
  readonly parts: number;
}

export function firstRead({ moments, next }: TimelinePage): TimelineRead {
  return { moments, next, added: 0, parts: 0 };
}

export function withPart(read: TimelineRead, { moments, next }: TimelinePage): TimelineRead {
  return { moments: [...read.moments, ...moments], next, added: moments.length, parts: read.parts + 1 };
}

/**
 * What was read, once the first part is told anew. Where something new happened it stands above, and older parts stay; where
 * something that was read is another now, the timeline begins again.
 */
export function withFirst(read: TimelineRead, first: TimelinePage): TimelineRead {
  if (read.parts === 0) return firstRead(first);
  const before = read.moments.map(textOf);
  const now = first.moments.map(textOf);
  const news = now.findIndex((_, place) => now.slice(place).every((moment, nth) => moment === before[nth]));
  return news === -1
    ? firstRead(first)
    : { ...read, moments: [...first.moments.slice(0, news), ...read.moments] };
}

function textOf(moment: Moment): string {
  return JSON.stringify(moment);
}
