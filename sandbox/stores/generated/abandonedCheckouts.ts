import { gid } from "../gid";
import type { MoneyMint } from "../money";
import type { Random } from "../random";
import type { AdminAbandonedCheckout, AdminAbandonedCheckoutLine, AdminOrder } from "../store";
import type { Catalogue } from "./catalogue";
import { instant, type Person } from "./people";

const day = 86_400_000;
/** Shopify keeps them for three months. */
const keptDays = 90;

type Checkout = Omit<AdminAbandonedCheckout, "id">;

interface CheckoutContext {
  readonly random: Random;
  readonly now: number;
  readonly people: readonly Person[];
  readonly orders: readonly AdminOrder[];
  readonly catalogue: Catalogue;
  readonly mint: MoneyMint;
}

/**
 * What was begun at the checkout in the last three months and left there: some of it bought a day later (the checkout is
 * completed then), some by people who bought something else since, most by people who did not come back.
 */
export function makeAbandonedCheckouts(context: CheckoutContext): AdminAbandonedCheckout[] {
  const { random, now, people, orders } = context;
  const checkouts: Checkout[] = [];
  const knownSince = new Map(people.map(({ customer }) => [customer.id, Date.parse(customer.createdAt)]));
  const leave = (customer: { id: string } | null, at: number) =>
    checkouts.push(left(context, customer, Math.max(knownSince.get(customer?.id ?? "") ?? 0, at)));

  const recent = orders.filter(
    ({ sourceName, customer, createdAt }) =>
      sourceName === "web" && customer !== null && Date.parse(createdAt) >= now - keptDays * day,
  );
  // One in twelve was left for a day before; another in twelve came after something else was left for good.
  recent.forEach((order, place) => {
    const at = Date.parse(order.createdAt);
    if (place % 12 === 3) checkouts.push(completed(context, order, at));
    if (place % 12 === 9) leave(order.customer, at - random.uniform() * 20 * day);
  });
  for (let n = 0; n < people.length * 0.03; n++) {
    const person = people[random.integer(0, people.length - 1)];
    // One in six is told apart by nothing: the buyer left before giving an address.
    const customer = person && random.chance(5 / 6) ? { id: person.customer.id } : null;
    leave(customer, now - random.uniform() * keptDays * day);
  }
  return checkouts
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .map((checkout, index) => ({ id: gid("AbandonedCheckout", 33_000_000_000_000 + index), ...checkout }));
}

/** Begun within the day before an order that took the same goods in the end. */
function completed({ random }: CheckoutContext, order: AdminOrder, orderedAt: number): Checkout {
  return {
    createdAt: instant(orderedAt - random.uniform() * day),
    updatedAt: order.createdAt,
    completedAt: order.createdAt,
    customer: order.customer,
    totalPriceSet: order.totalPriceSet,
    lineItems: withIds(
      random,
      order.lineItems.map(({ title, sku, quantity, product, variant, discountedTotalSet }) => ({
        title,
        sku,
        quantity,
        product,
        variant,
        discountedTotalPriceSet: discountedTotalSet,
      })),
    ),
  };
}

function left(context: CheckoutContext, customer: { id: string } | null, at: number): Checkout {
  const { random, now, catalogue, mint } = context;
  let total = 0;
  const lines = Array.from({ length: random.integer(1, 3) }, () => {
    const article = catalogue.articles[random.integer(0, catalogue.articles.length - 1)];
    const variant = article?.variants[0];
    if (!article || !variant) throw new Error("The catalogue is empty.");
    const quantity = random.chance(0.8) ? 1 : random.integer(2, 4);
    total += article.unitPrice * quantity;
    return {
      title: article.product.title,
      sku: article.sku,
      quantity,
      product: article.deleted ? null : { id: article.product.id },
      variant: article.deleted ? null : { id: variant.id },
      discountedTotalPriceSet: mint.bag(article.unitPrice * quantity),
    };
  });
  return {
    createdAt: instant(at),
    updatedAt: instant(Math.min(now, at + random.integer(60, 1_800) * 1_000)),
    completedAt: null,
    customer,
    totalPriceSet: mint.bag(total),
    lineItems: withIds(random, lines),
  };
}

/** Ids as Shopify was seen to write them: a line's key, the checkout's token, the place. */
function withIds(
  random: Random,
  lines: readonly Omit<AdminAbandonedCheckoutLine, "id">[],
): AdminAbandonedCheckoutLine[] {
  const token = hex(random);
  return lines.map((line, index) => ({
    id: `gid://shopify/AbandonedCheckoutLineItem/${hex(random)}?checkout=${token}&index=${String(index)}&actoken`,
    ...line,
  }));
}

function hex(random: Random): string {
  return Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join("");
}
