import type { ActionFunctionArgs } from "@remix-run/node";

import { saveBytes, saveFromBuilder } from "~/segments/draft/saveDraft.server";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";

/** Saves what the builder has, as a new segment or the next version of one. */
export async function action({ request }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const posted = await readJson(request, saveBytes);
  const saved = await saveFromBuilder(session.shop, posted, sessionToken.sub, new Date());
  return Response.json(saved, {
    status: !saved.ok && saved.missing ? 404 : 200,
    headers: { "Cache-Control": "no-store" },
  });
}
