import type { LoaderFunctionArgs } from "@remix-run/node";

import { authenticate } from "~/shopify/app.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

/** No other page of the app has this address. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  throw new Response(null, { status: 404 });
}

export default function Missing() {
  return null;
}
