import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { readCustomerId } from "~/customers/customerId";
import { furtherTimeline } from "~/segments/members/customerPage.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

const place = z.object({ time: z.iso.datetime(), seen: z.coerce.number().int().min(0).max(1_000_000) });

/** What happened to a customer before what a page shows already (`?time=…&seen=…`), as JSON. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const customerId = readCustomerId(params.id);
  const after = place.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const page =
    customerId === null || !after.success
      ? "unknown"
      : await furtherTimeline(await openWarehouse(session.shop), customerId, after.data);
  return page === "unknown"
    ? Response.json({ ok: false, message: "There is no such part of a timeline." }, { status: 404 })
    : Response.json({ ok: true, page });
}
