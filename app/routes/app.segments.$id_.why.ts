import type { LoaderFunctionArgs } from "@remix-run/node";

import { readCustomerId } from "~/customers/customerId";
import { whyIn } from "~/segments/explain/whyIn.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** Why a customer (`?customer=`) is in a segment or not, condition by condition, as JSON. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const segmentId = readSegmentId(params.id);
  const customerId = readCustomerId(new URL(request.url).searchParams.get("customer"));
  if (segmentId === null || customerId === null) {
    return Response.json({ ok: false, message: "There is no such segment or customer." }, { status: 404 });
  }
  const why = await whyIn(await openWarehouse(session.shop), segmentId, customerId);
  return Response.json(why, { status: why.ok ? 200 : 404 });
}
