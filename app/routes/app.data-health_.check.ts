import type { ActionFunctionArgs } from "@remix-run/node";

import { checksOf } from "~/history/health/checks.server";
import { askForReconciliation } from "~/history/reconcileKind.server";
import { authenticate } from "~/shopify/app.server";

/** "Check now": asks for a look at everything that changed since the last one. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { syncing, nextDueAt } = await checksOf(session.shop);
  const obstacle = syncing
    ? "Everything is being brought in anew just now, which is more than a check."
    : nextDueAt === null
      ? "There is nothing to check before your history is in."
      : null;
  if (obstacle !== null) return Response.json({ ok: false, message: obstacle }, { status: 409 });
  await askForReconciliation(session.shop, new Date());
  return Response.json({ ok: true });
}
