import type { LoaderFunctionArgs } from "@remix-run/node";

import { dataVersion } from "~/history/dataVersion.server";
import { authenticate } from "~/shopify/app.server";

const unstored = { headers: { "Cache-Control": "no-store" } };

/** What an open page asks every other second: whether what it shows is still so (`{version}`, see `useFreshData`). */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const version = await dataVersion(session.shop);
  if (version === null) throw new Response("This shop is not known.", { status: 404 });
  return Response.json({ version }, unstored);
}
