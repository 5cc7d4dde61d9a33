import { numberOf } from "./numbers";

interface LineChange {
  lineItemId: string;
  quantity: number;
}

export interface OrderEdit {
  id: number;
  orderId: string;
  added: readonly LineChange[];
  removed: readonly LineChange[];
  /** In the shop's time. */
  createdAt: string;
}

/** The body of `orders/edited`: what came and went, and nothing of what the order is now. */
export function orderEditPayload({ id, orderId, added, removed, createdAt }: OrderEdit) {
  const changes = (lines: readonly LineChange[]) =>
    lines.map(({ lineItemId, quantity }) => ({ id: numberOf(lineItemId), delta: quantity }));
  const none = { additions: [], removals: [] };
  return {
    order_edit: {
      id,
      app_id: null,
      created_at: createdAt,
      notify_customer: false,
      order_id: numberOf(orderId),
      staff_note: null,
      user_id: null,
      line_items: { additions: changes(added), removals: changes(removed) },
      discounts: { line_item: none, fixed: none },
      shipping_lines: none,
    },
  };
}
