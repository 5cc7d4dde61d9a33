import { state } from "~/state/client.server";
import type { Prisma } from "~/state/generated/sqlite/client";

import type { SegmentUser } from "./refusals";

/** What refers to a segment of a shop, active or not: by what was stored with the rules, also those that cannot be read. */
export async function segmentUsers(shop: string, id: number): Promise<SegmentUser[]> {
  return usersOf(await state(), shop, id);
}

/** {@link segmentUsers} as a transaction sees them. */
export async function usersOf(
  db: Prisma.TransactionClient,
  shop: string,
  id: number,
  { activeOnly = false }: { readonly activeOnly?: boolean } = {},
): Promise<SegmentUser[]> {
  const rows = await db.segmentReference.findMany({
    where: { toId: id, from: { shop, ...(activeOnly ? { active: true } : {}) } },
    select: { from: { select: { id: true, name: true } } },
    orderBy: { fromId: "asc" },
  });
  return rows.map(({ from }) => ({ kind: "segment", ...from }));
}
