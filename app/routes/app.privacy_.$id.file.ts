import { addAbortSignal, Readable } from "node:stream";

import { createReadableStreamFromReadable, type ActionFunctionArgs } from "@remix-run/node";

import { disclosure } from "~/privacy/disclosure.server";
import { personOf, readRequest } from "~/privacy/requests.server";
import { authenticate } from "~/shopify/app.server";
import { log } from "~/state/log.server";

/** Milliseconds; somebody's data is seldom more than a megabyte. */
const longestDownload = 5 * 60_000;

/** Everything that is kept of whom a request for data is about. A POST, as the request is done with it. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const asked = await readRequest(session.shop, params.id ?? "");
  const person = asked?.kind === "data_request" ? personOf(asked) : null;
  if (asked === null || person === null) throw new Response("There is no such request.", { status: 404 });
  log().info({ shop: session.shop, request: asked.id }, "Somebody's data is handed out to the merchant.");
  const json = Readable.from(disclosure(asked, person, new Date()), { objectMode: false });
  addAbortSignal(AbortSignal.any([request.signal, AbortSignal.timeout(longestDownload)]), json);
  return new Response(createReadableStreamFromReadable(json), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="customer-data-${asked.id.slice(0, 8)}.json"`,
      "Cache-Control": "no-store",
    },
  });
}
