import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Snapshot } from "../loadSnapshot.server";

/** Lines of a bulk operation's file, for tests: every field that the documents ask for, with plain values. */
export type BulkRecord = Record<string, unknown>;

export function product(id: number, changes: BulkRecord = {}): BulkRecord {
  return {
    id: `gid://shopify/Product/${String(id)}`,
    title: `Product ${String(id)}`,
    vendor: "Maker",
    productType: "Thing",
    status: "ACTIVE",
    tags: ["summer"],
    createdAt: "2025-01-01T00:00:00Z",
    updatedAt: "2025-01-01T00:00:00Z",
    ...changes,
  };
}

export function customer(id: number, changes: BulkRecord = {}): BulkRecord {
  return {
    id: `gid://shopify/Customer/${String(id)}`,
    createdAt: "2025-01-01T00:00:00Z",
    updatedAt: "2025-01-01T00:00:00Z",
    firstName: "Ann",
    lastName: "Example",
    displayName: "Ann Example",
    locale: "en",
    state: "ENABLED",
    verifiedEmail: true,
    taxExempt: false,
    tags: [],
    note: null,
    dataSaleOptOut: false,
    productSubscriberStatus: "NEVER_SUBSCRIBED",
    numberOfOrders: "3",
    amountSpent: { amount: "12.50" },
    defaultEmailAddress: {
      emailAddress: "ann@example.com",
      marketingState: "SUBSCRIBED",
      marketingUpdatedAt: "2025-02-01T10:00:00Z",
    },
    defaultPhoneNumber: {
      phoneNumber: "+4912345",
      smsMarketingConsent: { state: "UNSUBSCRIBED", updatedAt: "2025-03-01T10:00:00Z" },
      whatsAppMarketingConsent: null,
    },
    defaultAddress: {
      address1: "Domstr. 1",
      address2: null,
      city: "Köln",
      provinceCode: null,
      countryCodeV2: "DE",
      zip: "50667",
    },
    statistics: { predictedSpendTier: "HIGH", rfmGroup: "CHAMPIONS" },
    ...changes,
  };
}

export function order(id: number, changes: BulkRecord = {}): BulkRecord {
  return {
    id: `gid://shopify/Order/${String(id)}`,
    name: `#${String(id)}`,
    createdAt: "2025-06-01T12:00:00Z",
    updatedAt: "2025-06-02T12:00:00Z",
    processedAt: "2025-06-01T12:00:00Z",
    cancelledAt: null,
    cancelReason: null,
    test: false,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "FULFILLED",
    returnStatus: "NO_RETURN",
    sourceName: "web",
    retailLocation: null,
    presentmentCurrencyCode: "EUR",
    tags: [],
    discountCodes: [],
    customer: { id: "gid://shopify/Customer/1" },
    shippingAddress: { countryCodeV2: "DE", provinceCode: null, city: "Köln" },
    totalPriceSet: bag("20.00"),
    currentTotalPriceSet: bag("15.00"),
    currentTotalTaxSet: bag("2.39"),
    currentShippingPriceSet: bag("4.90"),
    totalDiscountsSet: bag("0.00"),
    totalRefundedSet: bag("5.00"),
    netPaymentSet: bag("15.00"),
    refunds: [],
    fulfillments: [],
    ...changes,
  };
}

export function line(id: number, orderId: number, changes: BulkRecord = {}): BulkRecord {
  return {
    id: `gid://shopify/LineItem/${String(id)}`,
    title: "Thing",
    variantTitle: null,
    sku: "T-1",
    vendor: "Maker",
    quantity: 2,
    currentQuantity: 2,
    isGiftCard: false,
    product: { id: "gid://shopify/Product/1" },
    variant: { id: "gid://shopify/ProductVariant/11" },
    originalUnitPriceSet: bag("10.00"),
    discountedTotalSet: bag("20.00"),
    sellingPlan: null,
    __parentId: `gid://shopify/Order/${String(orderId)}`,
    ...changes,
  };
}

export function bag(amount: string): { shopMoney: { amount: string } } {
  return { shopMoney: { amount } };
}

/** Writes the three files of a snapshot into a folder. A file may be given as text, to be as broken as a test wants. */
export async function writeSnapshot(
  folder: string,
  files: Partial<Record<keyof Snapshot["files"], readonly BulkRecord[] | string>>,
  changes: Partial<Snapshot> = {},
): Promise<Snapshot> {
  const paths = {
    products: join(folder, "products.jsonl"),
    customers: join(folder, "customers.jsonl"),
    orders: join(folder, "orders.jsonl"),
  };
  for (const kind of ["products", "customers", "orders"] as const) {
    const content = files[kind] ?? [];
    const text =
      typeof content === "string" ? content : content.map((record) => `${JSON.stringify(record)}\n`).join("");
    await writeFile(paths[kind], text);
  }
  return { files: paths, currency: "EUR", snapshotStartedAt: new Date("2026-01-01T00:00:00Z"), ...changes };
}
