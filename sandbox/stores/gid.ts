/** Shopify's global id: `gid://shopify/Customer/1`. */
export function gid(type: string, number: number | string): string {
  return `gid://shopify/${type}/${String(number)}`;
}
