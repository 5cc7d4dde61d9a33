import { z } from "zod";

import { seededRandom, type Random } from "../../stores/random";

const share = z.number().min(0).max(1).default(0);

/** How badly a shop's webhooks are delivered. The README describes it. */
export const stormInput = z
  .strictObject({
    seed: z.union([z.number(), z.string()]).default(1),
    lost: share,
    duplicated: share,
    wronglySigned: share,
    /** Every copy waits a random time up to this, so that later ones overtake it. Real time. */
    maxDelayMs: z.number().int().nonnegative().default(0),
  })
  .refine(({ lost, duplicated, wronglySigned }) => lost + duplicated + wronglySigned <= 1, {
    error: "The shares of messages lost, duplicated and wrongly signed add up to more than 1",
  });

export type StormSettings = z.infer<typeof stormInput>;

export interface StormCounts {
  /** One event for one subscription, however often it was sent. */
  messages: number;
  lost: number;
  duplicated: number;
  wronglySigned: number;
}

export interface Storm {
  readonly settings: StormSettings;
  readonly counts: StormCounts;
  readonly random: Random;
}

/** What becomes of one message: the copies that are sent, by the time that each waits. */
export interface Fate {
  kind: "sent" | "lost" | "duplicated" | "wronglySigned";
  delaysMs: number[];
}

export function createStorm(settings: StormSettings): Storm {
  return {
    settings,
    counts: { messages: 0, lost: 0, duplicated: 0, wronglySigned: 0 },
    random: seededRandom(settings.seed),
  };
}

/** Draws the fate of a shop's next message and counts it. Equal seeds give equal messages equal fates. */
export function nextFate({ settings, counts, random }: Storm): Fate {
  const kind = drawKind(settings, random.uniform());
  counts.messages++;
  if (kind !== "sent") counts[kind]++;
  const copies = { sent: 1, lost: 0, duplicated: 2, wronglySigned: 1 }[kind];
  return {
    kind,
    delaysMs: Array.from({ length: copies }, () => Math.floor(random.uniform() * (settings.maxDelayMs + 1))),
  };
}

function drawKind({ lost, duplicated, wronglySigned }: StormSettings, at: number): Fate["kind"] {
  if (at < lost) return "lost";
  if (at < lost + duplicated) return "duplicated";
  return at < lost + duplicated + wronglySigned ? "wronglySigned" : "sent";
}
