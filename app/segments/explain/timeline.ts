/**
 * How an answer goes on from today while nothing but time goes by: what it is today, and the later days (`YYYY-MM-DD`,
 * rising) on each of which it turns into the other one.
 */
export interface Timeline {
  readonly today: boolean;
  readonly turns: readonly string[];
}

/** The first later day with another answer, and that answer. */
export interface NextChange {
  readonly on: string;
  readonly to: boolean;
}

export function nextChangeOf({ today, turns }: Timeline): NextChange | null {
  const [on] = turns;
  return on === undefined ? null : { on, to: !today };
}

/** An answer that time does not change. */
export function constant(today: boolean): Timeline {
  return { today, turns: [] };
}

/** From the answers on some days, in the order of the days; it stays as it is between them. */
export function timelineOf(today: boolean, answers: readonly { on: string; holds: boolean }[]): Timeline {
  let last = today;
  const turns: string[] = [];
  for (const { on, holds } of answers) {
    if (holds !== last) turns.push(on);
    last = holds;
  }
  return { today, turns };
}

export function negated({ today, turns }: Timeline): Timeline {
  return { today: !today, turns };
}

/** All or any of some answers; all of none holds, any of none does not. */
export function combined(match: "all" | "any", items: readonly Timeline[]): Timeline {
  const holds = (holding: number) => (match === "all" ? holding === items.length : holding > 0);
  let holding = items.filter((item) => item.today).length;
  const today = holds(holding);

  const steps = new Map<string, number>();
  for (const item of items) {
    item.turns.forEach((on, place) => {
      const to = (place % 2 === 0) !== item.today;
      steps.set(on, (steps.get(on) ?? 0) + (to ? 1 : -1));
    });
  }
  const answers = [...steps]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, step]) => ({ on, holds: holds((holding += step)) }));
  return timelineOf(today, answers);
}

/**
 * What another rule will answer, begun from an answer that was stored. Where the two disagree today, the stored one is
 * about to be brought up to date: it is taken to hold until the rule turns away from it.
 */
export function begunFrom(stored: boolean, { today, turns }: Timeline): Timeline {
  return { today: stored, turns: stored === today ? turns : turns.slice(1) };
}
