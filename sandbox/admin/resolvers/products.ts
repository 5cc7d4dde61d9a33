import type { AdminProduct } from "../../stores/store";
import { inStoredOrder } from "../connections";
import type { AdminContext } from "../context";
import { notImplemented } from "../errors";
import { collectionFilters, productFilters } from "../searchFilters";
import { countRows, listRows } from "./lists";
import { legacyResourceId, type CountArgs, type SearchArgs } from "./table";

export const productFields = {
  connections: {
    "QueryRoot.products": (_root: unknown, args: SearchArgs, context: AdminContext) =>
      listRows("products", context.shop.catalog.products, productFilters, args, context),
    "QueryRoot.collections": (_root: unknown, args: SearchArgs, context: AdminContext) =>
      listRows("collections", context.shop.catalog.collections, collectionFilters, args, context),
    "Product.collections": (product: AdminProduct, args: SearchArgs, { shop }: AdminContext) => {
      if (args.query != null || (args.sortKey ?? "ID") !== "ID")
        throw notImplemented("searching or sorting Product.collections");
      const collections = product.collections.flatMap(
        ({ id }) => shop.catalog.collections.byId.get(id) ?? [],
      );
      return inStoredOrder(collections);
    },
  },
  fields: {
    "QueryRoot.productsCount": (_root: unknown, args: CountArgs, context: AdminContext) =>
      countRows("productsCount", context.shop.catalog.products, productFilters, args, context),
    "Product.legacyResourceId": legacyResourceId,
    "Collection.legacyResourceId": legacyResourceId,
  },
};
