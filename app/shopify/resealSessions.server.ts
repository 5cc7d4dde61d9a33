import type { State } from "~/state/client.server";
import type { KeyRing } from "~/state/secrets.server";
import { resealed } from "~/state/secrets.server";

const pageSize = 500;
const sealedFields = ["accessToken", "refreshToken", "onlineAccessInfo"] as const;

/**
 * Encrypts anew, with the current key, every stored secret that another key sealed. Run at each start, so that a key is
 * rotated by putting a new one in front and restarting; once it has run, the old key can go.
 *
 * @returns how many sessions were rewritten.
 * @throws {SecretError} where a key that is still needed is missing.
 */
export async function resealSessions(db: State, ring: KeyRing): Promise<number> {
  let rewritten = 0;
  let after = "";
  for (;;) {
    const page = await db.session.findMany({
      where: { id: { gt: after } },
      orderBy: { id: "asc" },
      take: pageSize,
    });
    for (const row of page) {
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
    const last = page.at(-1);
    if (last === undefined) return rewritten;
    after = last.id;
  }
}
