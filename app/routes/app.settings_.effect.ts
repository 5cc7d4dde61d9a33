import type { ActionFunctionArgs } from "@remix-run/node";

import { readPostedSettings } from "~/components/settings/postedSettings";
import { settingsEffect } from "~/customers/settingsEffect.server";
import { readShop } from "~/customers/shopSettings.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** What settings would change, if they were saved. Stores nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const proposed = readPostedSettings(await request.formData());
  const { timezone } = await readShop(session.shop);
  if (timezone === null) return null;
  return settingsEffect(await openWarehouse(session.shop), { proposed, timeZone: timezone });
}
