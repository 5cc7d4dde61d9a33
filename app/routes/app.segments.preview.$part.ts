import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { answerPreview } from "~/segments/preview/answer.server";
import { isPreviewPart } from "~/segments/preview/parts.server";
import { previewBytes } from "~/segments/preview/previewRequest";
import { authenticate } from "~/shopify/app.server";
import { readBody } from "~/shopify/readBody";
import { previewSeconds } from "~/state/metrics.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** Rules are too long for an address. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return new Response("Post a rule to this address.", { status: 405, headers: { Allow: "POST" } });
}

/** What a rule that is not saved would come to: see `app/segments/preview/preview.ts`. Stores nothing. */
export async function action(args: ActionFunctionArgs) {
  const { request, params } = args;
  if (request.method !== "POST") return loader(args);
  const { session } = await authenticate.admin(request);
  if (!isPreviewPart(params.part)) throw new Response("There is no such preview.", { status: 404 });
  const body = (await readBody(request, previewBytes)).toString("utf8");
  // One that is given up, because whoever types has typed on, throws and is not counted: it says nothing of how long any takes.
  const end = previewSeconds.startTimer({ part: params.part });
  const warehouse = await openWarehouse(session.shop);
  const answer = await answerPreview(warehouse, params.part, body, request.signal);
  end({ outcome: answer.ok ? "answered" : "refused" });
  return Response.json(answer, {
    status: answer.ok ? 200 : answer.missing ? 404 : 422,
    headers: { "Cache-Control": "no-store" },
  });
}
