import { customer, type TestStore } from "~/customers/testing/testWarehouse";
import type { AbandonedCheckoutRow, CustomerRow, OrderRow } from "~/warehouse/tables";

/**
 * A store at an earlier time, and who changed since: a record comes as it was made (an order unpaid for nothing, uncancelled
 * and unsent; a customer without tags and later consents) and becomes what it is now at its `updated_at`.
 */
export function storeAt(facts: Required<TestStore>, time: Date): Required<TestStore> {
  const isThere = ({ created_at }: { created_at: Date }) => created_at <= time;
  const isFinal = ({ updated_at }: { updated_at: Date }) => updated_at <= time;
  const orders = facts.orders.filter(isThere);
  const orderIds = new Set(orders.map(({ order_id }) => order_id));
  const finalOrders = new Set(orders.filter(isFinal).map(({ order_id }) => order_id));
  const customers = facts.customers.filter(isThere);
  const finalCustomers = new Set(customers.filter(isFinal).map(({ customer_id }) => customer_id));
  const checkouts = facts.checkouts.filter(isThere);
  const checkoutIds = new Set(checkouts.map(({ checkout_id }) => checkout_id));
  return {
    ...facts,
    customers: customers.map((row) => (isFinal(row) ? row : asMade(row, time))),
    orders: orders.map((row) => (isFinal(row) ? row : asPlaced(row))),
    lines: facts.lines.filter(({ order_id }) => orderIds.has(order_id)),
    refunds: facts.refunds.filter(({ order_id }) => finalOrders.has(order_id)),
    fulfillments: facts.fulfillments.filter(({ order_id }) => finalOrders.has(order_id)),
    metafields: facts.metafields.filter(({ customer_id }) => finalCustomers.has(customer_id)),
    tagEvents: customers
      .filter((row) => isFinal(row) && row.updated_at > row.created_at)
      .flatMap(({ customer_id, tags, updated_at }) =>
        tags.map((tag) => ({ customer_id, tag, added_at: updated_at })),
      ),
    checkouts: checkouts.map((row) => (isFinal(row) ? row : asBegun(row))),
    checkoutLines: facts.checkoutLines.filter(({ checkout_id }) => checkoutIds.has(checkout_id)),
  };
}

/** The customers of whom something was made or changed from one time (excluded) to another. */
export function changedBetween(facts: Required<TestStore>, from: Date, to: Date): bigint[] {
  const within = (time: Date | null) => time !== null && time > from && time <= to;
  const changed = [
    ...facts.customers.filter((row) =>
      [
        row.created_at,
        row.updated_at,
        row.email_consent_at,
        row.sms_consent_at,
        row.whatsapp_consent_at,
      ].some(within),
    ),
    ...[...facts.orders, ...facts.checkouts].filter(
      ({ created_at, updated_at }) => within(created_at) || within(updated_at),
    ),
  ];
  return [...new Set(changed.flatMap(({ customer_id }) => customer_id ?? []))];
}

const foldedNone = customer({ customer_id: 0n, tags: [] }).tags_folded;

function asMade(row: CustomerRow, time: Date): CustomerRow {
  const since = (state: string | null, at: Date | null) => (at === null || at <= time ? state : null);
  return {
    ...row,
    updated_at: row.created_at,
    tags: [],
    tags_folded: foldedNone,
    email_consent: since(row.email_consent, row.email_consent_at),
    sms_consent: since(row.sms_consent, row.sms_consent_at),
    whatsapp_consent: since(row.whatsapp_consent, row.whatsapp_consent_at),
  };
}

function asPlaced(row: OrderRow): OrderRow {
  const wasPaid = ["PARTIALLY_REFUNDED", "REFUNDED", "VOIDED"].includes(row.financial_status ?? "");
  return {
    ...row,
    updated_at: row.created_at,
    cancelled_at: null,
    cancel_reason: null,
    financial_status: wasPaid ? "PAID" : row.financial_status,
    fulfillment_status: null,
    current_total: row.total,
    net_payment: row.total,
    refunded: 0n,
  };
}

function asBegun(row: AbandonedCheckoutRow): AbandonedCheckoutRow {
  return { ...row, updated_at: row.created_at, completed_at: null };
}
