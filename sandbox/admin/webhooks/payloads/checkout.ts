import { decimalAmount, minorUnits } from "../../../stores/money";
import type { AdminAbandonedCheckout, AdminAbandonedCheckoutLine } from "../../../stores/store";
import type { ShopState } from "../../state";
import { addressPayload } from "./address";
import { customerWithin } from "./customer";
import { numberOf, tokenOf } from "./numbers";
import { personalOf } from "./personal";
import { shopTime } from "./shopTime";
import { soldProduct } from "./soldProduct";

/**
 * The body of `checkouts/create` and `checkouts/update`. It has no `id` (since 2026-04), and no global id: what names the
 * abandoned checkout of the Admin API is `name`, a "#" and its number.
 */
export function checkoutPayload(shop: ShopState, checkout: AdminAbandonedCheckout) {
  const zone = shop.store.shop.ianaTimezone;
  const personal = personalOf(shop.approvals);
  const customer = checkout.customer && shop.catalog.customers.byId.get(checkout.customer.id);
  const address = customer?.defaultAddress ?? null;
  const token = checkoutToken(checkout);
  return {
    ...totals(checkout),
    token,
    name: `#${String(numberOf(checkout.id))}`,
    abandoned_checkout_url: `https://${shop.domain}/checkouts/${token}/recover`,
    created_at: shopTime(checkout.createdAt, zone),
    updated_at: shopTime(checkout.updatedAt, zone),
    completed_at: shopTime(checkout.completedAt, zone),
    closed_at: null,
    currency: checkout.totalPriceSet.shopMoney.currencyCode,
    email: personal("email", customer?.defaultEmailAddress?.emailAddress ?? null),
    phone: personal("phone", customer?.defaultPhoneNumber?.phoneNumber ?? null),
    customer_locale: customer?.locale ?? null,
    buyer_accepts_marketing: customer?.defaultEmailAddress?.marketingState === "SUBSCRIBED",
    ...(customer && { customer: customerWithin(shop, customer) }),
    billing_address: null,
    shipping_address: addressPayload(address, personal),
    line_items: checkout.lineItems.map((line) => checkoutLine(shop, line)),
    shipping_lines: [],
    tax_lines: [],
    taxes_included: false,
    discount_codes: [],
    gateway: null,
    landing_site: null,
    referring_site: null,
    note: null,
    note_attributes: [],
    source: null,
    source_name: "web",
    source_identifier: null,
    source_url: null,
    device_id: null,
    location_id: null,
    user_id: null,
    total_weight: 0,
  };
}

/** The body of `checkouts/delete`, the one that has an id. */
export function deletedCheckoutPayload(checkout: AdminAbandonedCheckout) {
  return { id: numberOf(checkout.id), ...totals(checkout) };
}

function totals(checkout: AdminAbandonedCheckout) {
  const { shopMoney, presentmentMoney } = checkout.totalPriceSet;
  const nothing = decimalAmount(0n, shopMoney.currencyCode);
  return {
    cart_token: tokenOf(`cart of ${checkout.id}`),
    presentment_currency: presentmentMoney.currencyCode,
    buyer_accepts_sms_marketing: false,
    sms_marketing_phone: null,
    total_discounts: nothing,
    total_line_items_price: shopMoney.amount,
    total_price: shopMoney.amount,
    total_tax: nothing,
    subtotal_price: shopMoney.amount,
    total_duties: null,
    reservation_token: null,
  };
}

/** What the ids of its lines name after `checkout=`; of a checkout without lines, another. */
function checkoutToken({ id, lineItems }: AdminAbandonedCheckout): string {
  return /\?checkout=(\w+)/.exec(lineItems[0]?.id ?? "")?.[1] ?? tokenOf(id);
}

function checkoutLine(shop: ShopState, line: AdminAbandonedCheckoutLine) {
  const { amount, currencyCode } = line.discountedTotalPriceSet.shopMoney;
  const price = decimalAmount(
    minorUnits(amount, currencyCode) / BigInt(Math.max(1, line.quantity)),
    currencyCode,
  );
  return {
    key: /AbandonedCheckoutLineItem\/([^?]+)/.exec(line.id)?.[1] ?? null,
    title: line.title,
    presentment_title: line.title,
    variant_title: null,
    presentment_variant_title: null,
    sku: line.sku,
    vendor: null,
    ...soldProduct(shop, line),
    quantity: line.quantity,
    price,
    variant_price: price,
    line_price: amount,
    compare_at_price: null,
    gift_card: false,
    grams: 0,
    requires_shipping: true,
    taxable: true,
    fulfillment_service: "manual",
    destination_location_id: null,
    origin_location_id: null,
    applied_discounts: [],
    discount_allocations: [],
    tax_lines: [],
    properties: null,
    rank: null,
    unit_price_measurement: null,
    user_id: null,
  };
}
