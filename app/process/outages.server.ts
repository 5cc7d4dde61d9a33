import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from "@remix-run/node";

import { log } from "~/state/log.server";
import { outageOf } from "~/state/outage";
import { shopField } from "~/state/requestFacts.server";

/** When to come again, in seconds: a restart of a database takes about as long, and a page that is tried every second is no help to it. */
const retryAfter = "10";

const words =
  "Quintile's database cannot be reached at the moment. Nothing is lost: wait a minute, then try again.";

/**
 * The app, with 503 for an answer where a database is out of reach, instead of 500: whoever asks (a page, Shopify with a webhook)
 * learns that the same request may succeed later, and nobody looks for a fault in the app.
 */
export function answeringOutages(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    const { loader, action } = route.module;
    const module = {
      ...route.module,
      ...(loader && { loader: guarded(loader) }),
      ...(action && { action: guarded(action) }),
    };
    return [id, { ...route, module }];
  });
  return { ...build, routes: Object.fromEntries(routes) as ServerBuild["routes"] };
}

type Args = LoaderFunctionArgs | ActionFunctionArgs;

function guarded<Answer>(answer: (args: Args) => Promise<Answer> | Answer): (args: Args) => Promise<Answer> {
  return async (args) => {
    try {
      return await answer(args);
    } catch (error) {
      const reason = outageOf(error);
      if (reason === null) throw error;
      const { pathname: path } = new URL(args.request.url);
      log().error({ path, ...shopField(), reason }, "A request was turned away: a database is out of reach.");
      throw unavailable(args.request);
    }
  };
}

/** In the form in which the pages read refusals, for those that ask for JSON. */
function unavailable(request: Request): Response {
  const init = { status: 503, headers: { "Retry-After": retryAfter, "Cache-Control": "no-store" } };
  const asksForJson = request.headers.get("Accept")?.includes("application/json") ?? false;
  return asksForJson ? Response.json({ ok: false, message: words }, init) : new Response(words, init);
}

/** Says on a page, or on what a page fetches, when to come again; Remix takes over the status of what was thrown only. */
export function addRetryAfter(status: number, headers: Headers): void {
  if (status === 503) headers.set("Retry-After", retryAfter);
}
