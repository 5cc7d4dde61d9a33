import { state } from "~/state/client.server";

/**
 * Tells one state of what pages show from the next: it is another text once customers changed and their memberships are
 * stored, once all were ranked or scored anew, once a day began, a rule, a setting or the shop's currency or zone is another,
 * and once a sync began or ended. To be compared and nothing else. A page reads it before its data, so that it is never newer.
 *
 * @returns null where the shop is not known
 */
export async function dataVersion(shop: string): Promise<string | null> {
  const db = await state();
  const row = await db.shop.findUnique({
    where: { domain: shop },
    select: {
      customersChangedAt: true,
      rankedAt: true,
      segmentsDay: true,
      segmentsStaleSince: true,
      currency: true,
      timezone: true,
      syncRuns: { select: { id: true, state: true }, orderBy: { startedAt: "desc" }, take: 1 },
    },
  });
  if (row === null) return null;
  const [sync] = row.syncRuns;
  return [
    row.customersChangedAt?.getTime(),
    row.rankedAt?.getTime(),
    row.segmentsDay,
    row.segmentsStaleSince?.getTime(),
    row.currency,
    row.timezone,
    sync?.id,
    sync?.state,
  ]
    .map((part) => String(part ?? "-"))
    .join(" ");
}
