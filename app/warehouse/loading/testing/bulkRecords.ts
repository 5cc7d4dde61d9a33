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

/** A line of the products file: a collection that a product is in. */
export function collectionOf(productId: number, id: number, title = `Collection ${String(id)}`): BulkRecord {
  return {
    id: `gid://shopify/Collection/${String(id)}`,
    title,
    __parentId: `gid://shopify/Product/${String(productId)}`,
  };
}

/** A line of the customers file. */
export function metafieldOf(customerId: number, changes: BulkRecord = {}): BulkRecord {
  return {
    namespace: "custom",
    key: "nickname",
    type: "single_line_text_field",
    value: "Annie",
    __parentId: `gid://shopify/Customer/${String(customerId)}`,
    ...changes,
  };
}

export function abandonedCheckout(id: number, changes: BulkRecord = {}): BulkRecord {
  return {
    id: `gid://shopify/AbandonedCheckout/${String(id)}`,
    createdAt: "2025-07-01T12:00:00Z",
    updatedAt: "2025-07-01T12:30:00Z",
    completedAt: null,
    customer: { id: "gid://shopify/Customer/1" },
    totalPriceSet: bag("30.00"),
    ...changes,
  };
}

/** Shopify's ids of these lines hold a key and, behind it, the checkout's token. */
export function checkoutLine(checkoutId: number, key: string, changes: BulkRecord = {}): BulkRecord {
  return {
    id: `gid://shopify/AbandonedCheckoutLineItem/${key}?checkout=d8fe1f92aaa118b8&index=0&actoken`,
    product: { id: "gid://shopify/Product/1" },
    variant: { id: "gid://shopify/ProductVariant/11" },
    title: "Thing",
    sku: "T-1",
    quantity: 3,
    discountedTotalPriceSet: bag("30.00"),
    __parentId: `gid://shopify/AbandonedCheckout/${String(checkoutId)}`,
    ...changes,
  };
}

type SnapshotFile = keyof Snapshot["files"];

const emptyFiles: Readonly<Record<SnapshotFile, readonly BulkRecord[]>> = {
  products: [],
  customers: [],
  orders: [],
  abandoned_checkouts: [],
};

/**
 * Writes the files of a snapshot into a folder. A file may be given as text, to be as broken as a test wants; null: the
 * app may not read such records.
 */
export async function writeSnapshot(
  folder: string,
  files: Partial<Record<SnapshotFile, readonly BulkRecord[] | string | null>>,
  changes: Partial<Snapshot> = {},
): Promise<Snapshot> {
  const paths: Partial<Record<SnapshotFile, string | null>> = {};
  for (const [name, content] of Object.entries({ ...emptyFiles, ...files })) {
    const file = join(folder, `${name}.jsonl`);
    paths[name as SnapshotFile] = content === null ? null : file;
    if (content === null) continue;
    const text =
      typeof content === "string" ? content : content.map((record) => `${JSON.stringify(record)}\n`).join("");
    await writeFile(file, text);
  }
  return {
    files: paths as Snapshot["files"],
    currency: "EUR",
    snapshotStartedAt: new Date("2026-01-01T00:00:00Z"),
    ...changes,
  };
}
