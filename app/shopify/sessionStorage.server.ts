import { Session } from "@shopify/shopify-api";
import type { SessionParams } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";

import type { State } from "~/state/client.server";
import type { Session as SessionRow } from "~/state/generated/sqlite/client";
import { log } from "~/state/log.server";
import { open, seal, SecretError } from "~/state/secrets.server";

type OnlineAccessInfo = NonNullable<SessionParams["onlineAccessInfo"]>;

/**
 * Keeps the library's sessions in state, tokens and the user's details encrypted. Storing an offline session is what an
 * installation is, so it writes the shop in the same transaction.
 */
export function createSessionStorage(state: () => Promise<State>): SessionStorage {
  return {
    async storeSession(session) {
      const db = await state();
      const row = toRow(session);
      const store = db.session.upsert({ where: { id: row.id }, create: row, update: row });
      await db.$transaction(session.isOnline ? [store] : [store, ...installation(db, session, new Date())]);
      return true;
    },

    async loadSession(id) {
      const row = await (await state()).session.findUnique({ where: { id } });
      return row === null ? undefined : fromRow(row);
    },

    async deleteSession(id) {
      await (await state()).session.deleteMany({ where: { id } });
      return true;
    },

    async deleteSessions(ids) {
      await (await state()).session.deleteMany({ where: { id: { in: ids } } });
      return true;
    },

    async findSessionsByShop(shop) {
      const rows = await (await state()).session.findMany({ where: { shop } });
      return rows.map(fromRow).filter((session) => session !== undefined);
    },
  };
}

function installation(db: State, { shop, scope = "" }: Session, now: Date) {
  return [
    db.shop.updateMany({
      where: { domain: shop, uninstalledAt: { not: null } },
      data: { installedAt: now, uninstalledAt: null },
    }),
    db.shop.upsert({
      where: { domain: shop },
      create: { domain: shop, installedAt: now, authorizedAt: now, scopes: scope, settings: {} },
      update: { authorizedAt: now, scopes: scope },
    }),
  ];
}

/** A session as it is stored: secrets sealed to the shop and the field they belong to. */
export function toRow(session: Session): SessionRow {
  const { id, shop, state, isOnline } = session;
  const sealed = (field: string, value: string | undefined) =>
    value === undefined ? null : seal(value, { shop, field });
  return {
    id,
    shop,
    state,
    isOnline,
    scope: session.scope ?? null,
    expires: session.expires ?? null,
    accessToken: sealed("accessToken", session.accessToken),
    refreshToken: sealed("refreshToken", session.refreshToken),
    refreshTokenExpires: session.refreshTokenExpires ?? null,
    onlineAccessInfo: sealed(
      "onlineAccessInfo",
      session.onlineAccessInfo === undefined ? undefined : JSON.stringify(session.onlineAccessInfo),
    ),
  };
}

/** A stored session; undefined (and an entry in the log) where its secrets do not open, so that a new one is acquired. */
export function fromRow(row: SessionRow): Session | undefined {
  const { id, shop, state, isOnline } = row;
  const opened = (field: string, value: string | null) =>
    value === null ? undefined : open(value, { shop, field });
  try {
    const onlineAccessInfo = opened("onlineAccessInfo", row.onlineAccessInfo);
    return new Session({
      id,
      shop,
      state,
      isOnline,
      scope: row.scope ?? undefined,
      expires: row.expires ?? undefined,
      accessToken: opened("accessToken", row.accessToken),
      refreshToken: opened("refreshToken", row.refreshToken),
      refreshTokenExpires: row.refreshTokenExpires ?? undefined,
      onlineAccessInfo:
        onlineAccessInfo === undefined ? undefined : (JSON.parse(onlineAccessInfo) as OnlineAccessInfo),
    });
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    log().error({ shop }, `The stored session is passed over. ${error.message}`);
    return undefined;
  }
}
