import type { State } from "~/state/client.server";

/**
 * Records that a shop removed the app: its sessions go (Shopify has already made the tokens useless), its data stays
 * until Shopify asks for its deletion 48 hours later. A notice that arrives after somebody of the
 * shop has opened the app again is about the past and changes nothing.
 *
 * @param at when the shop removed the app.
 * @returns whether it was recorded.
 */
export async function recordUninstallation(db: State, shop: string, at: Date): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: { domain: shop, authorizedAt: { lte: at } },
    data: { uninstalledAt: at },
  });
  if (count === 0) return false;
  await db.session.deleteMany({ where: { shop } });
  return true;
}

/** Records the access scopes that a shop has granted as of now. */
export async function recordScopes(db: State, shop: string, scopes: readonly string[]): Promise<void> {
  const scope = scopes.join(",");
  await db.$transaction([
    db.shop.updateMany({ where: { domain: shop }, data: { scopes: scope } }),
    db.session.updateMany({ where: { shop }, data: { scope } }),
  ]);
}
