import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { gid } from "./gid";
import { minorUnits, moneyMint, type MoneyMint } from "./money";
import type { AdminCustomer, AdminOrder, SandboxStore } from "./store";
import { recomputeTotals } from "./totals";
import { noonIn } from "./zonedTime";

const masterFile = fileURLToPath(new URL("../data/cdnow/CDNOW_master.txt", import.meta.url));
const timezone = "America/New_York";
const productId = gid("Product", 1);
const variantId = gid("ProductVariant", 1);

/** The day after the file's last purchase. */
export const cdnowNow = noonIn(timezone, "1998-07-01");

interface Purchase {
  customer: string;
  day: string;
  cds: number;
  cents: number;
}

/**
 * The CDNOW history as a store: 23,570 customers who first bought in the first quarter of 1997 and their 69,659
 * purchases up to the end of June 1998.
 *
 * - Every record is an order, the 80 with an amount of 0.00 and several of one customer on one day included.
 * - The file knows the day only: orders happen at noon of the shop's zone, and were paid and shipped then.
 * - One line per order, of the one product "CD"; its quantity is `number_of_cds`. The amount stands for the line as a
 *   whole, so the unit price is rounded to the cent and the amount is `discountedTotalSet`; no tax, shipping or
 *   discount is known, and none is set.
 * - A customer has existed since the first order. Names and addresses are made from the file's customer number and
 *   nobody has consented to anything.
 */
export async function cdnowStore(file: string = masterFile): Promise<SandboxStore> {
  const purchases = await readPurchases(file);
  // The file is sorted by customer; a shop numbers its orders as they come.
  purchases.sort((a, b) => a.day.localeCompare(b.day) || a.customer.localeCompare(b.customer));

  const mint = moneyMint("USD");
  const noons = new Map<string, string>();
  const customers = new Map<string, AdminCustomer>();
  const orders = purchases.map((purchase, index) => {
    const at = noons.get(purchase.day) ?? noonIn(timezone, purchase.day).toISOString();
    noons.set(purchase.day, at);
    const known = customers.get(purchase.customer);
    const customer = known ?? newCustomer(purchase.customer, at, mint);
    if (!known) customers.set(purchase.customer, customer);
    customer.updatedAt = at;
    return newOrder(purchase, index + 1, at, customer, mint);
  });

  const opened = noonIn(timezone, "1997-01-01").toISOString();
  const store: SandboxStore = {
    shop: {
      id: gid("Shop", 1),
      myshopifyDomain: "cdnow.myshopify.com",
      name: "CDNOW",
      email: "owner@cdnow.example",
      currencyCode: "USD",
      ianaTimezone: timezone,
      createdAt: opened,
      plan: { displayName: "Basic", shopifyPlus: false, partnerDevelopment: false },
    },
    amountSpentCounts: "net",
    collections: [],
    products: [
      {
        id: productId,
        title: "CD",
        handle: "cd",
        vendor: "CDNOW",
        productType: "Music",
        status: "ACTIVE",
        tags: [],
        collections: [],
        createdAt: opened,
        updatedAt: opened,
      },
    ],
    customers: [...customers.values()].sort((a, b) => a.displayName.localeCompare(b.displayName)),
    orders,
    abandonedCheckouts: [],
  };
  recomputeTotals(store);
  return store;
}

async function readPurchases(file: string): Promise<Purchase[]> {
  const purchases: Purchase[] = [];
  let lineNumber = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    lineNumber++;
    if (lineNumber === 1 || line.trim() === "") continue;
    const match = /^\s*(\d+)\s+(\d{4})(\d\d)(\d\d)\s+(\d+)\s+(\d+\.\d\d)\s*$/.exec(line);
    if (!match) {
      throw new Error(
        `${file}:${String(lineNumber)}: expected customer, date, number of CDs and dollars; found "${line}".`,
      );
    }
    const [, customer = "", year = "", month = "", day = "", cds = "", dollars = ""] = match;
    purchases.push({
      customer,
      day: `${year}-${month}-${day}`,
      cds: Number(cds),
      cents: Number(minorUnits(dollars, "USD")),
    });
  }
  return purchases;
}

function newCustomer(number: string, firstOrderAt: string, mint: MoneyMint): AdminCustomer {
  return {
    id: gid("Customer", Number(number)),
    createdAt: firstOrderAt,
    updatedAt: firstOrderAt,
    firstName: "Customer",
    lastName: number,
    displayName: `Customer ${number}`,
    locale: "en",
    state: "DISABLED",
    verifiedEmail: false,
    taxExempt: false,
    tags: [],
    note: null,
    dataSaleOptOut: false,
    productSubscriberStatus: "NEVER_SUBSCRIBED",
    defaultEmailAddress: {
      emailAddress: `customer${number}@cdnow.example`,
      marketingState: "NOT_SUBSCRIBED",
      marketingOptInLevel: null,
      marketingUpdatedAt: null,
      validFormat: true,
    },
    defaultPhoneNumber: null,
    defaultAddress: null,
    numberOfOrders: "0",
    amountSpent: mint.money(0),
    lastOrder: null,
    statistics: { predictedSpendTier: null, rfmGroup: null },
    metafields: [],
  };
}

function newOrder(
  purchase: Purchase,
  number: number,
  at: string,
  customer: AdminCustomer,
  mint: MoneyMint,
): AdminOrder {
  const amount = mint.bag(purchase.cents);
  const nothing = mint.bag(0);
  return {
    id: gid("Order", number),
    name: `#${String(1000 + number)}`,
    createdAt: at,
    updatedAt: at,
    processedAt: at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: at,
    test: false,
    confirmed: true,
    edited: false,
    currencyCode: "USD",
    presentmentCurrencyCode: "USD",
    sourceName: "web",
    discountCodes: [],
    tags: [],
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "FULFILLED",
    returnStatus: "NO_RETURN",
    retailLocation: null,
    customer: { id: customer.id },
    shippingAddress: null,
    totalPriceSet: amount,
    currentTotalPriceSet: amount,
    currentSubtotalPriceSet: amount,
    currentTotalTaxSet: nothing,
    currentShippingPriceSet: nothing,
    totalDiscountsSet: nothing,
    totalShippingPriceSet: nothing,
    totalTaxSet: nothing,
    totalRefundedSet: nothing,
    netPaymentSet: amount,
    refunds: [],
    fulfillments: [
      {
        id: gid("Fulfillment", number),
        createdAt: at,
        status: "SUCCESS",
        displayStatus: "FULFILLED",
        deliveredAt: null,
      },
    ],
    lineItems: [
      {
        id: gid("LineItem", number),
        title: "CD",
        variantTitle: null,
        sku: "CD",
        vendor: "CDNOW",
        quantity: purchase.cds,
        currentQuantity: purchase.cds,
        isGiftCard: false,
        product: { id: productId },
        variant: { id: variantId },
        originalUnitPriceSet: mint.bag(Math.round(purchase.cents / purchase.cds)),
        discountedTotalSet: amount,
        sellingPlan: null,
      },
    ],
  };
}
