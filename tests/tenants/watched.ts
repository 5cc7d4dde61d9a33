import { AsyncLocalStorage } from "node:async_hooks";

import { type State, state } from "~/state/client.server";
import type { WarehouseEngine } from "~/warehouse/engine";
import { warehouseEngine } from "~/warehouse/warehouses.server";

/** On whose behalf something is done, and what. */
export interface Errand {
  /** Null: nobody who is known. */
  readonly shop: string | null;
  readonly what: string;
}

export interface StateOperation {
  readonly errand: Errand;
  /** Null: a statement of its own. */
  readonly model: string | null;
  readonly operation: string;
  readonly args: unknown;
  readonly result: unknown;
}

export interface Watched {
  readonly operations: StateOperation[];
  readonly opened: { readonly errand: Errand; readonly shop: string }[];
}

const errands = new AsyncLocalStorage<Errand>();

/** Does work on somebody's behalf: what it asks of the stores, now or later, is noted as theirs. */
export function onErrand<Result>(errand: Errand, work: () => Promise<Result>): Promise<Result> {
  return errands.run(errand, work);
}

/** Where the app, built or not, keeps what a process has opened. */
const held = globalThis as { quintileState?: Promise<State>; quintileWarehouses?: WarehouseEngine };

/** Puts a watch on both stores of this process: whatever is asked of them on an errand is noted. */
export async function watchStores(): Promise<Watched> {
  const watched: Watched = { operations: [], opened: [] };
  const db = await state();
  held.quintileState = Promise.resolve(
    db.$extends({
      query: {
        async $allOperations({ model, operation, args, query }) {
          const errand = errands.getStore();
          const result: unknown = await query(args);
          if (errand) watched.operations.push({ errand, model: model ?? null, operation, args, result });
          return result;
        },
      },
    }) as unknown as State,
  );
  const engine = warehouseEngine();
  held.quintileWarehouses = {
    open(shop) {
      const errand = errands.getStore();
      if (errand) watched.opened.push({ errand, shop });
      return engine.open(shop);
    },
    drop: (shop) => engine.drop(shop),
    reach: () => engine.reach(),
    close: () => engine.close(),
  };
  return watched;
}
