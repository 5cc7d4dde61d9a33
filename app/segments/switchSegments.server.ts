import type { Refusal } from "./refusals";
import { activateSegment, deactivateSegment } from "./segmentLife.server";

export interface Switched {
  readonly switched: readonly number[];
  /** Those that stay as they are, and why. */
  readonly refused: readonly { readonly id: number; readonly refusal: Refusal }[];
}

/**
 * Switches several segments on or off, each by itself. Where they refer to each other, one may have to wait for another: so
 * those that were refused are tried again as long as that helps.
 *
 * @param by who of the shop's staff, by Shopify's user id
 */
export async function switchSegments(
  shop: string,
  ids: readonly number[],
  active: boolean,
  by: string | null,
  now: Date,
): Promise<Switched> {
  const change = active ? activateSegment : deactivateSegment;
  const switched: number[] = [];
  let waiting = ids;
  for (;;) {
    const refused: { readonly id: number; readonly refusal: Refusal }[] = [];
    for (const id of waiting) {
      const edited = await change(shop, id, by, now);
      if (edited.ok) switched.push(id);
      else refused.push({ id, refusal: edited.refusal });
    }
    if (refused.length === 0 || refused.length === waiting.length) return { switched, refused };
    waiting = refused.map(({ id }) => id);
  }
}
