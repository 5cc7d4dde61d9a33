import { decimalAmount, minorUnits } from "../../stores/money";
import { isPositive, minus, share } from "../../stores/moneyBags";
import type { Random } from "../../stores/random";
import type { AdminCustomer, AdminOrder, MoneyBag, SandboxStore } from "../../stores/store";
import type { Change, ChangeKind } from "./change";
import { drawCustomer, drawFrom, drawLines, drawRecent } from "./draws";

type ProductEdit = Extract<Change, { kind: "editProduct" }>["input"];
type Choosing = (random: Random, store: SandboxStore) => Change | undefined;

/** How each kind is chosen; undefined where the store has nothing to do it to. */
const choices: { [Kind in ChangeKind]: (random: Random, store: SandboxStore) => Change | undefined } = {
  placeOrder(random, store) {
    const customer = random.chance(0.93) ? drawFrom(random, store.customers) : undefined;
    return { kind: "placeOrder", input: drawOrder(random, store, customer?.id ?? null) };
  },
  firstOrder: (random, store) => ({
    kind: "firstOrder",
    customer: drawCustomer(random),
    input: drawOrder(random, store, null),
  }),
  refundOrder: chooseRefund,
  cancelOrder: ofOrder(
    ({ cancelledAt }) => cancelledAt === null,
    (random, { id }) => ({
      kind: "cancelOrder",
      id,
      input: { reason: random.pick(["CUSTOMER", "FRAUD", "INVENTORY", "OTHER"]), refund: random.chance(0.9) },
    }),
  ),
  editOrder: chooseEdit,
  payOrder: ofOrder(
    (order) =>
      order.cancelledAt === null &&
      order.refunds.length === 0 &&
      isPositive(minus(order.currentTotalPriceSet, order.netPaymentSet)),
    (_random, { id }) => ({ kind: "payOrder", id }),
  ),
  fulfilOrder: ofOrder(
    (order) => order.cancelledAt === null && order.displayFulfillmentStatus !== "FULFILLED",
    (random, { id }) => ({
      kind: "fulfilOrder",
      id,
      input: {
        displayStatus: random.pick(["FULFILLED", "IN_TRANSIT", "CONFIRMED"]),
        partial: random.chance(0.1),
      },
    }),
  ),
  editFulfillment: ofOrder(
    ({ fulfillments }) => fulfillments.length > 0,
    (random, { id }) => ({
      kind: "editFulfillment",
      id,
      input: random.chance(0.05)
        ? { displayStatus: "CANCELED", status: "CANCELLED" }
        : { displayStatus: random.pick(["IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED", "NOT_DELIVERED"]) },
    }),
  ),
  tagOrder: ofOrder(
    () => true,
    (random, { id }) => ({
      kind: "tagOrder",
      id,
      tags: random.pick<[string[], ...string[][]]>([[], ["gift"], ["express", "late"]]),
    }),
  ),
  deleteOrder: ofOrder(
    () => true,
    (_random, { id }) => ({ kind: "deleteOrder", id }),
  ),
  createCustomer: (random) => ({ kind: "createCustomer", customer: drawCustomer(random) }),
  editCustomer: ofCustomer((random, { id }) => {
    const { firstName, lastName, defaultAddress } = drawCustomer(random);
    const input = random.pick([
      { lastName: lastName ?? null },
      { firstName: firstName ?? null, lastName: lastName ?? null },
      { defaultAddress: defaultAddress ?? null },
      { note: "Rang about a delivery" },
      { locale: "fr" },
      { state: "ENABLED" as const },
      { state: "DISABLED" as const },
    ]);
    return { kind: "editCustomer", id, input };
  }),
  changeTags: ofCustomer((random, { id, tags }) => {
    const removed = random.chance(0.4) ? drawFrom(random, tags) : undefined;
    return {
      kind: "changeTags",
      id,
      input: {
        add:
          removed === undefined
            ? [random.pick(["vip", "wholesale", "staff", "influencer", "returns a lot"])]
            : [],
        remove: removed === undefined ? [] : [removed],
      },
    };
  }),
  setConsent: chooseConsent,
  deleteCustomer: ofCustomer((_random, { id }) => ({ kind: "deleteCustomer", id })),
  mergeCustomers: ofCustomer((random, { id }, store) => {
    const deleted = drawFrom(random, store.customers, (other) => other.id !== id);
    return deleted && { kind: "mergeCustomers", id, deletedId: deleted.id, touchesMoved: random.chance(0.5) };
  }),
  createProduct: (random) => ({
    kind: "createProduct",
    input: {
      title: `${random.pick(["Blue", "Round", "Tall"])} ${random.pick(["Jug", "Lamp", "Scarf"])}`,
      vendor: random.pick(["Northwind", "Kuma"]),
      productType: random.pick(["Home", "Apparel"]),
      tags: random.chance(0.5) ? ["new"] : [],
    },
  }),
  editProduct: (random, { products, collections }) => {
    const product = drawFrom(random, products);
    const collection = drawFrom(random, collections);
    const input = random.pick<[ProductEdit, ...ProductEdit[]]>([
      { tags: ["sale"] },
      { tags: ["new", "eco"] },
      { status: "ARCHIVED" },
      { status: "ACTIVE" },
      { productType: "Home" },
      { collections: collection ? [{ id: collection.id }] : [] },
    ]);
    return product && { kind: "editProduct", id: product.id, input };
  },
  deleteProduct: (random, { products }) => {
    const product = products.length > 5 ? drawFrom(random, products) : undefined;
    return product && { kind: "deleteProduct", id: product.id };
  },
  createCheckout: (random, store) => ({
    kind: "createCheckout",
    input: {
      customerId: random.chance(0.8) ? (drawFrom(random, store.customers)?.id ?? null) : null,
      lines: checkoutLines(random, store),
    },
  }),
  editCheckout: (random, store) => {
    const checkout = drawOpenCheckout(random, store);
    const input = random.chance(0.5)
      ? { lines: checkoutLines(random, store) }
      : { customerId: drawFrom(random, store.customers)?.id ?? null };
    return checkout && { kind: "editCheckout", id: checkout.id, input };
  },
  completeCheckout: (random, store) => {
    const checkout = drawOpenCheckout(random, store);
    return checkout && { kind: "completeCheckout", id: checkout.id };
  },
  deleteCheckout: (random, { abandonedCheckouts }) => {
    const checkout = drawRecent(random, abandonedCheckouts);
    return checkout && { kind: "deleteCheckout", id: checkout.id };
  },
};

/** The next thing of a kind to be done in a store. It looks at the store and changes nothing. */
export function chooseChange(kind: ChangeKind, random: Random, store: SandboxStore): Change | undefined {
  return choices[kind](random, store);
}

function ofOrder(
  isFit: (order: AdminOrder) => boolean,
  choose: (random: Random, order: AdminOrder) => Change,
): Choosing {
  return (random, { orders }) => {
    const order = drawRecent(random, orders, isFit);
    return order && choose(random, order);
  };
}

function ofCustomer(
  choose: (random: Random, customer: AdminCustomer, store: SandboxStore) => Change | undefined,
): Choosing {
  return (random, store) => {
    const customer = drawFrom(random, store.customers);
    return customer && choose(random, customer, store);
  };
}

function drawOrder(random: Random, store: SandboxStore, customerId: string | null) {
  const { currencyCode } = store.shop;
  const lines = drawLines(random, store);
  const goods = lines.reduce(
    (sum, { unitPrice, quantity }) => sum + minorUnits(unitPrice, currencyCode) * BigInt(quantity),
    0n,
  );
  const percent = random.integer(5, 30);
  return {
    customerId,
    lines,
    shipping: decimalAmount(random.chance(0.6) ? 550 : 0, currencyCode),
    tax: decimalAmount(random.chance(0.5) ? goods / 12n : 0n, currencyCode),
    ...(random.chance(0.2) && {
      discount: {
        code: random.chance(0.8) ? `SAVE${String(percent)}` : null,
        amount: decimalAmount((goods * BigInt(percent)) / 100n, currencyCode),
      },
    }),
    test: random.chance(0.01),
    tags: random.chance(0.05) ? ["gift"] : [],
    sourceName: random.pick(["web", "web", "web", "pos"]),
    displayFinancialStatus: random.chance(0.92) ? "PAID" : "PENDING",
  };
}

function chooseRefund(random: Random, { orders }: SandboxStore): Change | undefined {
  const order = drawRecent(
    random,
    orders,
    ({ cancelledAt, netPaymentSet }) => cancelledAt === null && isPositive(netPaymentSet),
  );
  if (!order) return undefined;
  const line = drawFrom(random, order.lineItems, ({ currentQuantity }) => currentQuantity > 0);
  if (line && random.chance(0.8)) {
    const quantity = random.integer(1, line.currentQuantity);
    const price = share(line.discountedTotalSet, quantity, line.quantity);
    if (covers(order.netPaymentSet, price))
      return { kind: "refundOrder", id: order.id, input: { lines: [{ lineItemId: line.id, quantity }] } };
  }
  const { amount, currencyCode } = order.netPaymentSet.shopMoney;
  const goodwill = (minorUnits(amount, currencyCode) + 9n) / 10n;
  return { kind: "refundOrder", id: order.id, input: { amount: decimalAmount(goodwill, currencyCode) } };
}

/** Edits are of orders in the shop's currency. One in two adds. */
function chooseEdit(random: Random, store: SandboxStore): Change | undefined {
  const order = drawRecent(
    random,
    store.orders,
    (one) => one.cancelledAt === null && one.presentmentCurrencyCode === one.currencyCode,
  );
  const line = order && drawFrom(random, order.lineItems, ({ currentQuantity }) => currentQuantity > 0);
  if (!order) return undefined;
  const input =
    line && random.chance(0.5)
      ? { add: [], remove: [{ lineItemId: line.id, quantity: 1 }] }
      : { add: drawLines(random, store), remove: [] };
  return { kind: "editOrder", id: order.id, input };
}

function chooseConsent(random: Random, { customers }: SandboxStore): Change | undefined {
  const channel = random.pick(["email", "email", "sms", "whatsApp"]);
  if (channel === "email") {
    const customer = drawFrom(random, customers, ({ defaultEmailAddress }) => defaultEmailAddress !== null);
    const state = random.pick(["SUBSCRIBED", "UNSUBSCRIBED", "UNSUBSCRIBED", "INVALID"]);
    return customer && { kind: "setConsent", id: customer.id, input: { channel, state } };
  }
  const customer = drawFrom(random, customers, ({ defaultPhoneNumber }) => defaultPhoneNumber !== null);
  const state = random.pick(["SUBSCRIBED", "UNSUBSCRIBED"]);
  return customer && { kind: "setConsent", id: customer.id, input: { channel, state } };
}

function checkoutLines(random: Random, store: SandboxStore) {
  return drawLines(random, store).map(({ title, quantity, unitPrice, productId }) => ({
    title,
    quantity,
    unitPrice,
    productId,
    sku: null,
  }));
}

function drawOpenCheckout(random: Random, { abandonedCheckouts }: SandboxStore) {
  return drawRecent(random, abandonedCheckouts, ({ completedAt }) => completedAt === null);
}

function covers(paid: MoneyBag, price: MoneyBag): boolean {
  return isPositive(price) && !isPositive(minus(price, paid));
}
