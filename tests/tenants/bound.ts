import type { StateOperation } from "./watched";

/** Rows of these belong to no shop. */
const sharedModels: readonly string[] = ["Lease"];

/** One of several, or what is left out, holds a statement to nothing. */
const loosening: readonly string[] = ["OR", "NOT"];

/**
 * Whether a statement is held to a shop's rows by what it says itself: what it looks for, or what it makes, names the shop.
 * That the ids in it were read with the shop is not enough, since nobody sees it there.
 */
export function isBoundTo(shop: string, { model, operation, args }: StateOperation): boolean {
  if (model === null) return names(shop, args);
  if (sharedModels.includes(model)) return true;
  const { where, data } = args as { readonly where?: unknown; readonly data?: unknown };
  return names(shop, operation.startsWith("create") ? data : where);
}

function names(shop: string, value: unknown): boolean {
  if (typeof value === "string") return value.split(/[ _]/).includes(shop);
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([key, held]) => !loosening.includes(key) && names(shop, held));
}

export function described({ errand, model, operation, args }: StateOperation): string {
  return `${errand.what}: ${model ?? "SQL"}.${operation} ${textOf(args).slice(0, 300)}`;
}

/** As text, ids of Shopify's included. */
export function textOf(value: unknown): string {
  const plain = (_: string, held: unknown) => (typeof held === "bigint" ? String(held) : held);
  return value === undefined ? "" : JSON.stringify(value, plain);
}
