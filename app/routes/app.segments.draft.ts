import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { dropDraft, keepDraft, longestDraft } from "~/segments/drafts/drafts.server";
import { isMissing, refusalInWords } from "~/segments/refusals";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";

const posted = z.object({
  segmentId: z.int32().positive().nullable(),
  baseVersion: z.int32().positive().nullable().optional(),
  content: z.unknown().optional(),
});

/** Keeps what somebody works on in the builder (PUT), or drops it (DELETE). */
export async function action({ request }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  // Characters outside of ASCII take up to three bytes each.
  const body = posted.safeParse(await readJson(request, 3 * longestDraft));
  if (!body.success) return answer({ ok: false, message: "This draft cannot be read." }, 400);
  const { segmentId, baseVersion = null, content = null } = body.data;
  if (request.method === "DELETE") {
    await dropDraft(session.shop, sessionToken.sub, segmentId);
    return answer({ ok: true }, 200);
  }
  if (request.method !== "PUT") return answer({ ok: false, message: "A draft is kept with PUT." }, 405);
  const draft = { baseVersion, content };
  const kept = await keepDraft(session.shop, sessionToken.sub, segmentId, draft, new Date());
  return kept.ok
    ? answer({ ok: true }, 200)
    : answer({ ok: false, message: refusalInWords(kept.refusal) }, isMissing(kept.refusal) ? 404 : 422);
}

function answer(body: { ok: boolean; message?: string }, status: number): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}
