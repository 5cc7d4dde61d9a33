import type { ActionFunctionArgs } from "@remix-run/node";

import { readPostedSettings, settingsBytes } from "~/components/settings/postedSettings";
import { type EffectAnswer, settingsEffect } from "~/customers/settingsEffect.server";
import { readShop } from "~/customers/shopSettings.server";
import { authenticate } from "~/shopify/app.server";
import { readBody } from "~/shopify/readBody";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** What settings would change, if they were saved. Stores nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const proposed = readPostedSettings((await readBody(request, settingsBytes)).toString("utf8"));
  const { timezone } = await readShop(session.shop);
  const effect =
    timezone === null
      ? null
      : await settingsEffect(await openWarehouse(session.shop), { proposed, timeZone: timezone });
  const answer: EffectAnswer =
    effect === null ? { ok: false, message: "The first sync is not done yet." } : { ok: true, effect };
  return Response.json(answer, { headers: { "Cache-Control": "no-store" } });
}
