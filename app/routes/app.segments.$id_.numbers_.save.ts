import type { ActionFunctionArgs } from "@remix-run/node";

import { readPostedNumbers } from "~/components/segments/numbers/postedNumbers";
import { readSegmentId } from "~/segments/overview/segmentId";
import { chooseNumbers } from "~/segments/readyMade.server";
import { isMissing, refusalInWords } from "~/segments/refusals";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";

/** Chooses the numbers of a ready-made segment. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const numbers = readPostedNumbers(await readJson(request, 10_000));
  const id = readSegmentId(params.id) ?? 0;
  const chosen = await chooseNumbers(session.shop, id, numbers, sessionToken.sub, new Date());
  if (chosen.ok) return Response.json({ ok: true });
  const { refusal } = chosen;
  return Response.json(
    {
      ok: false,
      message: refusalInWords(refusal),
      // Told who saved it, they may put theirs in its place.
      ...(refusal.kind === "changed_meanwhile" ? { newest: refusal.version } : {}),
    },
    { status: isMissing(refusal) ? 404 : 200 },
  );
}
