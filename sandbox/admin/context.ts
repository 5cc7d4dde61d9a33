import type { AdminOrder } from "../stores/store";
import type { BulkOperation } from "./bulk/operation";
import { isGranted, RECENT_ORDERS_DAYS } from "./scopes";
import type { SandboxState, ShopState } from "./state";

const DAY_MS = 86_400_000;

/** What a resolver sees: one app asking one shop, at one moment. */
export interface AdminContext {
  state: SandboxState;
  shop: ShopState;
  /** Milliseconds since the epoch. */
  now: number;
  /** Checks a bulk query and starts it. Handed in, for it is answered by the same fields as this query. */
  submitBulkQuery: (query: string, groupObjects: boolean) => BulkSubmission;
}

export interface BulkSubmission {
  bulkOperation: BulkOperation | null;
  userErrors: BulkUserError[];
}

export interface BulkUserError {
  field: string[] | null;
  message: string;
  code: "INVALID" | "LIMIT_REACHED" | "OPERATION_IN_PROGRESS";
}

/** Whether the app's scopes show this order: without `read_all_orders` only the last sixty days. */
export function orderVisibility({ shop, now }: AdminContext): (order: AdminOrder) => boolean {
  if (isGranted(shop.scopes, "read_all_orders")) return () => true;
  const since = now - RECENT_ORDERS_DAYS * DAY_MS;
  return (order) => Date.parse(order.createdAt) >= since;
}
