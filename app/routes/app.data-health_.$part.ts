import type { LoaderFunctionArgs } from "@remix-run/node";

import { healthParts, isHealthPart } from "~/history/health/parts.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

const unstored = { headers: { "Cache-Control": "no-store" } };

/** What the page on data health asks for by itself (`HealthParts` by name, as `{found}`); null before the first sync is done. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  if (!isHealthPart(params.part)) throw new Response("There is no such part.", { status: 404 });
  const found = await healthParts[params.part](await openWarehouse(session.shop));
  return Response.json({ found }, unstored);
}
