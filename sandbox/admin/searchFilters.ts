import type {
  AdminAbandonedCheckout,
  AdminCollection,
  AdminCustomer,
  AdminOrder,
  AdminProduct,
} from "../stores/store";
import type { SearchFilters } from "./search";

/** The search filters that this sandbox answers, by what is searched. Others exist at Shopify and are refused here. */
export const orderFilters: SearchFilters<AdminOrder> = {
  created_at: { kind: "date", of: (order) => order.createdAt },
  updated_at: { kind: "date", of: (order) => order.updatedAt },
  processed_at: { kind: "date", of: (order) => order.processedAt },
  id: { kind: "id", of: (order) => order.id },
  customer_id: { kind: "id", of: (order) => order.customer?.id ?? null },
  name: { kind: "text", of: (order) => order.name },
  email: { kind: "text", of: (order) => order.email },
  test: { kind: "boolean", of: (order) => order.test },
  tag: { kind: "texts", of: (order) => order.tags },
  discount_code: { kind: "texts", of: (order) => order.discountCodes },
  sku: {
    kind: "texts",
    of: (order) => order.lineItems.flatMap((line) => (line.sku === null ? [] : [line.sku])),
  },
  source_name: { kind: "text", of: (order) => order.sourceName },
  financial_status: { kind: "text", of: (order) => order.displayFinancialStatus },
  return_status: { kind: "text", of: (order) => order.returnStatus },
  current_total_price: { kind: "number", of: (order) => Number(order.currentTotalPriceSet.shopMoney.amount) },
  status: {
    kind: "choice",
    choices: {
      open: (order) => order.closedAt === null && order.cancelledAt === null,
      closed: (order) => order.closedAt !== null && order.cancelledAt === null,
      cancelled: (order) => order.cancelledAt !== null,
      not_closed: (order) => order.closedAt === null,
    },
  },
};

export const customerFilters: SearchFilters<AdminCustomer> = {
  created_at: { kind: "date", of: (customer) => customer.createdAt },
  updated_at: { kind: "date", of: (customer) => customer.updatedAt },
  id: { kind: "id", of: (customer) => customer.id },
  email: { kind: "text", of: (customer) => customer.defaultEmailAddress?.emailAddress ?? null },
  phone: { kind: "text", of: (customer) => customer.defaultPhoneNumber?.phoneNumber ?? null },
  first_name: { kind: "text", of: (customer) => customer.firstName },
  last_name: { kind: "text", of: (customer) => customer.lastName },
  country: { kind: "text", of: (customer) => customer.defaultAddress?.country ?? null },
  state: { kind: "text", of: (customer) => customer.state },
  tag: { kind: "texts", of: (customer) => customer.tags },
  orders_count: { kind: "number", of: (customer) => Number(customer.numberOfOrders) },
  total_spent: { kind: "number", of: (customer) => Number(customer.amountSpent.amount) },
  accepts_marketing: {
    kind: "boolean",
    of: (customer) => customer.defaultEmailAddress?.marketingState === "SUBSCRIBED",
  },
};

/** `customersCount` searches by these alone. */
export const customerCountFilters: SearchFilters<AdminCustomer> = Object.fromEntries(
  Object.entries(customerFilters).filter(([name]) => ["created_at", "updated_at", "id"].includes(name)),
);

export const productFilters: SearchFilters<AdminProduct> = {
  created_at: { kind: "date", of: (product) => product.createdAt },
  updated_at: { kind: "date", of: (product) => product.updatedAt },
  id: { kind: "id", of: (product) => product.id },
  title: { kind: "text", of: (product) => product.title },
  handle: { kind: "text", of: (product) => product.handle },
  vendor: { kind: "text", of: (product) => product.vendor },
  product_type: { kind: "text", of: (product) => product.productType },
  status: { kind: "text", of: (product) => product.status },
  tag: { kind: "texts", of: (product) => product.tags },
};

export const collectionFilters: SearchFilters<AdminCollection> = {
  id: { kind: "id", of: (collection) => collection.id },
  title: { kind: "text", of: (collection) => collection.title },
  handle: { kind: "text", of: (collection) => collection.handle },
  updated_at: { kind: "date", of: (collection) => collection.updatedAt },
};

export const abandonedCheckoutFilters: SearchFilters<AdminAbandonedCheckout> = {
  created_at: { kind: "date", of: (checkout) => checkout.createdAt },
  updated_at: { kind: "date", of: (checkout) => checkout.updatedAt },
  id: { kind: "id", of: (checkout) => checkout.id },
  recovery_state: {
    kind: "choice",
    choices: {
      recovered: (checkout) => checkout.completedAt !== null,
      not_recovered: (checkout) => checkout.completedAt === null,
    },
  },
};
