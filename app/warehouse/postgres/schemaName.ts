import { createHash } from "node:crypto";

/** Characters of the shop's own name that are kept; PostgreSQL cuts names off after 63 bytes. */
const kept = 40;

/**
 * The schema that a shop's warehouse is in: its name to read, and a hash of the whole domain, which tells apart shops
 * whose names begin alike.
 *
 * @returns null for anything but a plain lower-case domain name
 */
export function schemaName(shop: string): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62})+$/.test(shop)) return null;
  const [label = ""] = shop.split(".");
  const hash = createHash("sha256").update(shop).digest("hex").slice(0, 12);
  return `shop_${label.slice(0, kept).replaceAll("-", "_")}_${hash}`;
}
