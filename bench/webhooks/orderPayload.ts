/** The payload of an `orders/create` of Shopify's, by its number: two or three lines, and as long as a real one, nine or ten kB. */
export function orderPayload(number: number, customerId = 7_000_000_000_000 + (number % 20_000)): string {
  const id = 5_500_000_000_000 + number;
  const email = `buyer-${String(customerId)}@example.com`;
  const at = new Date(Date.UTC(2026, 10, 1) + number * 1_000).toISOString();
  const lines = Array.from({ length: 2 + (number % 2) }, (_, place) => lineItem(id, number, place));
  const total = lines.reduce((sum, line) => sum + Number(line.price) * line.quantity, 0);
  return JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${String(id)}`,
    app_id: 580_111,
    browser_ip: "203.0.113.7",
    buyer_accepts_marketing: number % 3 === 0,
    cancel_reason: null,
    cancelled_at: null,
    cart_token: `Z2NwLXVzLWVhc3Qx${String(id)}`,
    checkout_token: `c5f1d1b1e0a3${String(id)}`,
    client_details: {
      accept_language: "en-US",
      browser_height: null,
      browser_ip: "203.0.113.7",
      browser_width: null,
      session_hash: null,
      user_agent:
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari",
    },
    closed_at: null,
    confirmation_number: `Q${String(number).padStart(8, "0")}`,
    confirmed: true,
    contact_email: email,
    created_at: at,
    currency: "USD",
    ...amounts(total),
    customer_locale: "en",
    device_id: null,
    discount_codes: number % 4 === 0 ? [{ code: "WELCOME10", amount: "4.90", type: "percentage" }] : [],
    email,
    estimated_taxes: false,
    financial_status: "paid",
    fulfillment_status: null,
    landing_site: `/products/fern-in-a-pot?utm_source=newsletter&utm_medium=email&utm_campaign=${String(number % 50)}`,
    location_id: null,
    merchant_of_record_app_id: null,
    name: `#${String(number)}`,
    note: null,
    note_attributes: [{ name: "gift", value: "no" }],
    number,
    order_number: number + 1_000,
    order_status_url: `https://shop.example.com/60000000001/orders/${String(id)}/authenticate?key=0f1e2d3c4b5a`,
    payment_gateway_names: ["shopify_payments"],
    phone: null,
    presentment_currency: "USD",
    processed_at: at,
    referring_site: "https://www.example.com/search?q=fern",
    source_identifier: null,
    source_name: "web",
    source_url: null,
    tags: "first order, newsletter",
    tax_exempt: false,
    tax_lines: [taxLine(total * 0.08)],
    taxes_included: false,
    test: false,
    token: `7d1a2b3c4d5e${String(id)}`,
    total_tip_received: "0.00",
    total_weight: 1_250,
    updated_at: at,
    user_id: null,
    billing_address: address(number),
    customer: {
      id: customerId,
      email,
      created_at: at,
      updated_at: at,
      first_name: "Buyer",
      last_name: `Number ${String(customerId)}`,
      state: "disabled",
      note: null,
      verified_email: true,
      multipass_identifier: null,
      tax_exempt: false,
      phone: null,
      currency: "USD",
      tax_exemptions: [],
      admin_graphql_api_id: `gid://shopify/Customer/${String(customerId)}`,
      default_address: { id: customerId + 1, customer_id: customerId, ...address(number), default: true },
    },
    discount_applications: [],
    fulfillments: [],
    line_items: lines,
    payment_terms: null,
    refunds: [],
    returns: [],
    shipping_address: address(number),
    shipping_lines: [
      {
        id: id + 9,
        carrier_identifier: null,
        code: "Standard",
        current_discounted_price_set: money(5),
        discounted_price: "5.00",
        discounted_price_set: money(5),
        is_removed: false,
        phone: null,
        price: "5.00",
        price_set: money(5),
        requested_fulfillment_service_id: null,
        source: "shopify",
        title: "Standard",
        tax_lines: [],
        discount_allocations: [],
      },
    ],
  });
}

function lineItem(order: number, number: number, place: number) {
  const price = 10 + ((number * 7 + place * 13) % 90);
  const product = 8_000_000_000_000 + ((number + place) % 500);
  return {
    id: order * 10 + place,
    admin_graphql_api_id: `gid://shopify/LineItem/${String(order * 10 + place)}`,
    attributed_staffs: [],
    current_quantity: 1 + (place % 2),
    fulfillable_quantity: 1 + (place % 2),
    fulfillment_service: "manual",
    fulfillment_status: null,
    gift_card: false,
    grams: 500,
    name: `Fern in a pot - ${String(place + 1)} l`,
    price: price.toFixed(2),
    price_set: money(price),
    product_exists: true,
    product_id: product,
    properties: [],
    quantity: 1 + (place % 2),
    requires_shipping: true,
    sales_line_item_group_id: null,
    sku: `FERN-${String(product % 1_000)}-${String(place)}`,
    taxable: true,
    title: "Fern in a pot",
    total_discount: "0.00",
    total_discount_set: money(0),
    variant_id: product + 1_000_000,
    variant_inventory_management: "shopify",
    variant_title: `${String(place + 1)} l`,
    vendor: "Fern & Fox",
    tax_lines: [taxLine(price * 0.08)],
    duties: [],
    discount_allocations: [],
  };
}

function taxLine(amount: number) {
  return {
    channel_liable: false,
    price: amount.toFixed(2),
    price_set: money(amount),
    rate: 0.08,
    title: "New York State Tax",
  };
}

function amounts(total: number) {
  const [subtotal, tax, all] = [total, total * 0.08, total * 1.08 + 5];
  const told: Readonly<Record<string, number>> = {
    current_subtotal_price: subtotal,
    current_total_discounts: 0,
    current_total_price: all,
    current_total_tax: tax,
    subtotal_price: subtotal,
    total_discounts: 0,
    total_line_items_price: subtotal,
    total_price: all,
    total_tax: tax,
  };
  const pairs = Object.entries(told).flatMap(([name, amount]): [string, unknown][] => [
    [name, amount.toFixed(2)],
    [`${name}_set`, money(amount)],
  ]);
  return {
    ...(Object.fromEntries(pairs) as Record<string, unknown>),
    current_shipping_price_set: money(5),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    total_cash_rounding_payment_adjustment_set: money(0),
    total_cash_rounding_refund_adjustment_set: money(0),
    total_outstanding: "0.00",
    total_shipping_price_set: money(5),
  };
}

function money(amount: number) {
  const told = { amount: amount.toFixed(2), currency_code: "USD" };
  return { shop_money: told, presentment_money: told };
}

function address(number: number) {
  return {
    first_name: "Buyer",
    address1: `${String(1 + (number % 300))} Example Street`,
    phone: "+1 555 0100",
    city: "Brooklyn",
    zip: "11201",
    province: "New York",
    country: "United States",
    last_name: `Number ${String(number)}`,
    address2: null,
    company: null,
    latitude: 40.6925,
    longitude: -73.9879,
    name: `Buyer Number ${String(number)}`,
    country_code: "US",
    province_code: "NY",
  };
}
