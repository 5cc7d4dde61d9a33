import type { ShopState } from "../../state";
import { numberOf } from "./numbers";

interface Sold {
  product: { id: string } | null;
  variant: { id: string } | null;
}

/** What a line names of the catalogue. A product that was deleted since is null, and its variant with it. */
export function soldProduct({ catalog }: ShopState, { product, variant }: Sold) {
  const exists = product !== null && catalog.products.byId.has(product.id);
  return {
    product_id: exists ? numberOf(product.id) : null,
    variant_id: exists && variant ? numberOf(variant.id) : null,
  };
}
