import { gid } from "../gid";
import type { MoneyMint } from "../money";
import type { AdminOrder } from "../store";
import { exportAmount, exportTags, exportTime, fail, orNull, unquoted } from "./csvTable";
import type { ExportedLine, ExportedOrder, OrderRow } from "./ordersExport";

type Paid = "all" | "nothing" | "all but what is outstanding";

const financialStatuses: Readonly<Record<string, readonly [status: string | null, paid: Paid]>> = {
  "": [null, "nothing"],
  paid: ["PAID", "all"],
  partially_refunded: ["PARTIALLY_REFUNDED", "all"],
  refunded: ["REFUNDED", "all"],
  partially_paid: ["PARTIALLY_PAID", "all but what is outstanding"],
  pending: ["PENDING", "nothing"],
  authorized: ["AUTHORIZED", "nothing"],
  expired: ["EXPIRED", "nothing"],
  voided: ["VOIDED", "nothing"],
};

const fulfillmentStatuses: Readonly<Record<string, string>> = {
  "": "UNFULFILLED",
  unfulfilled: "UNFULFILLED",
  partial: "PARTIALLY_FULFILLED",
  fulfilled: "FULFILLED",
  restocked: "RESTOCKED",
};

/**
 * An exported order in the Admin API's shape.
 *
 * The export does not hold, and the order has null or nothing for: why it was cancelled, when it was closed, products
 * and variants (a line has a title only), selling plans, where a till stands, and the single refunds with their days.
 * Where the schema allows no null:
 * - `test`, `edited`, `isGiftCard` are false; `returnStatus` is NO_RETURN; `currentQuantity` is the quantity sold.
 * - `currentTotalPriceSet` is the total less the refunded amount, which treats a goodwill refund like a return, and 0
 *   where a cancelled order was not paid; tax, shipping and goods shrink in proportion.
 * - `netPaymentSet` is what the financial status says was received, less the refunded amount.
 * - `updatedAt` is the latest time that the row names; `processedAt` is "Created at".
 * - Discounts on the whole order are spread over the lines by their price, so that lines add up to "Subtotal".
 */
export function adminOrder(
  { row, lines }: ExportedOrder,
  number: number,
  customer: { id: string } | null,
  mint: MoneyMint,
): AdminOrder {
  const amount = (column: string, value: string) => exportAmount(row, column, value, row.currency);
  const total = amount("Total", row.total);
  const tax = amount("Taxes", row.taxes);
  const shipping = amount("Shipping", row.shipping);
  const refunded = amount("Refunded Amount", row.refundedAmount);
  const outstanding = amount("Outstanding Balance", row.outstandingBalance);
  const discounts = amount("Discount Amount", row.discountAmount);

  const financial = financialStatuses[row.financialStatus.toLowerCase()];
  if (!financial) fail(row.at, `"Financial Status" is unknown: ${row.financialStatus}.`);
  const [status, paid] = financial;
  const received = {
    all: total,
    nothing: 0,
    "all but what is outstanding": Math.max(0, total - outstanding),
  }[paid];

  const createdAt = exportTime(row, "Created at", row.createdAt) ?? fail(row.at, `"Created at" is empty.`);
  const cancelledAt = exportTime(row, "Cancelled at", row.cancelledAt);
  const fulfilledAt = exportTime(row, "Fulfilled at", row.fulfilledAt);
  const paidAt = exportTime(row, "Paid at", row.paidAt);
  const times = [createdAt, cancelledAt, fulfilledAt, paidAt].filter((time) => time !== null).sort();

  const currentTotal = cancelledAt !== null && received === 0 ? 0 : Math.max(0, total - refunded);
  const left = total === 0 ? 0 : currentTotal / total;
  const currentTax = Math.round(tax * left);
  const currentShipping = Math.round(shipping * left);
  const id = unquoted(row.id);
  if (id !== "" && !/^\d+$/.test(id)) fail(row.at, `"Id" is not a number.`);

  const lineTotals = spread(lines, amount("Subtotal", row.subtotal));
  return {
    id: gid("Order", id === "" ? number : id),
    name: row.name,
    createdAt,
    updatedAt: times.at(-1) ?? createdAt,
    processedAt: createdAt,
    cancelledAt,
    cancelReason: null,
    closedAt: null,
    test: false,
    confirmed: true,
    edited: false,
    currencyCode: row.currency,
    presentmentCurrencyCode: row.currency,
    sourceName: orNull(row.source),
    discountCodes: row.discountCode === "" ? [] : [row.discountCode],
    tags: exportTags(row.tags),
    email: orNull(row.email),
    displayFinancialStatus: status,
    displayFulfillmentStatus:
      fulfillmentStatuses[row.fulfillmentStatus.toLowerCase()] ??
      fail(row.at, `"Fulfillment Status" is unknown: ${row.fulfillmentStatus}.`),
    returnStatus: "NO_RETURN",
    retailLocation: null,
    customer,
    shippingAddress: shippingAddress(row),
    totalPriceSet: mint.bag(total),
    currentTotalPriceSet: mint.bag(currentTotal),
    currentSubtotalPriceSet: mint.bag(currentTotal - currentTax - currentShipping),
    currentTotalTaxSet: mint.bag(currentTax),
    currentShippingPriceSet: mint.bag(currentShipping),
    totalDiscountsSet: mint.bag(discounts),
    totalShippingPriceSet: mint.bag(shipping),
    totalTaxSet: mint.bag(tax),
    totalRefundedSet: mint.bag(refunded),
    netPaymentSet: mint.bag(received - refunded),
    refunds: [],
    fulfillments:
      fulfilledAt === null
        ? []
        : [
            {
              id: gid("Fulfillment", number),
              createdAt: fulfilledAt,
              status: "SUCCESS",
              displayStatus: null,
              deliveredAt: null,
            },
          ],
    lineItems: lines.map((line, index) => ({
      id: gid("LineItem", number * 1_000 + index),
      title: line.name,
      variantTitle: null,
      sku: orNull(line.sku),
      vendor: orNull(line.vendor),
      quantity: line.quantity,
      currentQuantity: line.quantity,
      isGiftCard: false,
      product: null,
      variant: null,
      originalUnitPriceSet: mint.bag(line.unitPrice),
      discountedTotalSet: mint.bag(lineTotals[index] ?? 0),
      sellingPlan: null,
    })),
  };
}

/** Line totals that add up to the subtotal: each line's price less its own discount, less its part of the order's. */
function spread(lines: readonly ExportedLine[], subtotal: number): number[] {
  const own = lines.map((line) => line.unitPrice * line.quantity - line.discount);
  const sum = own.reduce((total, line) => total + line, 0);
  if (sum <= subtotal || sum === 0) return own;
  let before = 0;
  let given = 0;
  return own.map((line) => {
    before += line;
    // Rounding the running sum keeps the last line from collecting every fraction.
    const share = Math.round((before * subtotal) / sum) - given;
    given += share;
    return share;
  });
}

/** Exports write a country as its code, older ones as its name. */
function shippingAddress(row: OrderRow): AdminOrder["shippingAddress"] {
  if (row.shippingCountry === "" && row.shippingCity === "") return null;
  const isCode = /^[A-Z]{2}$/.test(row.shippingCountry);
  return {
    address1: orNull(row.shippingAddress1),
    address2: orNull(row.shippingAddress2),
    city: orNull(row.shippingCity),
    province: orNull(row.shippingProvinceName),
    provinceCode: orNull(row.shippingProvince),
    country: isCode ? null : orNull(row.shippingCountry),
    countryCodeV2: isCode ? row.shippingCountry : null,
    zip: orNull(unquoted(row.shippingZip)),
  };
}
