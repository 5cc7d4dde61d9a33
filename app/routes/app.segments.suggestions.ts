import type { LoaderFunctionArgs } from "@remix-run/node";

import { answerSuggestions } from "~/segments/suggestions/answer.server";
import { authenticate } from "~/shopify/app.server";
import { untilGone } from "~/warehouse/untilGone";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** Values of the store to choose from in a condition: see `app/segments/suggestions/suggestions.ts`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const connection = untilGone(await openWarehouse(session.shop), request.signal);
  const answer = await answerSuggestions(connection, new URL(request.url).searchParams);
  if (answer === null) throw new Response("Nothing is suggested for this.", { status: 404 });
  return Response.json(answer, { headers: { "Cache-Control": "no-store" } });
}
