/** Shops of one size. Their stores hold the same. */
export interface ShopsOfSize {
  readonly customers: number;
  readonly shops: number;
}

/** How many of 200 shops are how large, as a part of the largest: most are small, and few enough large for the whole to take minutes. */
const mix: readonly { readonly part: number; readonly shops: number }[] = [
  { part: 1 / 50, shops: 184 },
  { part: 1 / 10, shops: 10 },
  { part: 2 / 5, shops: 4 },
  { part: 1, shops: 2 },
];

export function fleetUpTo(largest: number): ShopsOfSize[] {
  return mix.map(({ part, shops }) => ({ customers: Math.max(1, Math.round(largest * part)), shops }));
}

export function shopsOf({ customers, shops }: ShopsOfSize): string[] {
  return Array.from(
    { length: shops },
    (_, place) => `shop-${String(place + 1)}-of-${String(customers)}.myshopify.com`,
  );
}

/** The shop that has the store of that size, too, and that no process is killed for. */
export function undisturbedShop({ customers }: ShopsOfSize): string {
  return `undisturbed-of-${String(customers)}.myshopify.com`;
}
