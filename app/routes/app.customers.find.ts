import type { LoaderFunctionArgs } from "@remix-run/node";

import { findCustomers } from "~/customers/findCustomers.server";
import { authenticate } from "~/shopify/app.server";
import { untilGone } from "~/warehouse/untilGone";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** Some customers who may be meant by what is typed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const search = new URL(request.url).searchParams.get("search") ?? "";
  const connection = untilGone(await openWarehouse(session.shop), request.signal);
  return Response.json(
    { customers: await findCustomers(connection, search) },
    { headers: { "Cache-Control": "no-store" } },
  );
}
