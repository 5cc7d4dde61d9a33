import { makeAbandonedCheckouts } from "./generated/abandonedCheckouts";
import { makeCatalogue } from "./generated/catalogue";
import { makeOrder } from "./generated/order";
import { instant, personMaker, type Person } from "./generated/people";
import type { Purchase } from "./generated/purchase";
import { acquisitionTime, drawHabit, repeatTimes } from "./generated/purchaseTimes";
import { gid } from "./gid";
import { minorUnits, moneyMint } from "./money";
import { seededRandom, type Random } from "./random";
import type { SandboxStore } from "./store";
import { recomputeTotals } from "./totals";

const day = 86_400_000;
const historyYears = 4;
/** The shop keeps Eastern time; the hours at which people buy follow its standard time. */
const utcOffsetHours = -5;

export interface GenerateOptions {
  /** Equal seeds (with equal other options) give equal stores. */
  seed: number | string;
  /** How many customers, with those who never bought. */
  customers: number;
  /** The history ends here. */
  now: Date;
  /** ISO 4217; JPY has no decimals, KWD three. */
  currencyCode?: string;
  amountSpentCounts?: SandboxStore["amountSpentCounts"];
}

/**
 * A made-up store with the history of a real one: see `generated/` for how its customers come, buy and leave
 * (Pareto/NBD), what becomes of its orders (`orderFates.ts`) and how their money adds up (`orderMoney.ts`).
 * Its addresses are in example domains and its telephone numbers in ranges that belong to nobody.
 */
export function generateStore(options: GenerateOptions): SandboxStore {
  const { customers: size, seed, currencyCode = "USD", amountSpentCounts = "net" } = options;
  const random = seededRandom(seed);
  const now = Math.floor(options.now.getTime() / 1000) * 1000;
  const opened = now - historyYears * 365.25 * day;
  // The shop moved to Shopify half a year after it opened, and brought its orders along.
  const importedAt = opened + 180 * day;
  const mint = moneyMint(currencyCode);

  const catalogueSize = Math.min(2_000, Math.max(40, Math.round(size / 20)));
  const catalogue = makeCatalogue(random.fork("catalogue"), catalogueSize, currencyCode, opened, now);

  const arrivals = random.fork("arrivals");
  const firstTimes = Array.from({ length: size }, () =>
    acquisitionTime(arrivals, opened, now, utcOffsetHours),
  );
  firstTimes.sort((a, b) => a - b);
  const makePerson = personMaker(random.fork("people"), now, mint);
  const people = firstTimes.map((firstAt, index) => makePerson(index + 1, Math.max(firstAt, importedAt)));

  const purchases = allPurchases(random.fork("purchases"), people, firstTimes, importedAt, now);
  const context = { random: random.fork("orders"), now, shopCurrency: currencyCode, catalogue, mint };
  const orders = purchases.map((purchase, index) => {
    const order = makeOrder(context, purchase, index + 1);
    const customer = purchase.person?.customer;
    if (customer && order.updatedAt > customer.updatedAt) customer.updatedAt = order.updatedAt;
    return order;
  });

  const store: SandboxStore = {
    shop: {
      id: gid("Shop", 60_000_000_001),
      myshopifyDomain: "fern-and-fox.myshopify.com",
      name: "Fern & Fox",
      email: "owner@example.com",
      currencyCode,
      ianaTimezone: "America/New_York",
      createdAt: instant(opened),
      plan: { displayName: "Shopify", shopifyPlus: false, partnerDevelopment: false },
    },
    amountSpentCounts,
    collections: [...catalogue.collections],
    products: [...catalogue.articles, ...catalogue.giftCards]
      .filter((article) => !article.deleted)
      .map((article) => article.product),
    customers: people.map((person) => person.customer),
    orders,
    abandonedCheckouts: makeAbandonedCheckouts({
      random: random.fork("checkouts"),
      now,
      people,
      orders,
      catalogue,
      mint,
    }),
  };
  recomputeTotals(store);
  tagBestCustomers(store);
  return store;
}

/** Every order to come, in the order in which Shopify numbers them. */
function allPurchases(
  random: Random,
  people: readonly Person[],
  firstTimes: readonly number[],
  importedAt: number,
  now: number,
): Purchase[] {
  const purchases: Purchase[] = [];
  const add = (at: number, person: Person | null, channel: Purchase["channel"], more?: Partial<Purchase>) => {
    const imported = at < importedAt;
    purchases.push({
      at,
      createdAt: imported ? importedAt : at,
      person,
      channel: imported ? "import" : channel,
      subscription: false,
      isFirst: false,
      ...more,
    });
  };

  people.forEach((person, index) => {
    const firstAt = firstTimes[index] ?? now;
    const { id, rateFactor } = person.persona;
    const habit = drawHabit(random);
    if (id === "lead") return;
    if (id === "subscriber") addSubscription(random, person, firstAt, now, add);
    else add(firstAt, person, channelOf(random, person), { isFirst: true });
    habit.yearlyRate *= rateFactor;
    for (const at of repeatTimes(random, firstAt, now, habit, utcOffsetHours))
      add(at, person, channelOf(random, person));
  });

  // Orders of nobody the shop knows: walk-ins at the till, and people who had themselves erased.
  const strangers = Math.ceil(purchases.length * 0.03);
  for (let n = 0; n < strangers; n++) {
    const at = acquisitionTime(random, importedAt, now, utcOffsetHours);
    add(at, null, random.chance(0.8) ? "pos" : "web");
  }
  return purchases.sort((a, b) => a.createdAt - b.createdAt || a.at - b.at);
}

function channelOf(random: Random, { persona }: Person): Purchase["channel"] {
  if (persona.id === "wholesale") return "shopify_draft_order";
  if (persona.id === "in_store") return random.chance(0.75) ? "pos" : "web";
  return random.chance(0.02) ? "pos" : "web";
}

/** One order in the shop, then one a month until the subscription ends; the customer carries how it stands now. */
function addSubscription(
  random: Random,
  person: Person,
  firstAt: number,
  now: number,
  add: (at: number, person: Person, channel: Purchase["channel"], more?: Partial<Purchase>) => void,
): void {
  const endsAt = firstAt + random.exponential(1 / 240) * day;
  add(firstAt, person, "web", { isFirst: true, subscription: true });
  for (let at = firstAt + 30 * day; at < Math.min(now, endsAt); at += 30 * day) {
    add(at, person, "subscription_contract", { subscription: true });
  }
  const ended = endsAt < now;
  person.customer.productSubscriberStatus = ended
    ? random.pick(["CANCELLED", "CANCELLED", "CANCELLED", "EXPIRED", "FAILED"])
    : random.pick(["ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "PAUSED"]);
  if (ended) person.customer.tags = ["Inactive Subscriber"];
}

/** The best-paying hundredth is tagged by hand, as shops do. */
function tagBestCustomers(store: SandboxStore): void {
  const spent = (customer: SandboxStore["customers"][number]) =>
    Number(minorUnits(customer.amountSpent.amount, customer.amountSpent.currencyCode));
  const best = store.customers.filter((customer) => spent(customer) > 0).sort((a, b) => spent(b) - spent(a));
  for (const customer of best.slice(0, Math.ceil(best.length / 100)))
    customer.tags = [...customer.tags, "vip"];
}
