import { addAbortSignal, Readable } from "node:stream";

import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";

import { readScoring } from "~/customers/scoredState.server";
import { readShop } from "~/customers/shopSettings.server";
import { noteActivity } from "~/segments/activity/activity.server";
import { exportMembers } from "~/segments/members/export.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { readSegment } from "~/segments/segmentStore.server";
import { authenticate } from "~/shopify/app.server";
import { staffOf } from "~/shopify/staff.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** Milliseconds. A million members are 110 MB, which take seven minutes at 2 Mbit/s. */
const longestDownload = 15 * 60_000;

/** The stored members of a segment as CSV. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const signedIn = await authenticate.admin(request);
  const { session } = signedIn;
  const id = readSegmentId(params.id);
  const segment = id === null ? null : await readSegment(session.shop, id);
  if (!segment?.active) throw new Response("There is no such segment.", { status: 404 });
  const warehouse = await openWarehouse(session.shop);
  const [{ currency }, scoring] = await Promise.all([readShop(session.shop), readScoring(warehouse)]);
  if (currency === null || scoring === null) {
    throw new Response("Your order history is not in yet.", { status: 409 });
  }
  const now = new Date();
  const { userId } = await staffOf(request, signedIn, now);
  await noteActivity(session.shop, segment.id, "exported", userId, now);
  const csv = Readable.from(exportMembers(warehouse, segment.id, { currency, timeZone: scoring.timeZone }), {
    objectMode: false,
  });
  // Whoever goes away gives the connection back, and so does whoever stops reading: a shop has few of them.
  addAbortSignal(AbortSignal.any([request.signal, AbortSignal.timeout(longestDownload)]), csv);
  return new Response(createReadableStreamFromReadable(csv), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="segment-${String(segment.id)}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
