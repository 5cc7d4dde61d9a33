import { z } from "zod";

import type { AdminProduct } from "../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../state";
import { announce } from "../webhooks/deliver";
import { deletedProductPayload, productPayload } from "../webhooks/payloads/product";
import { find } from "./find";
import { touch } from "./touch";

const productFields = z.strictObject({
  title: z.string(),
  handle: z.string(),
  vendor: z.string(),
  productType: z.string(),
  status: z.enum(["ACTIVE", "ARCHIVED", "DRAFT"]),
  tags: z.array(z.string()),
  /** Global ids of the collections that it is in. */
  collections: z.array(z.strictObject({ id: z.string() })),
});

export const productEdit = productFields.partial();
export const newProduct = productEdit.extend({ title: z.string() });

export function createProduct(
  state: SandboxState,
  shop: ShopState,
  fields: z.infer<typeof newProduct>,
): AdminProduct {
  knowCollections(shop, fields);
  const now = timestamp(state.now());
  const product: AdminProduct = {
    id: newGid(state, "Product"),
    handle: fields.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
    vendor: shop.store.shop.name,
    productType: "",
    status: "ACTIVE",
    tags: [],
    collections: [],
    ...fields,
    createdAt: now,
    updatedAt: now,
  };
  shop.catalog.products.add(product);
  announce(state, shop, [{ topic: "products/create", payload: () => productPayload(shop, product) }]);
  return product;
}

export function editProduct(
  state: SandboxState,
  shop: ShopState,
  id: string,
  fields: z.infer<typeof productEdit>,
): AdminProduct {
  knowCollections(shop, fields);
  const product = find(shop.catalog.products, "product", id);
  Object.assign(product, fields);
  touch(state, product);
  shop.catalog.products.changed(product);
  announce(state, shop, [{ topic: "products/update", payload: () => productPayload(shop, product) }]);
  return product;
}

/** Removes a product. Lines that sold it stay, and their product is null from then on; no order gets a new date for it. */
export function deleteProduct(state: SandboxState, shop: ShopState, id: string): { deleted: string } {
  shop.catalog.products.remove(find(shop.catalog.products, "product", id));
  announce(state, shop, [{ topic: "products/delete", payload: () => deletedProductPayload(id) }]);
  return { deleted: id };
}

function knowCollections(shop: ShopState, { collections = [] }: z.infer<typeof productEdit>): void {
  for (const { id } of collections) find(shop.catalog.collections, "collection", id);
}
