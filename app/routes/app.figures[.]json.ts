import type { LoaderFunctionArgs } from "@remix-run/node";

import { homeFigures } from "~/customers/homeFigures.server";
import { storeCounts } from "~/customers/storeCounts.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/**
 * The home page's figures and the store's counts for programs. Money is a string of minor units, because JSON numbers
 * lose digits. `figures` is null until the store has been scored.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const warehouse = await openWarehouse(session.shop);
  const [figures, counts] = await Promise.all([homeFigures(warehouse), storeCounts(warehouse)]);
  const body = JSON.stringify({ figures, counts }, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return new Response(body, {
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
  });
}
