import { state } from "~/state/client.server";

/** When the newest finished sync of a shop began: what is stored is at least as new as that. Null before the first one. */
export async function lastSyncBegan(shop: string): Promise<Date | null> {
  const db = await state();
  const run = await db.syncRun.findFirst({
    where: { shop, state: "done" },
    orderBy: { startedAt: "desc" },
    select: { startedAt: true },
  });
  return run?.startedAt ?? null;
}
