import type { LoaderFunctionArgs } from "@remix-run/node";

import { readSegmentIds } from "~/segments/overview/segmentId";
import { listSegments } from "~/segments/segmentStore.server";
import { sparklines } from "~/segments/sizes/history.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

const most = 200;
const unstored = { headers: { "Cache-Control": "no-store" } };

/** The sizes of segments over the last twelve months (`SizePoint`s by id), `?ids=1,2,3`; ids that the shop does not have are left out, unless it has none of them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const ids = readSegmentIds(new URL(request.url).searchParams.get("ids"), most);
  if (ids === null) {
    throw new Response(`Ask for 1 to ${String(most)} segments by their numbers, as in ?ids=1,2,3.`, {
      status: 400,
    });
  }
  const own = new Set((await listSegments(session.shop)).map(({ id }) => id));
  const known = ids.filter((id) => own.has(id));
  if (known.length === 0) throw new Response("There are no such segments.", { status: 404 });
  const sizes = await sparklines(await openWarehouse(session.shop), known);
  return Response.json(Object.fromEntries(sizes), unstored);
}
