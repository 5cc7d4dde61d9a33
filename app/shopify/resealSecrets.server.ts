import type { State } from "~/state/client.server";
import type { Session, StaffMember } from "~/state/generated/sqlite/client";
import { inPages } from "~/state/inPages";
import type { KeyRing } from "~/state/secrets.server";
import { resealed } from "~/state/secrets.server";

import { placeOfName } from "./staff.server";

const pageSize = 500;
const sealedFields = ["accessToken", "refreshToken", "onlineAccessInfo"] as const;

/**
 * Encrypts anew, with the current key, every stored secret that another key sealed. Run at each start, so that a key is
 * rotated by putting a new one in front and restarting; once it has run, the old key can go.
 *
 * @returns how many rows were rewritten.
 * @throws {SecretError} where a key that is still needed is missing.
 */
export async function resealSecrets(db: State, ring: KeyRing): Promise<number> {
  return (await resealSessions(db, ring)) + (await resealNames(db, ring));
}

async function resealSessions(db: State, ring: KeyRing): Promise<number> {
  let rewritten = 0;
  const rows = inPages<Session>((after) =>
    db.session.findMany({ where: { id: { gt: after?.id ?? "" } }, orderBy: { id: "asc" }, take: pageSize }),
  );
  for await (const row of rows) {
    const changed = sealedFields.flatMap((field) => {
      const secret = row[field];
      const anew = secret === null ? null : resealed(secret, { shop: row.shop, field }, ring);
      return anew === null ? [] : [[field, anew] as const];
    });
    if (changed.length === 0) continue;
    // Only where the row is still as it was read: a token refreshed meanwhile is sealed with the current key already.
    const { count } = await db.session.updateMany({
      where: { id: row.id, accessToken: row.accessToken, refreshToken: row.refreshToken },
      data: Object.fromEntries(changed),
    });
    rewritten += count;
  }
  return rewritten;
}

async function resealNames(db: State, ring: KeyRing): Promise<number> {
  let rewritten = 0;
  const rows = inPages<StaffMember>((after) =>
    db.staffMember.findMany({
      where: after
        ? { OR: [{ shop: { gt: after.shop } }, { shop: after.shop, userId: { gt: after.userId } }] }
        : {},
      orderBy: [{ shop: "asc" }, { userId: "asc" }],
      take: pageSize,
    }),
  );
  for await (const row of rows) {
    const name = resealed(row.name, placeOfName(row), ring);
    if (name === null) continue;
    const { shop, userId, name: before } = row;
    const { count } = await db.staffMember.updateMany({
      where: { shop, userId, name: before },
      data: { name },
    });
    rewritten += count;
  }
  return rewritten;
}
