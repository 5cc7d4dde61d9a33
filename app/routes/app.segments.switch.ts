import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { isMissing, refusalInWords } from "~/segments/refusals";
import { switchSegments } from "~/segments/switchSegments.server";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";

const posted = z.object({ ids: z.array(z.int32().positive()).min(1).max(1_000), active: z.boolean() });

/** Switches segments on or off; says of each that stays as it is why. */
export async function action({ request }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const read = posted.safeParse(await readJson(request, 100_000));
  if (!read.success) {
    return Response.json({ ok: false, message: "Which segments are meant cannot be read." }, { status: 422 });
  }
  const { ids, active } = read.data;
  const once = [...new Set(ids)];
  const { switched, refused } = await switchSegments(
    session.shop,
    once,
    active,
    sessionToken.sub,
    new Date(),
  );
  return Response.json(
    {
      ok: true,
      switched,
      refused: refused.map(({ id, refusal }) => ({ id, message: refusalInWords(refusal) })),
    },
    { status: switched.length === 0 && refused.every(({ refusal }) => isMissing(refusal)) ? 404 : 200 },
  );
}
