import type { ActionFunctionArgs } from "@remix-run/node";

import { retentionSettings } from "~/privacy/retention";
import { saveRetention } from "~/privacy/retention.server";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";

/** Saves for how long things are kept. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const read = retentionSettings.safeParse(await readJson(request, 1_000));
  if (!read.success) {
    return Response.json({ ok: false, message: "Choose between 0 and 30 days." }, { status: 422 });
  }
  await saveRetention(session.shop, read.data);
  return Response.json({ ok: true });
}
