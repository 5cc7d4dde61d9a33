import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { restoreReadyMade } from "~/segments/readyMade.server";
import { refusalInWords } from "~/segments/refusals";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";

const posted = z.object({ readyMade: z.string().max(100) });

/** Gives the shop a ready-made segment again that was deleted. */
export async function action({ request }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const read = posted.safeParse(await readJson(request, 10_000));
  if (!read.success) {
    return Response.json({ ok: false, message: "Which segment is meant cannot be read." }, { status: 422 });
  }
  const { readyMade } = read.data;
  const restored = await restoreReadyMade(session.shop, readyMade, sessionToken.sub, new Date());
  return Response.json(restored.ok ? { ok: true } : { ok: false, message: refusalInWords(restored.refusal) });
}
