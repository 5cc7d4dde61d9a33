import type { AdminCustomer } from "../../stores/store";
import { sortOrders } from "../catalog";
import { inStoredOrder } from "../connections";
import { orderVisibility, type AdminContext } from "../context";
import { notImplemented } from "../errors";
import { customerCountFilters, customerFilters, orderFilters } from "../searchFilters";
import { countRows, listRows } from "./lists";
import { legacyResourceId, type CountArgs, type SearchArgs } from "./table";

interface MetafieldArgs {
  namespace?: string | null;
  keys?: string[] | null;
}

export const customerFields = {
  connections: {
    "QueryRoot.customers": (_root: unknown, args: SearchArgs, context: AdminContext) =>
      listRows("customers", context.shop.catalog.customers, customerFilters, args, context),
    "Customer.metafields": (customer: AdminCustomer, args: MetafieldArgs) => {
      if (args.namespace != null || args.keys != null)
        throw notImplemented("metafields by namespace or key; ask for all");
      return inStoredOrder(customer.metafields);
    },
    "Customer.orders": (customer: AdminCustomer, args: SearchArgs, context: AdminContext) => {
      const orders = context.shop.catalog.ordersOf(customer.id);
      const collection = { sorted: (key: string) => sortOrders(orders, key) };
      return listRows("Customer.orders", collection, orderFilters, args, context, orderVisibility(context));
    },
  },
  fields: {
    "QueryRoot.customersCount": (_root: unknown, args: CountArgs, context: AdminContext) =>
      countRows("customersCount", context.shop.catalog.customers, customerCountFilters, args, context),
    "Customer.legacyResourceId": legacyResourceId,
    "Customer.email": (customer: AdminCustomer) => customer.defaultEmailAddress?.emailAddress ?? null,
    "Customer.phone": (customer: AdminCustomer) => customer.defaultPhoneNumber?.phoneNumber ?? null,
    "Customer.lastOrder": (customer: AdminCustomer, _args: unknown, context: AdminContext) => {
      const order = customer.lastOrder && context.shop.catalog.orders.byId.get(customer.lastOrder.id);
      return order && orderVisibility(context)(order) ? order : null;
    },
  },
};
