import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";

/** The files of a full sync as bulk operations deliver them. */
export interface BulkFiles {
  readonly products: string;
  readonly customers: string;
  readonly orders: string;
  readonly abandoned_checkouts: string;
}

export const ordersPerCustomer = 5;
const products = 2_000;
const firstOrder = Date.UTC(2023, 0, 1);
const historyDays = 1_000;
/** Lines held back at a time, so that a line item comes before or long after its order, as Shopify may write them. */
const shuffleWindow = 4_096;

/**
 * Writes (once; the same bytes every time) the bulk files of a store with `customers` customers, five times as many
 * orders and about two line items an order. Written under another name first, so an interrupted run leaves no half file.
 */
export async function bulkFiles(directory: string, customers: number): Promise<BulkFiles> {
  // The folder's name tells the form of the files: files of an earlier form are not taken for these.
  const folder = join(directory, `bulk-2-${String(customers)}`);
  const paths = {
    products: join(folder, "products.jsonl"),
    customers: join(folder, "customers.jsonl"),
    orders: join(folder, "orders.jsonl"),
    abandoned_checkouts: join(folder, "abandoned_checkouts.jsonl"),
  };
  await mkdir(folder, { recursive: true });
  await writeOnce(paths.products, shuffled(productLines()));
  await writeOnce(paths.customers, shuffled(customerLines(customers)));
  await writeOnce(paths.orders, shuffled(orderLines(customers)));
  await writeOnce(paths.abandoned_checkouts, shuffled(checkoutLines(customers)));
  return paths;
}

async function writeOnce(path: string, lines: Iterable<object>): Promise<void> {
  if (existsSync(path)) return;
  const file = createWriteStream(`${path}.part`, { highWaterMark: 4 * 1024 * 1024 });
  let block = "";
  for (const line of lines) {
    block += `${JSON.stringify(line)}\n`;
    if (block.length < 1024 * 1024) continue;
    if (!file.write(block)) await once(file, "drain");
    block = "";
  }
  file.end(block);
  await once(file, "finish");
  await rename(`${path}.part`, path);
}

function* productLines(): Iterable<object> {
  const random = randomNumbers(1);
  for (let number = 1; number <= products; number++) {
    yield {
      id: gid("Product", number),
      title: `Product ${String(number)}`,
      vendor: `Vendor ${String(number % 40)}`,
      productType: `Type ${String(number % 25)}`,
      status: random() < 0.9 ? "ACTIVE" : "ARCHIVED",
      tags: tagsOf(random),
      createdAt: iso(firstOrder),
      updatedAt: iso(firstOrder + random() * historyDays * 86_400_000),
    };
    for (const collection of [1 + (number % 12), 13 + (number % 7)].slice(0, number % 3)) {
      yield {
        id: gid("Collection", collection),
        title: `Collection ${String(collection)}`,
        __parentId: gid("Product", number),
      };
    }
  }
}

function* customerLines(customers: number): Iterable<object> {
  const random = randomNumbers(2);
  for (let number = 1; number <= customers; number++) {
    const at = firstOrder + random() * historyDays * 86_400_000;
    yield {
      id: gid("Customer", number),
      createdAt: iso(at),
      updatedAt: iso(at + random() * 86_400_000),
      firstName: `First${String(number % 997)}`,
      lastName: `Last${String(number % 7919)}`,
      displayName: `First${String(number % 997)} Last${String(number % 7919)}`,
      locale: "en",
      state: "ENABLED",
      verifiedEmail: true,
      taxExempt: false,
      tags: tagsOf(random),
      note: null,
      dataSaleOptOut: false,
      productSubscriberStatus: "NEVER_SUBSCRIBED",
      numberOfOrders: "5",
      amountSpent: { amount: amount(random() * 100_000) },
      defaultEmailAddress: {
        emailAddress: `customer${String(number)}@example.com`,
        marketingState: random() < 0.5 ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
        marketingUpdatedAt: iso(at),
      },
      defaultPhoneNumber: null,
      defaultAddress: {
        address1: `${String(1 + (number % 300))} Main Street`,
        address2: null,
        city: `City ${String(number % 500)}`,
        provinceCode: "ON",
        countryCodeV2: "CA",
        zip: "K1A 0B1",
      },
      statistics: { predictedSpendTier: "MEDIUM", rfmGroup: "ACTIVE" },
    };
    if (number % 5 !== 0) continue;
    yield metafield(number, "facts", "birth_date", "date", iso(at - 1e12).slice(0, 10));
    yield metafield(number, "custom", "points", "number_integer", String(number % 1_000));
  }
}

function* orderLines(customers: number): Iterable<object> {
  const random = randomNumbers(3);
  let line = 0;
  for (let number = 1; number <= customers * ordersPerCustomer; number++) {
    const id = gid("Order", number);
    const at = firstOrder + random() * historyDays * 86_400_000;
    const total = 500 + random() * 40_000;
    const refunded = random() < 0.05 ? total / 2 : 0;
    yield {
      id,
      name: `#${String(1000 + number)}`,
      createdAt: iso(at),
      updatedAt: iso(at + random() * 30 * 86_400_000),
      processedAt: iso(at),
      cancelledAt: random() < 0.02 ? iso(at + 3_600_000) : null,
      cancelReason: null,
      test: random() < 0.002,
      displayFinancialStatus: refunded > 0 ? "PARTIALLY_REFUNDED" : "PAID",
      displayFulfillmentStatus: "FULFILLED",
      returnStatus: "NO_RETURN",
      sourceName: random() < 0.9 ? "web" : "pos",
      retailLocation: null,
      presentmentCurrencyCode: "CAD",
      tags: tagsOf(random),
      discountCodes: random() < 0.1 ? ["WELCOME10"] : [],
      customer: random() < 0.97 ? { id: gid("Customer", 1 + Math.floor(random() ** 2 * customers)) } : null,
      shippingAddress: { countryCodeV2: "CA", provinceCode: "ON", city: `City ${String(number % 500)}` },
      totalPriceSet: bag(total),
      currentTotalPriceSet: bag(total - refunded),
      currentTotalTaxSet: bag(total * 0.13),
      currentShippingPriceSet: bag(random() < 0.5 ? 995 : 0),
      totalDiscountsSet: bag(0),
      totalRefundedSet: bag(refunded),
      netPaymentSet: bag(total - refunded),
      refunds:
        refunded > 0
          ? [
              {
                id: gid("Refund", number),
                processedAt: iso(at + 86_400_000),
                totalRefundedSet: bag(refunded),
              },
            ]
          : [],
      fulfillments: [
        {
          id: gid("Fulfillment", number),
          createdAt: iso(at + 86_400_000),
          status: "SUCCESS",
          displayStatus: "DELIVERED",
          deliveredAt: iso(at + 4 * 86_400_000),
        },
      ],
    };
    const lines = 1 + Math.floor(random() * 3);
    for (let n = 0; n < lines; n++) {
      const product = 1 + Math.floor(random() ** 2 * products);
      line += 1;
      yield {
        id: gid("LineItem", line),
        title: `Product ${String(product)}`,
        variantTitle: "Large",
        sku: `SKU-${String(product)}`,
        vendor: `Vendor ${String(product % 40)}`,
        quantity: 1 + Math.floor(random() * 3),
        currentQuantity: 1,
        isGiftCard: random() < 0.005,
        product: random() < 0.99 ? { id: gid("Product", product) } : null,
        variant: { id: gid("ProductVariant", product * 10) },
        originalUnitPriceSet: bag(total / lines),
        discountedTotalSet: bag(total / lines),
        sellingPlan: random() < 0.01 ? { name: "Every month" } : null,
        __parentId: id,
      };
    }
  }
}

function metafield(
  customer: number,
  namespace: string,
  key: string,
  type: string,
  value: string,
): Record<string, string> {
  return { namespace, key, type, value, __parentId: gid("Customer", customer) };
}

/** One for twenty customers: three months of them. */
function* checkoutLines(customers: number): Iterable<object> {
  const random = randomNumbers(5);
  for (let number = 1; number <= customers / 20; number++) {
    const id = gid("AbandonedCheckout", number);
    const at = firstOrder + (historyDays - 90 * random()) * 86_400_000;
    const product = 1 + Math.floor(random() * products);
    const total = 500 + random() * 40_000;
    yield {
      id,
      createdAt: iso(at),
      updatedAt: iso(at + 600_000),
      completedAt: random() < 0.2 ? iso(at + 86_400_000) : null,
      customer: random() < 0.9 ? { id: gid("Customer", 1 + Math.floor(random() * customers)) } : null,
      totalPriceSet: bag(total),
    };
    yield {
      id: `gid://shopify/AbandonedCheckoutLineItem/${String(number)}?checkout=${String(number)}&index=0`,
      product: { id: gid("Product", product) },
      variant: { id: gid("ProductVariant", product * 10) },
      title: `Product ${String(product)}`,
      sku: `SKU-${String(product)}`,
      quantity: 1 + Math.floor(random() * 3),
      discountedTotalPriceSet: bag(total),
      __parentId: id,
    };
  }
}

/** Lines leave a full window from a random place. */
function* shuffled(lines: Iterable<object>): Iterable<object> {
  const random = randomNumbers(4);
  const held: object[] = [];
  for (const line of lines) {
    if (held.length < shuffleWindow) {
      held.push(line);
      continue;
    }
    const place = Math.floor(random() * shuffleWindow);
    const leaving = held[place];
    held[place] = line;
    if (leaving) yield leaving;
  }
  yield* held;
}

/** Mulberry32: the same numbers between 0 and 1 on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function tagsOf(random: () => number): string[] {
  return ["wholesale", "vip", "newsletter", "spring"].filter(() => random() < 0.1);
}

function gid(type: string, number: number): string {
  return `gid://shopify/${type}/${String(5_000_000_000_000 + number)}`;
}

function iso(milliseconds: number): string {
  return `${new Date(Math.floor(milliseconds)).toISOString().slice(0, 19)}Z`;
}

function amount(minorUnits: number): string {
  return (Math.round(minorUnits) / 100).toFixed(2);
}

function bag(minorUnits: number): { shopMoney: { amount: string } } {
  return { shopMoney: { amount: amount(minorUnits) } };
}
