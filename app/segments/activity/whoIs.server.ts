import { staffNames } from "~/shopify/staff.server";
import type { Prisma } from "~/state/generated/sqlite/client";

import { unnamedStaff } from "./activity";

/** What to call whoever did something, by Shopify's user id; null stays null: Quintile. */
export async function whoIs(
  shop: string,
  ids: readonly (string | null)[],
  db?: Prisma.TransactionClient,
): Promise<(id: string | null) => string | null> {
  const names = await staffNames(
    shop,
    ids.filter((id) => id !== null),
    db,
  );
  return (id) => (id === null ? null : (names.get(id) ?? unnamedStaff));
}
