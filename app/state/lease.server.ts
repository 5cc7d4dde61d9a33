import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { State } from "./client.server";

const pollMs = 100;

/**
 * Runs `work` while holding the lock `name`, which only one process of all that share the database can hold. The lock
 * lapses `ttlMs` after it was taken, so `work` must end earlier than that.
 *
 * @throws {LeaseTimeoutError} where somebody else held the lock for longer than `ttlMs`.
 */
export async function withLease<Result>(
  db: State,
  { name, ttlMs }: { readonly name: string; readonly ttlMs: number },
  work: () => Promise<Result>,
): Promise<Result> {
  const holder = randomUUID();
  const givingUpAt = Date.now() + 2 * ttlMs;
  while (!(await take(db, name, holder, ttlMs))) {
    if (Date.now() > givingUpAt) throw new LeaseTimeoutError(`The lock "${name}" has not become free.`);
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await db.lease.deleteMany({ where: { name, holder } });
  }
}

/** Takes the lock `name` for `ttlMs`, unless somebody holds it. It is not given back: it lapses. */
export function takeLease(
  db: State,
  { name, ttlMs }: { readonly name: string; readonly ttlMs: number },
): Promise<boolean> {
  return take(db, name, randomUUID(), ttlMs);
}

export class LeaseTimeoutError extends Error {
  override readonly name = "LeaseTimeoutError";
}

async function take(db: State, name: string, holder: string, ttlMs: number): Promise<boolean> {
  const now = new Date();
  const until = new Date(now.getTime() + ttlMs);
  const lapsed = await db.lease.updateMany({ where: { name, until: { lt: now } }, data: { holder, until } });
  if (lapsed.count === 1) return true;
  try {
    await db.lease.create({ data: { name, holder, until } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Prisma's P2002: a row with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
