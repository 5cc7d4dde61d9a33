import type { State } from "~/state/client.server";
import type { PrivacyRequest, RedactionKey } from "~/state/generated/sqlite/client";
import { inPages } from "~/state/inPages";
import { type KeyRing, resealed } from "~/state/secrets.server";

import { placeOfKey } from "./redacted.server";
import { placeOfSubject } from "./requests.server";

const pageSize = 500;

/**
 * Encrypts anew, with the current key, what another key sealed for the sake of privacy: see `resealSecrets`.
 *
 * @returns how many rows were rewritten.
 * @throws {SecretError} where a key that is still needed is missing.
 */
export async function resealPrivacy(db: State, ring: KeyRing): Promise<number> {
  return (await resealSubjects(db, ring)) + (await resealKeys(db, ring));
}

async function resealSubjects(db: State, ring: KeyRing): Promise<number> {
  let rewritten = 0;
  const rows = inPages<PrivacyRequest>((after) =>
    db.privacyRequest.findMany({
      where: { id: { gt: after?.id ?? "" }, subject: { not: null } },
      orderBy: { id: "asc" },
      take: pageSize,
    }),
  );
  for await (const { id, shop, subject: before } of rows) {
    const subject = before === null ? null : resealed(before, placeOfSubject({ id, shop }), ring);
    if (subject === null) continue;
    const where = { id, shop, subject: before };
    rewritten += (await db.privacyRequest.updateMany({ where, data: { subject } })).count;
  }
  return rewritten;
}

async function resealKeys(db: State, ring: KeyRing): Promise<number> {
  let rewritten = 0;
  const rows = inPages<RedactionKey>((after) =>
    db.redactionKey.findMany({
      where: { shop: { gt: after?.shop ?? "" } },
      orderBy: { shop: "asc" },
      take: pageSize,
    }),
  );
  for await (const { shop, key: before } of rows) {
    const key = resealed(before, placeOfKey(shop), ring);
    if (key === null) continue;
    rewritten += (await db.redactionKey.updateMany({ where: { shop, key: before }, data: { key } })).count;
  }
  return rewritten;
}
