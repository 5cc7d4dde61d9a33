import type {
  AdminAbandonedCheckout,
  AdminCollection,
  AdminCustomer,
  AdminOrder,
  AdminProduct,
  SandboxStore,
} from "../stores/store";

type SortValue = string | number;

/** Rows in ascending order of `sortValue`, ties by id: what a connection pages through. */
export interface SortedRows<Row extends { id: string } = { id: string }> {
  rows: readonly Row[];
  sortValue: (row: Row) => SortValue;
}

/** One kind of object of a store, found by id and kept in each order that was asked for. */
export interface Collection<Row extends { id: string }> {
  byId: ReadonlyMap<string, Row>;
  /** Sorted once per key. Undefined for a sort key that is not in the table. */
  sorted(key: string): SortedRows<Row> | undefined;
}

/** The store's objects, indexed. Built anew after a change of the store. */
export interface Catalog {
  abandonedCheckouts: Collection<AdminAbandonedCheckout>;
  collections: Collection<AdminCollection>;
  customers: Collection<AdminCustomer>;
  orders: Collection<AdminOrder>;
  products: Collection<AdminProduct>;
  ordersOf(customerId: string): readonly AdminOrder[];
}

type SortValues<Row> = Record<string, (row: Row) => SortValue>;

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
  let ordersByCustomer: Map<string, AdminOrder[]> | undefined;
  return {
    abandonedCheckouts: createCollection(store.abandonedCheckouts, abandonedCheckoutSorts),
    collections: createCollection(store.collections, collectionSorts),
    customers: createCollection(store.customers, customerSorts),
    orders: createCollection(store.orders, orderSorts),
    products: createCollection(store.products, productSorts),
    ordersOf(customerId) {
      ordersByCustomer ??= groupByCustomer(store.orders);
      return ordersByCustomer.get(customerId) ?? [];
    },
  };
}

/** Ids of one kind in the order of their numbers, without parsing 64-bit numbers. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The order of {@link SortedRows}. */
export function compareSortKeys(
  a: { value: SortValue; id: string },
  b: { value: SortValue; id: string },
): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : compareIds(a.id, b.id);
}

function createCollection<Row extends { id: string }>(
  rows: readonly Row[],
  sorts: SortValues<Row>,
): Collection<Row> {
  const kept = new Map<string, SortedRows<Row>>();
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    sorted(key) {
      const sorted = kept.get(key) ?? sortBy(rows, sorts, key);
      if (sorted) kept.set(key, sorted);
      return sorted;
    },
  };
}

function sortBy<Row extends { id: string }>(
  rows: readonly Row[],
  sorts: SortValues<Row>,
  key: string,
): SortedRows<Row> | undefined {
  const sortValue = Object.hasOwn(sorts, key) ? sorts[key] : undefined;
  if (!sortValue) return undefined;
  const keyed = rows.map((row) => ({ value: sortValue(row), id: row.id, row }));
  return { rows: keyed.sort(compareSortKeys).map(({ row }) => row), sortValue };
}

function groupByCustomer(orders: readonly AdminOrder[]): Map<string, AdminOrder[]> {
  const groups = new Map<string, AdminOrder[]>();
  for (const order of orders) {
    if (order.customer === null) continue;
    const group = groups.get(order.customer.id);
    if (group) group.push(order);
    else groups.set(order.customer.id, [order]);
  }
  return groups;
}
