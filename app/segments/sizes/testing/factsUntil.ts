import { naiveReason, type NaiveInput } from "~/customers/testing/naive";
import { endOfShopDay } from "~/customers/shopDays";
import type { TestStore } from "~/customers/testing/testWarehouse";

/** A store without what contradicts itself: nothing becomes of an order before it is placed, nor of a parcel before it is sent. */
export function consistent(facts: Required<TestStore>): Required<TestStore> {
  const placed = new Map(facts.orders.map((order) => [order.order_id, order.processed_at]));
  const later = (time: Date | null, order: bigint) => {
    const first = placed.get(order);
    return time && first && time < first ? first : time;
  };
  return {
    ...facts,
    orders: facts.orders.map((order) => ({
      ...order,
      cancelled_at: later(order.cancelled_at, order.order_id),
    })),
    refunds: facts.refunds.map((row) => ({ ...row, processed_at: later(row.processed_at, row.order_id) })),
    fulfillments: facts.fulfillments.map((row) => {
      const created_at = later(row.created_at, row.order_id);
      const delivered = later(row.delivered_at, row.order_id);
      const isEarly = created_at && delivered && delivered < created_at;
      return { ...row, created_at, delivered_at: isEarly ? created_at : delivered };
    }),
  };
}

/** What there was of a store at the end of one of the shop's days, each record as it is today. */
export function factsUntil(
  facts: Required<TestStore>,
  day: string,
  { timeZone, settings }: NaiveInput,
): Required<TestStore> {
  const end = endOfShopDay(day, timeZone);
  const until = (time: Date | null) => time !== null && time < end;
  const orders = facts.orders.filter(({ processed_at }) => until(processed_at));
  const customers = facts.customers.filter(
    (owner) =>
      until(owner.created_at) ||
      orders.some(
        (order) => order.customer_id === owner.customer_id && naiveReason(order, owner, settings) === null,
      ),
  );
  const ids = new Set(orders.map(({ order_id }) => order_id));
  const ofOrders = <Row extends { order_id: bigint }>(rows: readonly Row[]) =>
    rows.filter(({ order_id }) => ids.has(order_id));
  const checkouts = facts.checkouts.filter(({ created_at }) => until(created_at));
  return {
    ...facts,
    customers,
    orders,
    lines: ofOrders(facts.lines),
    fulfillments: ofOrders(facts.fulfillments)
      .filter(({ created_at }) => created_at === null || until(created_at))
      .map((row) => ({ ...row, delivered_at: until(row.delivered_at) ? row.delivered_at : null })),
    refunds: ofOrders(facts.refunds).filter(({ processed_at }) => until(processed_at)),
    tagEvents: facts.tagEvents.filter(({ added_at }) => until(added_at)),
    checkouts: checkouts.map((row) => ({
      ...row,
      completed_at: until(row.completed_at) ? row.completed_at : null,
    })),
  };
}
