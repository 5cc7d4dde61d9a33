import type { WarehouseTables } from "~/warehouse/tables";

/** A column as somebody reads it: what it is called, and what is amiss with it as it stands. */
export interface ToldColumn {
  readonly title: string;
  /** In minor units of the shop's currency. */
  readonly isMoney?: true;
}

/** Every column of a table; null where it repeats another one, for the app's own use. */
export type ToldColumns<Table extends keyof WarehouseTables> = Readonly<
  Record<keyof WarehouseTables[Table], ToldColumn | null>
>;

const named = (title: string): ToldColumn => ({ title });
const money = (title: string): ToldColumn => ({ title, isMoney: true });

export const customerColumns: ToldColumns<"customers"> = {
  customer_id: named("Customer number"),
  created_at: named("Customer since"),
  updated_at: named("Changed"),
  first_name: named("First name"),
  last_name: named("Last name"),
  display_name: named("Name as shown"),
  email: named("Email"),
  phone: named("Phone"),
  email_consent: named("Email marketing consent"),
  email_consent_at: named("Email marketing consent since"),
  sms_consent: named("SMS marketing consent"),
  sms_consent_at: named("SMS marketing consent since"),
  whatsapp_consent: named("WhatsApp marketing consent"),
  whatsapp_consent_at: named("WhatsApp marketing consent since"),
  locale: named("Language"),
  account_state: named("Account"),
  verified_email: named("Email is verified"),
  tax_exempt: named("Exempt from tax"),
  tags: named("Tags"),
  note: named("Note"),
  address1: named("Address"),
  address2: named("Address, second line"),
  zip: named("Postal code"),
  city: named("City"),
  province_code: named("Province"),
  country_code: named("Country"),
  data_sale_opt_out: named("Has opted out of the sale of data"),
  subscriber_status: named("Subscription"),
  shopify_orders: named("Orders, as Shopify counts them"),
  shopify_spent: money("Amount spent, as Shopify counts it"),
  shopify_rfm_group: named("RFM group at Shopify"),
  shopify_spend_tier: named("Spend tier predicted by Shopify"),
  tags_folded: null,
  city_folded: null,
};

export const metafieldColumns: ToldColumns<"customer_metafields"> = {
  customer_id: named("Customer number"),
  namespace: named("Namespace"),
  key: named("Key"),
  type: named("Type"),
  value: named("Value"),
  value_number: null,
  value_date: null,
};

export const tagEventColumns: ToldColumns<"customer_tag_events"> = {
  customer_id: named("Customer number"),
  tag: named("Tag"),
  added_at: named("Added"),
};

export const orderColumns: ToldColumns<"orders"> = {
  order_id: named("Order number at Shopify"),
  customer_id: named("Customer number"),
  name: named("Order"),
  created_at: named("Created"),
  updated_at: named("Changed"),
  processed_at: named("Placed"),
  cancelled_at: named("Cancelled"),
  cancel_reason: named("Cancelled because of"),
  test: named("Is a test"),
  financial_status: named("Payment"),
  fulfillment_status: named("Fulfilment"),
  return_status: named("Return"),
  source_name: named("Placed through"),
  retail_location_id: named("Location number"),
  presentment_currency: named("Currency shown to the customer"),
  tags: named("Tags"),
  discount_codes: named("Discount codes"),
  total: money("Total"),
  current_total: money("Total after changes and returns"),
  current_tax: money("Tax"),
  current_shipping: money("Shipping"),
  discounts: money("Discounts"),
  refunded: money("Refunded"),
  net_payment: money("Paid, less refunds"),
  gift_cards: money("Gift cards in it"),
  subscription: named("Is of a subscription"),
  country_code: named("Delivery country"),
  province_code: named("Delivery province"),
  city: named("Delivery city"),
};

export const lineColumns: ToldColumns<"order_lines"> = {
  line_id: named("Line number at Shopify"),
  order_id: null,
  product_id: named("Product number"),
  variant_id: named("Variant number"),
  title: named("Product"),
  variant_title: named("Variant"),
  sku: named("SKU"),
  vendor: named("Vendor"),
  quantity: named("Quantity"),
  current_quantity: named("Quantity after changes and returns"),
  is_gift_card: named("Is a gift card"),
  unit_price: money("Price of one"),
  discounted_total: money("Total after discounts"),
  selling_plan: named("Selling plan"),
  bought_by: null,
  bought_at: null,
};

export const refundColumns: ToldColumns<"refunds"> = {
  refund_id: named("Refund number at Shopify"),
  order_id: null,
  processed_at: named("Refunded"),
  amount: money("Amount"),
};

export const fulfillmentColumns: ToldColumns<"fulfillments"> = {
  fulfillment_id: named("Fulfilment number at Shopify"),
  order_id: null,
  created_at: named("Created"),
  status: named("Status"),
  display_status: named("Status as shown"),
  delivered_at: named("Delivered"),
};

export const checkoutColumns: ToldColumns<"abandoned_checkouts"> = {
  checkout_id: named("Checkout number at Shopify"),
  customer_id: named("Customer number"),
  created_at: named("Begun"),
  updated_at: named("Changed"),
  completed_at: named("Completed after all"),
  total: money("Total"),
};

export const checkoutLineColumns: ToldColumns<"abandoned_checkout_lines"> = {
  checkout_id: null,
  line_key: null,
  product_id: named("Product number"),
  variant_id: named("Variant number"),
  title: named("Product"),
  sku: named("SKU"),
  quantity: named("Quantity"),
  total: money("Total"),
};

export const metricColumns: ToldColumns<"customer_metrics"> = {
  customer_id: named("Customer number"),
  orders: named("Orders that count"),
  spend: money("Spent"),
  first_order_at: null,
  last_order_at: null,
  first_order_on: named("First order"),
  second_order_on: named("Second order"),
  last_order_on: named("Last order"),
  refunded: money("Refunded"),
  failed_orders: named("Orders cancelled by them, declined or not delivered"),
  discounted_orders: named("Orders with a discount"),
  highest_unit_price: money("Dearest thing bought"),
  gap_mean_days: named("Days between orders, on average"),
  gap_max_days: named("Days between orders, at most"),
  first_order_source: named("First order placed through"),
};
