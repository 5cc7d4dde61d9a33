import type { AdminCustomer } from "../../../stores/store";

/** The body of `customers/purchasing_summary`. `now` in ms since the epoch. */
export function purchasingSummaryPayload(
  { id, numberOfOrders, amountSpent, lastOrder }: AdminCustomer,
  now: number,
) {
  return {
    customerId: id,
    numberOfOrders: Number(numberOfOrders),
    amountSpent: { amount: amountSpent.amount, currencyCode: amountSpent.currencyCode },
    lastOrderId: lastOrder?.id ?? null,
    occurredAt: new Date(now).toISOString(),
  };
}
