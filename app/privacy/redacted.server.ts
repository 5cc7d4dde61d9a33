import { createHmac, randomBytes } from "node:crypto";

import { state } from "~/state/client.server";
import { isUniqueViolation } from "~/state/lease.server";
import { open, seal, type SecretPlace } from "~/state/secrets.server";

const keyBytes = 32;
/** Hashes asked for in one statement; where there are more, all of the shop are read. */
const askedAtOnce = 500;

/** Where a shop's key is sealed to. */
export function placeOfKey(shop: string): SecretPlace {
  return { shop, field: "redaction key" };
}

/**
 * Which of these customers were forgotten and must not come back. Whoever writes customers (or whose an order is) asks within the
 * transaction that writes them: a redaction notes its customer first and deletes in a transaction of its own, so that either
 * sees the other. An order of theirs is kept as one of nobody, without its tags, discount codes and city.
 */
export async function redactedAmong(shop: string, ids: readonly bigint[]): Promise<Set<bigint>> {
  const key = ids.length === 0 ? null : await keyOf(shop);
  if (key === null) return new Set();
  const byHash = new Map(ids.map((id) => [hashOf(id, key), id]));
  const asked = byHash.size <= askedAtOnce ? { idHash: { in: [...byHash.keys()] } } : {};
  const rows = await (
    await state()
  ).redactedCustomer.findMany({ where: { shop, ...asked }, select: { idHash: true } });
  return new Set(
    rows.flatMap(({ idHash }) => {
      const id = byHash.get(idHash);
      return id === undefined ? [] : [id];
    }),
  );
}

/** Notes that these customers are not to come back. */
export async function noteRedacted(shop: string, ids: readonly bigint[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const key = await keyMadeFor(shop);
  const db = await state();
  for (const id of ids) {
    const idHash = hashOf(id, key);
    const row = { shop, idHash, redactedAt: now };
    await db.redactedCustomer.upsert({ where: { shop_idHash: { shop, idHash } }, create: row, update: {} });
  }
}

function hashOf(id: bigint, key: Buffer): string {
  return createHmac("sha256", key).update(String(id)).digest("base64url");
}

async function keyOf(shop: string): Promise<Buffer | null> {
  const row = await (await state()).redactionKey.findUnique({ where: { shop } });
  return row && Buffer.from(open(row.key, placeOfKey(shop)), "base64");
}

async function keyMadeFor(shop: string): Promise<Buffer> {
  const known = await keyOf(shop);
  if (known !== null) return known;
  const key = seal(randomBytes(keyBytes).toString("base64"), placeOfKey(shop));
  try {
    await (await state()).redactionKey.create({ data: { shop, key } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  return keyMadeFor(shop);
}
