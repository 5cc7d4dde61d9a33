import { state } from "~/state/client.server";
import type { Warehouse } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { tellWarehouse } from "../telling/tellWarehouse.server";
import type { Forgetter } from "./forgetter";
import { countStatement, forgetStatement, personalTables } from "./tables";

/** What is kept of people in a shop's warehouse: removed in one transaction, so that no figure is ever counted on half of it. */
export const inWarehouse: Forgetter = {
  async find(shop, person) {
    const warehouse = await warehouseOf(shop);
    const counts: Record<string, number> = {};
    for (const personal of warehouse === null ? [] : personalTables) {
      const [counted] = (await warehouse?.all(countStatement(personal, person))) ?? [];
      counts[personal.table] = counted?.rows ?? 0;
    }
    return counts;
  },
  async forget(shop, person) {
    const warehouse = await warehouseOf(shop);
    await warehouse?.transaction(async (connection) => {
      for (const personal of personalTables) await connection.run(forgetStatement(personal, person));
    });
  },
  async tell(shop, person) {
    const warehouse = await warehouseOf(shop);
    return warehouse === null ? [] : tellWarehouse(warehouse, person);
  },
};

/** Null for a shop that never had the app or was forgotten: to open its warehouse would make one. */
export async function warehouseOf(shop: string): Promise<Warehouse | null> {
  const isKnown = (await (await state()).shop.count({ where: { domain: shop } })) > 0;
  return isKnown ? openWarehouse(shop) : null;
}
