import type { AdminLineItem, AdminOrder } from "../../stores/store";
import { inStoredOrder } from "../connections";
import { orderVisibility, type AdminContext } from "../context";
import { notImplemented } from "../errors";
import { orderFilters } from "../searchFilters";
import { countRows, listRows } from "./lists";
import { legacyResourceId, type CountArgs, type SearchArgs } from "./table";

interface ListArgs {
  first?: number | null;
  query?: string | null;
}

export const orderFields = {
  connections: {
    "QueryRoot.orders": (_root: unknown, args: SearchArgs, context: AdminContext) =>
      listRows("orders", context.shop.catalog.orders, orderFilters, args, context, orderVisibility(context)),
    "Order.lineItems": (order: AdminOrder) => inStoredOrder(order.lineItems),
  },
  fields: {
    "QueryRoot.ordersCount": (_root: unknown, args: CountArgs, context: AdminContext) =>
      countRows(
        "ordersCount",
        context.shop.catalog.orders,
        orderFilters,
        args,
        context,
        orderVisibility(context),
      ),
    "Order.legacyResourceId": legacyResourceId,
    "Order.closed": (order: AdminOrder) => order.closedAt !== null,
    "Order.customer": (order: AdminOrder, _args: unknown, context: AdminContext) =>
      (order.customer && context.shop.catalog.customers.byId.get(order.customer.id)) ?? null,
    "Order.refunds": (order: AdminOrder, args: ListArgs) => order.refunds.slice(0, args.first ?? undefined),
    "Order.fulfillments": (order: AdminOrder, args: ListArgs) => {
      if (args.query != null) throw notImplemented('the argument "query" of Order.fulfillments');
      return order.fulfillments.slice(0, args.first ?? undefined);
    },
    "LineItem.discountedTotalSet": (line: AdminLineItem, args: { withCodeDiscounts?: boolean | null }) => {
      if (args.withCodeDiscounts !== true) {
        throw notImplemented("LineItem.discountedTotalSet without (withCodeDiscounts: true)");
      }
      return line.discountedTotalSet;
    },
    // A product that was deleted is null, and its variant with it; the store keeps only their ids.
    "LineItem.product": (line: AdminLineItem, _args: unknown, context: AdminContext) =>
      (line.product && context.shop.catalog.products.byId.get(line.product.id)) ?? null,
    "LineItem.variant": ({ product, variant }: AdminLineItem, _args: unknown, { shop }: AdminContext) =>
      product && !shop.catalog.products.byId.has(product.id) ? null : variant,
  },
};
