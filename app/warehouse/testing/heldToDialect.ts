import type { CompiledQuery } from "kysely";

import type { Connection, Warehouse, WarehouseEngine } from "../engine";
import { dialectFaults } from "./dialect";

/** A warehouse that refuses statements which would not run, or not mean the same, on every engine: for tests. */
export function heldToDialect(warehouse: Warehouse): Warehouse {
  return {
    ...held(warehouse),
    transaction: (work) => warehouse.transaction((connection) => work(held(connection))),
  };
}

/** An engine of such warehouses, made on first use. */
export function engineHeldToDialect(make: () => WarehouseEngine): WarehouseEngine {
  const known = new WeakMap<Warehouse, Warehouse>();
  let engine: WarehouseEngine | undefined;
  return {
    async open(shop) {
      engine ??= make();
      const warehouse = await engine.open(shop);
      const same = known.get(warehouse) ?? heldToDialect(warehouse);
      known.set(warehouse, same);
      return same;
    },
    reach: () => (engine ??= make()).reach(),
    drop: (shop) => (engine ??= make()).drop(shop),
    async close() {
      await engine?.close();
    },
  };
}

function held<Port extends Connection>(connection: Port): Port {
  return {
    ...connection,
    async all<Row>(query: CompiledQuery<Row>) {
      refuseFaults(query);
      return connection.all(query);
    },
    pages<Row>(query: CompiledQuery<Row>) {
      refuseFaults(query);
      return connection.pages(query);
    },
    async run(query: CompiledQuery) {
      refuseFaults(query);
      return connection.run(query);
    },
  };
}

function refuseFaults({ sql }: CompiledQuery): void {
  const faults = dialectFaults(sql);
  if (faults.length > 0)
    throw new Error(`Not in the dialect of all engines:\n${faults.join("\n")}\n\n${sql}`);
}
