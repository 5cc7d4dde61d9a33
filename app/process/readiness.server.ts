import { state } from "~/state/client.server";
import type { WarehouseEngine } from "~/warehouse/engine";
import { warehouseEngine } from "~/warehouse/warehouses.server";

import type { ReadinessCheck } from "./health.server";

/** An engine whose database is a server of its own tells whether that can be reached; one of files has nothing to tell. */
type Engine = WarehouseEngine & { readonly reach?: () => Promise<void> };

/** What a process needs besides itself. */
export const readinessChecks: readonly ReadinessCheck[] = [
  { what: "the state database", check: async () => (await state()).$queryRaw`SELECT 1` },
  {
    what: "the warehouse",
    check: async () => {
      const engine: Engine = warehouseEngine();
      await engine.reach?.();
    },
  },
];
