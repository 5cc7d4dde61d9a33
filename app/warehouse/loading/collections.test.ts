import { afterEach, beforeEach, expect, test } from "vitest";

import { collectionOf, product } from "./testing/bulkRecords";
import { openLoadingWarehouse, type LoadingWarehouse } from "./testing/loadingWarehouse";

let it: LoadingWarehouse;

beforeEach(async () => {
  it = await openLoadingWarehouse();
});
afterEach(() => it.close());

const collections = () => it.rowsOf("collections", ["collection_id", "title"]);
const memberships = () => it.rowsOf("product_collections", ["product_id", "collection_id"]);

test("a collection is known by the products in it, whatever order the lines come in", async () => {
  await it.load({
    products: [
      collectionOf(2, 7, "Sale"),
      product(1),
      collectionOf(1, 8, 'Gifts "25"'),
      product(2),
      product(3),
    ],
  });
  expect(await collections()).toEqual([
    { collection_id: 7n, title: "Sale" },
    { collection_id: 8n, title: 'Gifts "25"' },
  ]);
  expect(await memberships()).toEqual([
    { product_id: 1n, collection_id: 8n },
    { product_id: 2n, collection_id: 7n },
  ]);
});

test("a line that comes twice counts once, one of a product that is not in the file is left out and counted", async () => {
  const counts = await it.load({
    products: [product(1), collectionOf(1, 7), collectionOf(1, 7), collectionOf(9, 8)],
  });
  expect(counts.orphanLines).toBe(1);
  expect(await memberships()).toEqual([{ product_id: 1n, collection_id: 7n }]);
  expect(await collections()).toHaveLength(1);
});

test("the next load brings new titles and members, and forgets what no product is in any more", async () => {
  await it.load({ products: [product(1), collectionOf(1, 7, "Old"), collectionOf(1, 8), product(2)] });
  // Neither product has a newer version: putting it into a collection does not change a product.
  await it.load({ products: [product(1), product(2), collectionOf(2, 7, "New"), collectionOf(2, 9)] });
  expect(await collections()).toEqual([
    { collection_id: 7n, title: "New" },
    { collection_id: 9n, title: "Collection 9" },
  ]);
  expect(await memberships()).toEqual([
    { product_id: 2n, collection_id: 7n },
    { product_id: 2n, collection_id: 9n },
  ]);
});

test("a product that changed since the snapshot began keeps its collections; one that is gone loses them", async () => {
  await it.load({
    products: [
      product(1, { updatedAt: "2026-02-01T00:00:00Z" }),
      collectionOf(1, 7),
      product(2),
      collectionOf(2, 8),
    ],
  });
  await it.load({ products: [product(1), collectionOf(1, 9)] });
  expect(await memberships()).toEqual([{ product_id: 1n, collection_id: 7n }]);
  expect(await collections()).toEqual([{ collection_id: 7n, title: "Collection 7" }]);
});
