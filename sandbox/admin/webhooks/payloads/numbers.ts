import { createHash } from "node:crypto";

/** The number behind a global id: webhooks name most objects by it. */
export function numberOf(id: string): number {
  return Number(/\/(\d+)(?:\?.*)?$/.exec(id)?.[1]);
}

/** A token such as Shopify gives carts and orders: 32 hexadecimal digits, the same for the same text. */
export function tokenOf(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
