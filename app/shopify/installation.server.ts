import type { State } from "~/state/client.server";

/**
 * Records that a shop removed the app: its sessions go (Shopify has already made the tokens useless), its data stays
 * until Shopify asks for its deletion 48 hours later. A notice that arrives after the shop installed the app again is
 * about the past and changes nothing.
 *
 * @param at when the shop removed the app.
 * @returns whether it was recorded.
 */
export async function recordUninstallation(db: State, shop: string, at: Date): Promise<boolean> {
  const isCurrent = { domain: shop, uninstalledAt: null, installedAt: { lte: at } };
  if ((await db.shop.count({ where: isCurrent })) === 0) return false;
  const [{ count }] = await db.$transaction([
    db.shop.updateMany({ where: isCurrent, data: { uninstalledAt: at } }),
    db.session.deleteMany({ where: { shop } }),
  ]);
  return count === 1;
}

/** Records the access scopes that a shop has granted as of now. */
export async function recordScopes(db: State, shop: string, scopes: readonly string[]): Promise<void> {
  const scope = scopes.join(",");
  await db.$transaction([
    db.shop.updateMany({ where: { domain: shop }, data: { scopes: scope } }),
    db.session.updateMany({ where: { shop }, data: { scope } }),
  ]);
}
