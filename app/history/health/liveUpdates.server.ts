import { readSubscriptionsRecord } from "~/shopify/subscriptions/record.server";
import { state } from "~/state/client.server";

import type { LiveUpdates, RefusedWebhooks, Spread } from "./health";

const dayMs = 24 * 3_600_000;

/** Of so many of the newest is told how long they took: a store of many orders has a hundred thousand a day. */
const sample = 1_000;
const mostRefused = 10;

/** What became of a shop's webhooks within the last day. */
export async function liveUpdates(shop: string, now: Date): Promise<LiveUpdates> {
  const db = await state();
  const inbox = db.webhookDelivery;
  const waiting = { shop, appliedAt: null };
  const recent = { shop, appliedAt: { gte: new Date(now.getTime() - dayMs) } };
  const [waits, first, last, newest, newestEver, dealtWith, refused, subscriptions] = await Promise.all([
    inbox.count({ where: waiting }),
    inbox.findFirst({ where: waiting, orderBy: { receivedAt: "asc" }, select: { receivedAt: true } }),
    inbox.findFirst({ where: waiting, orderBy: { receivedAt: "desc" }, select: arrival }),
    inbox.findMany({ where: recent, orderBy: { appliedAt: "desc" }, take: sample, select: times }),
    inbox.findFirst({
      where: { shop, appliedAt: { not: null } },
      orderBy: { appliedAt: "desc" },
      select: arrival,
    }),
    inbox.count({ where: recent }),
    refusedSince(shop, recent.appliedAt.gte),
    readSubscriptionsRecord(shop),
  ]);
  const arrived = [last, newestEver, ...newest]
    .filter((each) => each !== null)
    .reduce<Arrival | null>((a, b) => (a === null || b.receivedAt > a.receivedAt ? b : a), null);
  return {
    last: arrived && { topic: arrived.topic, at: arrived.receivedAt.toISOString() },
    waiting: { webhooks: waits, since: first?.receivedAt.toISOString() ?? null },
    recent: dealtWith,
    arriving: spreadOf(
      newest.flatMap(({ triggeredAt, receivedAt }) =>
        triggeredAt === null ? [] : [receivedAt.getTime() - triggeredAt.getTime()],
      ),
    ),
    applying: spreadOf(
      newest.flatMap(({ receivedAt, appliedAt }) =>
        appliedAt === null ? [] : [appliedAt.getTime() - receivedAt.getTime()],
      ),
    ),
    refused,
    subscriptions: {
      checkedAt: subscriptions?.checkedAt?.toISOString() ?? null,
      refused: Object.entries(subscriptions?.refusals ?? {}).map(([topic, reason]) => ({ topic, reason })),
    },
  };
}

const arrival = { topic: true, receivedAt: true } as const;
const times = { ...arrival, triggeredAt: true, appliedAt: true } as const;

interface Arrival {
  readonly topic: string;
  readonly receivedAt: Date;
}

async function refusedSince(shop: string, since: Date): Promise<RefusedWebhooks[]> {
  const db = await state();
  const groups = await db.webhookDelivery.groupBy({
    by: ["topic", "reason"],
    where: { shop, appliedAt: { gte: since }, outcome: "refused" },
    _count: true,
    _max: { appliedAt: true },
  });
  return groups
    .map(({ topic, reason, _count, _max }) => ({
      ...{ topic, reason: reason ?? "", webhooks: _count },
      lastAt: (_max.appliedAt ?? since).toISOString(),
    }))
    .sort((a, b) => b.webhooks - a.webhooks || (a.lastAt < b.lastAt ? 1 : -1))
    .slice(0, mostRefused);
}

/**
 * By the nearest rank. Clocks differ: what arrived before it happened arrived at once.
 *
 * @returns null of nothing
 */
export function spreadOf(milliseconds: readonly number[]): Spread | null {
  if (milliseconds.length === 0) return null;
  const sorted = milliseconds.map((each) => Math.max(0, each)).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
