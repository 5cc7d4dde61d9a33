/** Access scopes that a type of the Admin API needs, wherever a field returns it (the schema's `requiredAccess`). */
const scopeOfType: Record<string, string> = {
  AbandonedCheckout: "read_orders",
  AbandonedCheckoutLineItem: "read_orders",
  Collection: "read_products",
  Customer: "read_customers",
  CustomerStatistics: "read_customers",
  Fulfillment: "read_orders",
  LineItem: "read_orders",
  Order: "read_orders",
  Product: "read_products",
  ProductVariant: "read_products",
  Refund: "read_orders",
};

/** Fields that return a plain count and still need the scope of what they count. */
const scopeOfField: Record<string, string> = {
  "QueryRoot.abandonedCheckoutsCount": "read_orders",
  "QueryRoot.customersCount": "read_customers",
  "QueryRoot.ordersCount": "read_orders",
  "QueryRoot.productsCount": "read_products",
};

/** Orders older than this need `read_all_orders` besides `read_orders`. */
export const RECENT_ORDERS_DAYS = 60;

/** The scope that a field needs, or undefined. `returnType` is the named type without list, non-null and Connection. */
export function requiredScope(parentType: string, field: string, returnType: string): string | undefined {
  return scopeOfField[`${parentType}.${field}`] ?? scopeOfType[returnType];
}

/** Rights that the user behind the app needs besides the scope ("Also: The user must have … permission."). */
export const userRights = ["manage_abandoned_checkouts"] as const;
export type UserRight = (typeof userRights)[number];

/** The right that a field needs, or undefined. */
export function requiredUserRight(
  parentType: string,
  field: string,
  returnType: string,
): UserRight | undefined {
  const isOfCheckouts =
    returnType.startsWith("AbandonedCheckout") ||
    `${parentType}.${field}` === "QueryRoot.abandonedCheckoutsCount";
  return isOfCheckouts ? "manage_abandoned_checkouts" : undefined;
}

/** A write scope includes reading. */
export function isGranted(granted: ReadonlySet<string>, scope: string): boolean {
  return granted.has(scope) || granted.has(scope.replace(/^read_/, "write_"));
}
