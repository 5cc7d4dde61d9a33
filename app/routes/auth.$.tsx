import type { LoaderFunctionArgs } from "@remix-run/node";

import { authenticate } from "~/shopify/app.server";

/** The library's own pages: the one that fetches a session token, and the one that leaves the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}
