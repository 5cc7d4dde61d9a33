import type {
  AdminAbandonedCheckout,
  AdminCollection,
  AdminCustomer,
  AdminOrder,
  AdminProduct,
  SandboxStore,
} from "../stores/store";
import { createCollection, type Collection } from "./collection";
import { createGroups, type Groups } from "./groups";
import { sortBy, type SortedRows, type SortValues } from "./sortedRows";

/** The store's objects, indexed. Whoever changes the store does it through the collections. */
export interface Catalog {
  readonly abandonedCheckouts: Collection<AdminAbandonedCheckout>;
  readonly collections: Collection<AdminCollection>;
  readonly customers: Collection<AdminCustomer>;
  readonly orders: Collection<AdminOrder>;
  readonly products: Collection<AdminProduct>;
  ordersOf(customerId: string): readonly AdminOrder[];
  checkoutsOf(customerId: string): readonly AdminAbandonedCheckout[];
}

const instant = (text: string): number => Date.parse(text);

const orderSorts: SortValues<AdminOrder> = {
  CREATED_AT: (order) => instant(order.createdAt),
  CURRENT_TOTAL_PRICE: (order) => Number(order.currentTotalPriceSet.shopMoney.amount),
  ID: () => 0,
  PROCESSED_AT: (order) => instant(order.processedAt),
  TOTAL_PRICE: (order) => Number(order.totalPriceSet.shopMoney.amount),
  UPDATED_AT: (order) => instant(order.updatedAt),
};

const customerSorts: SortValues<AdminCustomer> = {
  CREATED_AT: (customer) => instant(customer.createdAt),
  ID: () => 0,
  NAME: (customer) => `${customer.lastName ?? ""}, ${customer.firstName ?? ""}`,
  UPDATED_AT: (customer) => instant(customer.updatedAt),
};

const productSorts: SortValues<AdminProduct> = {
  CREATED_AT: (product) => instant(product.createdAt),
  ID: () => 0,
  PRODUCT_TYPE: (product) => product.productType,
  TITLE: (product) => product.title,
  UPDATED_AT: (product) => instant(product.updatedAt),
  VENDOR: (product) => product.vendor,
};

const collectionSorts: SortValues<AdminCollection> = {
  ID: () => 0,
  TITLE: (collection) => collection.title,
  UPDATED_AT: (collection) => instant(collection.updatedAt),
};

const abandonedCheckoutSorts: SortValues<AdminAbandonedCheckout> = {
  CREATED_AT: (checkout) => instant(checkout.createdAt),
  ID: () => 0,
  TOTAL_PRICE: (checkout) => Number(checkout.totalPriceSet.shopMoney.amount),
};

/** Every sort key of a customer's or shop's orders that this sandbox knows. */
export function sortOrders(orders: readonly AdminOrder[], key: string): SortedRows<AdminOrder> | undefined {
  return sortBy(orders, orderSorts, key);
}

export function createCatalog(store: SandboxStore): Catalog {
  const ofCustomer = (row: { customer: { id: string } | null }): string | null => row.customer?.id ?? null;
  const orderGroups = createGroups(store.orders, ofCustomer);
  const checkoutGroups = createGroups(store.abandonedCheckouts, ofCustomer);
  return {
    abandonedCheckouts: grouped(
      createCollection(store.abandonedCheckouts, abandonedCheckoutSorts),
      checkoutGroups,
    ),
    collections: createCollection(store.collections, collectionSorts),
    customers: createCollection(store.customers, customerSorts),
    orders: grouped(createCollection(store.orders, orderSorts), orderGroups),
    products: createCollection(store.products, productSorts),
    ordersOf: (customerId) => orderGroups.of(customerId),
    checkoutsOf: (customerId) => checkoutGroups.of(customerId),
  };
}

/** A collection whose changes keep its groups, too. */
function grouped<Row extends { id: string }>(
  collection: Collection<Row>,
  groups: Groups<Row>,
): Collection<Row> {
  return {
    ...collection,
    add(row) {
      collection.add(row);
      groups.update(row);
    },
    changed(row) {
      collection.changed(row);
      groups.update(row);
    },
    remove(row) {
      collection.remove(row);
      groups.remove(row);
    },
  };
}
