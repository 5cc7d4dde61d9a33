import { isPositive, minus, plus, times, zero } from "../../../stores/moneyBags";
import type { AdminCustomer, AdminOrder, MoneyBag } from "../../../stores/store";
import type { ShopState } from "../../state";
import { addressPayload } from "./address";
import { moneySet, priced } from "./amounts";
import { customerWithin } from "./customer";
import { currentDiscounts, discountApplications, discountCodes } from "./discounts";
import { fulfillmentPayload } from "./fulfillment";
import { lineItemPayload } from "./lineItem";
import { numberOf, tokenOf } from "./numbers";
import { personalOf } from "./personal";
import { refundPayload } from "./refund";
import { shopTime } from "./shopTime";

/** The body of `orders/create`, `orders/updated` and `orders/cancelled`. An order of nobody has no `customer`. */
export function orderPayload(shop: ShopState, order: AdminOrder) {
  const customer = (order.customer && shop.catalog.customers.byId.get(order.customer.id)) ?? null;
  return {
    ...identity(order),
    ...dates(shop, order),
    ...money(order),
    ...statuses(order),
    ...origin(order),
    ...people(shop, order, customer),
    ...unknown(shop, order),
    discount_codes: discountCodes(order),
    discount_applications: discountApplications(order),
    tags: order.tags.join(", "),
    payment_gateway_names: isPositive(plus(order.netPaymentSet, order.totalRefundedSet)) ? ["bogus"] : [],
    line_items: order.lineItems.map((line) => lineItemPayload(shop, line)),
    shipping_lines: shippingLines(order),
    fulfillments: order.fulfillments.map((fulfillment) => fulfillmentPayload(shop, order, fulfillment)),
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    returns: [],
  };
}

/** The body of `orders/delete`. */
export function deletedOrderPayload(id: string) {
  return { id: numberOf(id) };
}

/** The first order of a shop is #1001. */
const NAMES_START_AT = 1000;

function identity(order: AdminOrder) {
  const orderNumber = Number(/\d+/.exec(order.name)?.[0] ?? numberOf(order.id));
  return {
    id: numberOf(order.id),
    admin_graphql_api_id: order.id,
    name: order.name,
    order_number: orderNumber,
    number: orderNumber > NAMES_START_AT ? orderNumber - NAMES_START_AT : orderNumber,
    token: tokenOf(order.id),
    confirmation_number: null,
  };
}

function dates(shop: ShopState, order: AdminOrder) {
  const zone = shop.store.shop.ianaTimezone;
  return {
    created_at: shopTime(order.createdAt, zone),
    updated_at: shopTime(order.updatedAt, zone),
    processed_at: shopTime(order.processedAt, zone),
    cancelled_at: shopTime(order.cancelledAt, zone),
    closed_at: shopTime(order.closedAt, zone),
  };
}

function money(order: AdminOrder) {
  const nothing = zero(order.totalPriceSet);
  const atFullPrice = order.lineItems.reduce(
    (sum, line) => plus(sum, times(line.originalUnitPriceSet, line.quantity)),
    nothing,
  );
  const subtotal = minus(minus(order.totalPriceSet, order.totalTaxSet), order.totalShippingPriceSet);
  return {
    currency: order.currencyCode,
    presentment_currency: order.presentmentCurrencyCode,
    ...priced("total_price", order.totalPriceSet),
    ...priced("current_total_price", order.currentTotalPriceSet),
    ...priced("subtotal_price", subtotal),
    ...priced("current_subtotal_price", order.currentSubtotalPriceSet),
    ...priced("total_discounts", order.totalDiscountsSet),
    ...priced("current_total_discounts", currentDiscounts(order)),
    ...priced("total_tax", order.totalTaxSet),
    ...priced("current_total_tax", order.currentTotalTaxSet),
    ...priced("total_line_items_price", atFullPrice),
    total_shipping_price_set: moneySet(order.totalShippingPriceSet),
    current_shipping_price_set: moneySet(order.currentShippingPriceSet),
    total_cash_rounding_payment_adjustment_set: moneySet(nothing),
    total_cash_rounding_refund_adjustment_set: moneySet(nothing),
    total_outstanding: outstanding(order).shopMoney.amount,
    total_tip_received: nothing.shopMoney.amount,
  };
}

function outstanding(order: AdminOrder): MoneyBag {
  const left = minus(order.currentTotalPriceSet, order.netPaymentSet);
  return isPositive(left) ? left : zero(left);
}

/** What is fulfilled, as webhooks know it; the Admin API's other display statuses are null here. */
const fulfillmentStatuses: Partial<Record<string, string>> = {
  FULFILLED: "fulfilled",
  PARTIALLY_FULFILLED: "partial",
  RESTOCKED: "restocked",
};

function statuses(order: AdminOrder) {
  return {
    financial_status: order.displayFinancialStatus?.toLowerCase() ?? null,
    fulfillment_status: fulfillmentStatuses[order.displayFulfillmentStatus] ?? null,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    confirmed: order.confirmed,
    test: order.test,
  };
}

function origin(order: AdminOrder) {
  const { sourceName, retailLocation } = order;
  const isWeb = sourceName === "web";
  return {
    app_id: sourceName !== null && /^\d+$/.test(sourceName) ? Number(sourceName) : null,
    source_name: sourceName,
    source_identifier: null,
    source_url: null,
    location_id: retailLocation && numberOf(retailLocation.id),
    cart_token: isWeb ? tokenOf(`cart of ${order.id}`) : null,
    checkout_token: isWeb ? tokenOf(`checkout of ${order.id}`) : null,
    landing_site: null,
    landing_site_ref: null,
    referring_site: null,
    reference: null,
  };
}

function people(shop: ShopState, order: AdminOrder, customer: AdminCustomer | null) {
  const personal = personalOf(shop.approvals);
  const email = personal("email", order.email);
  return {
    email,
    contact_email: email,
    phone: null,
    customer_locale: customer?.locale ?? null,
    buyer_accepts_marketing: customer?.defaultEmailAddress?.marketingState === "SUBSCRIBED",
    ...(customer && { customer: customerWithin(shop, customer) }),
    billing_address: null,
    shipping_address: addressPayload(order.shippingAddress, personal),
    tax_exempt: customer?.taxExempt ?? false,
  };
}

/** What Shopify tells and this store does not hold. */
function unknown(shop: ShopState, order: AdminOrder) {
  const shopNumber = String(numberOf(shop.store.shop.id));
  return {
    browser_ip: null,
    client_details: null,
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    device_id: null,
    duties_included: false,
    estimated_taxes: false,
    merchant_business_entity_id: null,
    merchant_of_record_app_id: null,
    note: null,
    note_attributes: [],
    order_status_url: `https://${shop.domain}/${shopNumber}/orders/${tokenOf(order.id)}/authenticate`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_terms: null,
    po_number: null,
    tax_lines: [],
    taxes_included: false,
    total_weight: 0,
    user_id: null,
  };
}

function shippingLines(order: AdminOrder) {
  const price = order.totalShippingPriceSet;
  if (!isPositive(price)) return [];
  return [
    {
      id: numberOf(order.id),
      title: "Standard",
      code: "Standard",
      source: "shopify",
      ...priced("price", price),
      ...priced("discounted_price", price),
      current_discounted_price_set: moneySet(order.currentShippingPriceSet),
      is_removed: !isPositive(order.currentShippingPriceSet),
      carrier_identifier: null,
      phone: null,
      requested_fulfillment_service_id: null,
      tax_lines: [],
      discount_allocations: [],
    },
  ];
}
