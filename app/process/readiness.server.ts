import { state } from "~/state/client.server";
import { warehouseEngine } from "~/warehouse/warehouses.server";

import type { ReadinessCheck } from "./health.server";

/** What a process needs besides itself. */
export const readinessChecks: readonly ReadinessCheck[] = [
  { what: "the state database", check: async () => (await state()).$queryRaw`SELECT 1` },
  { what: "the warehouse", check: () => warehouseEngine().reach() },
];
