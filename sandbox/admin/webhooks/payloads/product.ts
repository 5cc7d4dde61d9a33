import type { AdminProduct } from "../../../stores/store";
import type { ShopState } from "../../state";
import { numberOf } from "./numbers";
import { shopTime } from "./shopTime";

/** The body of `products/create` and `products/update`. The store keeps no variants and pictures; collections are in no webhook. */
export function productPayload({ store }: ShopState, product: AdminProduct) {
  const zone = store.shop.ianaTimezone;
  return {
    id: numberOf(product.id),
    admin_graphql_api_id: product.id,
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    tags: product.tags.join(", "),
    created_at: shopTime(product.createdAt, zone),
    updated_at: shopTime(product.updatedAt, zone),
    published_at: product.status === "ACTIVE" ? shopTime(product.createdAt, zone) : null,
    published_scope: "web",
    body_html: null,
    template_suffix: null,
    category: null,
    has_variants_that_requires_components: false,
    variants: [],
    variant_gids: [],
    options: [],
    images: [],
    image: null,
    media: [],
  };
}

/** The body of `products/delete`. */
export function deletedProductPayload(id: string) {
  return { id: numberOf(id) };
}
