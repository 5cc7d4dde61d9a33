import { gid } from "../gid";
import type { MoneyMint } from "../money";
import { weighted, type Random } from "../random";
import type { AdminAddress, AdminOrder } from "../store";
import { articleNear, fillBasket, lineOf, type BasketLine } from "./basket";
import { shopPrice, type Catalogue } from "./catalogue";
import { deliver } from "./delivery";
import { drawDiscount, type Discount } from "./discounts";
import { daysToHappen, orderFates, paidFate, type OrderFate } from "./orderFates";
import { convertCharges, orderTotals, type OrderCharges } from "./orderMoney";
import { instant } from "./people";
import { perDollar } from "./places";
import type { Purchase } from "./purchase";

const day = 86_400_000;

export interface OrderContext {
  random: Random;
  now: number;
  shopCurrency: string;
  catalogue: Catalogue;
  mint: MoneyMint;
}

const drawFate = weighted(orderFates.map((fate) => [fate, fate.weight] as const));
const drawCancelReason = weighted([
  ["CUSTOMER", 45],
  ["INVENTORY", 20],
  ["FRAUD", 12],
  ["DECLINED", 10],
  ["OTHER", 8],
  ["STAFF", 5],
] as const);
const orderTags = ["gift", "express", "phone order 📞", 'says "urgent"', "replacement"] as const;
/** `sourceName` of orders written by an app: that app's number. */
const importAppSource = "1830279";
const retailLocations = [61_000_000_001, 61_000_000_002] as const;

export function makeOrder(context: OrderContext, purchase: Purchase, number: number): AdminOrder {
  const { random, now, shopCurrency, catalogue, mint } = context;
  const { at, person, channel } = purchase;

  const drawn = purchase.subscription || person?.persona.id === "staff" ? paidFate : drawFate(random);
  const fate = at + daysToHappen(drawn) * day > now ? paidFate : drawn;
  const wholesale = person?.persona.id === "wholesale";
  const giftCard = channel === "web" && !purchase.subscription && !wholesale && random.chance(0.012);
  const taxRate = person ? (person.customer.taxExempt ? 0 : person.place.taxRate) : 0.08875;
  const dollars = (person?.typicalDollars ?? 28) * Math.exp(0.45 * random.normal());
  const target = shopPrice(dollars, shopCurrency);

  const lines = purchase.subscription
    ? [subscriptionLine(random, catalogue, target, taxRate)]
    : fillBasket(random, catalogue, { target, taxRate, bulk: wholesale, giftCard });
  if (fate.addsLine)
    lines.push(lineOf(random, articleNear(random, catalogue.articles, target / 3), 1, taxRate));
  removeGoods(lines, fate);

  const discount = giftCard ? null : drawDiscount(random, purchase, fate);
  applyDiscount(lines, discount);
  const charges: OrderCharges = {
    lines,
    shipping: shippingCharge(lines, purchase, discount, giftCard, shopCurrency),
    shippingRefunded: fate.refundsShipping,
    received: fate.received,
    removalRefunds: fate.removalRefunds,
    goodwillShare: fate.goodwillShare,
  };

  const presentmentCurrency = presentmentOf(random, purchase, shopCurrency);
  const rate = (perDollar[presentmentCurrency] ?? 1) / (perDollar[shopCurrency] ?? 1);
  const shown = presentmentCurrency === shopCurrency ? charges : convertCharges(charges, rate);
  const [totals, shownTotals] = [orderTotals(charges), orderTotals(shown)];
  const bag = (units: number, shownUnits: number) => mint.bag(units, shownUnits, presentmentCurrency);

  const refundTimes = totals.refunds
    .map(() => at + random.uniform() * daysToHappen(fate) * day)
    .sort((a, b) => a - b);
  const cancelledAt = fate.cancelled ? (refundTimes[0] ?? at + random.uniform() * 2 * day) : null;
  const shipping = deliver(random, purchase, fate, giftCard, now, number);
  const closedAt =
    cancelledAt ?? (shipping.closedAt !== null && shipping.closedAt <= now ? shipping.closedAt : null);
  const editedAt = fate.edited ? at + 2 * day : at;
  const updatedAt = Math.max(purchase.createdAt, editedAt, closedAt ?? 0, shipping.lastAt, ...refundTimes);

  return {
    id: gid("Order", 5_000_000_000_000 + number),
    name: `#${String(1000 + number)}`,
    createdAt: instant(purchase.createdAt),
    updatedAt: instant(Math.min(now, updatedAt)),
    processedAt: instant(at),
    cancelledAt: cancelledAt === null ? null : instant(cancelledAt),
    cancelReason: cancelledAt === null ? null : drawCancelReason(random),
    closedAt: closedAt === null ? null : instant(closedAt),
    test: fate.test,
    confirmed: true,
    edited: fate.edited,
    currencyCode: shopCurrency,
    presentmentCurrencyCode: presentmentCurrency,
    sourceName: channel === "import" ? importAppSource : channel,
    discountCodes: discount?.code === undefined ? [] : [discount.code],
    tags: [...(wholesale ? ["wholesale"] : []), ...(random.chance(0.04) ? [random.pick(orderTags)] : [])],
    email: person?.customer.defaultEmailAddress?.emailAddress ?? null,
    displayFinancialStatus: financialStatus(fate, totals),
    displayFulfillmentStatus: shipping.status,
    returnStatus: fate.returnStatus,
    retailLocation: channel === "pos" ? { id: gid("Location", random.pick(retailLocations)) } : null,
    customer: person ? { id: person.customer.id } : null,
    shippingAddress: shippingAddress(purchase, giftCard),
    totalPriceSet: bag(totals.total, shownTotals.total),
    currentTotalPriceSet: bag(totals.currentTotal, shownTotals.currentTotal),
    currentSubtotalPriceSet: bag(totals.currentSubtotal, shownTotals.currentSubtotal),
    currentTotalTaxSet: bag(totals.currentTax, shownTotals.currentTax),
    currentShippingPriceSet: bag(totals.currentShipping, shownTotals.currentShipping),
    totalDiscountsSet: bag(totals.discounts, shownTotals.discounts),
    totalShippingPriceSet: bag(totals.shipping, shownTotals.shipping),
    totalTaxSet: bag(totals.tax, shownTotals.tax),
    totalRefundedSet: bag(totals.refunded, shownTotals.refunded),
    netPaymentSet: bag(totals.received - totals.refunded, shownTotals.received - shownTotals.refunded),
    refunds: totals.refunds.map((amount, index) => ({
      id: gid("Refund", 900_000_000_000 + number * 10 + index),
      createdAt: instant(Math.max(refundTimes[index] ?? at, purchase.createdAt)),
      processedAt: instant(refundTimes[index] ?? at),
      totalRefundedSet: bag(amount, shownTotals.refunds[index] ?? 0),
    })),
    fulfillments: shipping.fulfillments,
    lineItems: lines.map((line, index) => ({
      id: gid("LineItem", 14_000_000_000_000 + number * 10 + index),
      title: line.article.product.title,
      variantTitle: line.variant.title === "Default Title" ? null : line.variant.title,
      sku: line.article.sku,
      vendor: line.article.product.vendor,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      isGiftCard: line.article.isGiftCard,
      product: line.article.deleted ? null : { id: line.article.product.id },
      variant: line.article.deleted ? null : { id: line.variant.id },
      originalUnitPriceSet: bag(line.unitPrice, shown.lines[index]?.unitPrice ?? 0),
      discountedTotalSet: bag(totals.lineTotals[index] ?? 0, shownTotals.lineTotals[index] ?? 0),
      sellingPlan: line.sellingPlan === null ? null : { name: line.sellingPlan },
    })),
  };
}

function subscriptionLine(random: Random, catalogue: Catalogue, target: number, taxRate: number): BasketLine {
  const article = articleNear(random, catalogue.articles, target);
  return { ...lineOf(random, article, 1, taxRate), sellingPlan: "Delivered every month" };
}

function removeGoods(lines: BasketLine[], fate: OrderFate): void {
  if (fate.removes === "everything") for (const line of lines) line.currentQuantity = 0;
  if (fate.removes === "one" && lines[0]) lines[0].currentQuantity -= 1;
}

function applyDiscount(lines: BasketLine[], discount: Discount | null): void {
  if (!discount) return;
  for (const line of lines) line.discount = Math.round(line.unitPrice * line.quantity * discount.share);
}

function shippingCharge(
  lines: readonly BasketLine[],
  { channel, person, subscription }: Purchase,
  discount: Discount | null,
  giftCard: boolean,
  currency: string,
): number {
  if (channel === "pos" || giftCard || subscription || discount?.freeShipping === true) return 0;
  const goods = lines.reduce((sum, line) => sum + line.unitPrice * line.quantity - line.discount, 0);
  const abroad = person !== null && person.country.code !== "US";
  return goods >= shopPrice(abroad ? 150 : 75, currency) ? 0 : shopPrice(abroad ? 14.5 : 5.5, currency);
}

/** Two of five buyers abroad pay in their own money; drafts, tills and imports are in the shop's. */
function presentmentOf(random: Random, { person, channel }: Purchase, shopCurrency: string): string {
  if (channel !== "web" || !person || person.country.currencyCode === shopCurrency) return shopCurrency;
  return random.chance(0.4) ? person.country.currencyCode : shopCurrency;
}

function financialStatus(fate: OrderFate, totals: ReturnType<typeof orderTotals>): string {
  if (fate.received === "nothing" && totals.total > 0) return fate.unpaidStatus;
  if (totals.refunded > 0) return totals.refunded >= totals.received ? "REFUNDED" : "PARTIALLY_REFUNDED";
  return totals.received < totals.currentTotal ? "PARTIALLY_PAID" : "PAID";
}

function shippingAddress({ channel, person }: Purchase, giftCard: boolean): AdminAddress | null {
  return channel === "pos" || giftCard || !person ? null : person.address;
}
