import { decimalAmount } from "../../stores/money";
import type { AdminCustomer, AdminLineItem, AdminOrder, MoneyBag, SandboxStore } from "../../stores/store";

export const SHOP = "tiny.myshopify.com";

/** An amount of cents as a bag of US dollars. */
export function usd(cents: number): MoneyBag {
  const money = { amount: decimalAmount(cents, "USD"), currencyCode: "USD" };
  return { shopMoney: money, presentmentMoney: money };
}

export function tinyCustomer(number: number, change: Partial<AdminCustomer> = {}): AdminCustomer {
  return {
    id: `gid://shopify/Customer/${String(number)}`,
    createdAt: "2025-01-01T00:00:00Z",
    updatedAt: "2025-01-01T00:00:00Z",
    firstName: "Ada",
    lastName: `Number ${String(number)}`,
    displayName: `Ada Number ${String(number)}`,
    locale: "en",
    state: "DISABLED",
    verifiedEmail: true,
    taxExempt: false,
    tags: [],
    note: null,
    dataSaleOptOut: false,
    productSubscriberStatus: "NEVER_SUBSCRIBED",
    defaultEmailAddress: {
      emailAddress: `ada${String(number)}@example.com`,
      marketingState: "SUBSCRIBED",
      marketingOptInLevel: "SINGLE_OPT_IN",
      marketingUpdatedAt: null,
      validFormat: true,
    },
    defaultPhoneNumber: null,
    defaultAddress: {
      address1: "1 Royal Crescent",
      address2: null,
      city: "Bath",
      province: "Somerset",
      provinceCode: "SOM",
      country: "United Kingdom",
      countryCodeV2: "GB",
      zip: "BA1",
    },
    numberOfOrders: "0",
    amountSpent: { amount: "0.00", currencyCode: "USD" },
    lastOrder: null,
    statistics: { predictedSpendTier: null, rfmGroup: null },
    metafields: [],
    ...change,
  };
}

export function tinyLine(number: number, cents: number, quantity = 1): AdminLineItem {
  return {
    id: `gid://shopify/LineItem/${String(number)}`,
    title: "Cup",
    variantTitle: null,
    sku: `CUP-${String(number)}`,
    vendor: "Potter",
    quantity,
    currentQuantity: quantity,
    isGiftCard: false,
    product: { id: "gid://shopify/Product/1" },
    variant: null,
    originalUnitPriceSet: usd(cents),
    discountedTotalSet: usd(cents * quantity),
    sellingPlan: null,
  };
}

export function tinyOrder(number: number, change: Partial<AdminOrder> = {}): AdminOrder {
  const lineItems = change.lineItems ?? [tinyLine(number * 10, 1000)];
  const cents = lineItems.reduce(
    (sum, line) => sum + Number(line.discountedTotalSet.shopMoney.amount) * 100,
    0,
  );
  return {
    id: `gid://shopify/Order/${String(number)}`,
    name: `#${String(number)}`,
    createdAt: "2026-11-01T00:00:00Z",
    updatedAt: "2026-11-01T00:00:00Z",
    processedAt: "2026-11-01T00:00:00Z",
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: false,
    confirmed: true,
    edited: false,
    currencyCode: "USD",
    presentmentCurrencyCode: "USD",
    sourceName: "web",
    discountCodes: [],
    tags: [],
    email: `order${String(number)}@example.com`,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    returnStatus: "NO_RETURN",
    retailLocation: null,
    customer: null,
    shippingAddress: null,
    totalPriceSet: usd(cents),
    currentTotalPriceSet: usd(cents),
    currentSubtotalPriceSet: usd(cents),
    currentTotalTaxSet: usd(0),
    currentShippingPriceSet: usd(0),
    totalDiscountsSet: usd(0),
    totalShippingPriceSet: usd(0),
    totalTaxSet: usd(0),
    totalRefundedSet: usd(0),
    netPaymentSet: usd(cents),
    refunds: [],
    fulfillments: [],
    ...change,
    lineItems,
  };
}

/** Three customers, four orders (one a guest's, one a test, one older than sixty days at 2026-11-22), one product. */
export function tinyStore(change: Partial<SandboxStore> = {}): SandboxStore {
  const date = (day: string): Pick<AdminOrder, "createdAt" | "updatedAt" | "processedAt"> => ({
    createdAt: `${day}T12:00:00Z`,
    updatedAt: `${day}T12:00:00Z`,
    processedAt: `${day}T12:00:00Z`,
  });
  const customer = { id: "gid://shopify/Customer/1" };
  return {
    shop: {
      myshopifyDomain: SHOP,
      id: "gid://shopify/Shop/1",
      name: "Tiny",
      email: "owner@example.com",
      currencyCode: "USD",
      ianaTimezone: "America/New_York",
      createdAt: "2024-01-01T00:00:00Z",
      plan: { displayName: "Basic", shopifyPlus: false, partnerDevelopment: false },
    },
    amountSpentCounts: "net",
    collections: [
      {
        id: "gid://shopify/Collection/1",
        title: "Kitchen",
        handle: "kitchen",
        updatedAt: "2024-01-01T00:00:00Z",
      },
    ],
    products: [
      {
        id: "gid://shopify/Product/1",
        title: "Cup",
        handle: "cup",
        vendor: "Potter",
        productType: "Tableware",
        status: "ACTIVE",
        tags: ["clay"],
        collections: [{ id: "gid://shopify/Collection/1" }],
        createdAt: "2024-01-01T00:00:00Z",
        updatedAt: "2024-01-01T00:00:00Z",
      },
    ],
    customers: [
      tinyCustomer(1, {
        numberOfOrders: "2",
        amountSpent: { amount: "30.00", currencyCode: "USD" },
        lastOrder: { id: "gid://shopify/Order/101" },
        tags: ["VIP"],
      }),
      tinyCustomer(2),
      tinyCustomer(10),
    ],
    orders: [
      tinyOrder(100, { ...date("2026-03-01"), customer, lineItems: [tinyLine(1001, 500, 2)] }),
      tinyOrder(101, {
        ...date("2026-11-10"),
        customer,
        lineItems: [tinyLine(1011, 1500), tinyLine(1012, 500)],
      }),
      tinyOrder(102, { ...date("2026-11-12") }),
      tinyOrder(103, { ...date("2026-11-14"), customer: { id: "gid://shopify/Customer/2" }, test: true }),
    ],
    abandonedCheckouts: [
      {
        id: "gid://shopify/AbandonedCheckout/1",
        createdAt: "2026-11-11T12:00:00Z",
        updatedAt: "2026-11-11T12:30:00Z",
        completedAt: null,
        customer,
        totalPriceSet: usd(1500),
        lineItems: [
          {
            id: "gid://shopify/AbandonedCheckoutLineItem/27de62d4?checkout=d8fe1f92&index=0&actoken",
            title: "Cup",
            sku: "CUP-1",
            quantity: 1,
            product: { id: "gid://shopify/Product/1" },
            variant: null,
            discountedTotalPriceSet: usd(1500),
          },
        ],
      },
    ],
    ...change,
  };
}
