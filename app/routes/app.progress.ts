import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { ensureSynced, retrySync } from "~/history/fullSync.server";
import { readProgress } from "~/history/progress.server";
import { authenticate } from "~/shopify/app.server";

const unstored = { headers: { "Cache-Control": "no-store" } };

/** How the sync stands, asked for each second while it runs. A shop without one gets one. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const progress = await readProgress(session.shop);
  if (progress) return Response.json(progress, unstored);
  await ensureSynced(session.shop);
  return Response.json(await readProgress(session.shop), unstored);
}

/** Retry after a failure; "Sync again" after a success. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  await retrySync(session.shop);
  return Response.json(await readProgress(session.shop), unstored);
}
