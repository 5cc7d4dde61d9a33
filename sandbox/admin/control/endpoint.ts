import type { IncomingMessage, ServerResponse } from "node:http";

import { z } from "zod";

import { readBody, sendJson } from "../http";
import type { SandboxState } from "../state";
import { activityRoute } from "./activityRoute";
import { appRoutes } from "./appRoutes";
import { ControlError } from "./controlError";
import { describeShop } from "./describeShop";
import type { AnyControlRoute } from "./route";
import { storeRoutes } from "./storeRoutes";

export const CONTROL_PATH = "/sandbox/";

const routes = [...appRoutes, ...storeRoutes, activityRoute];

/** The endpoints by which tests and people change and read the sandbox. They exist at no real Shopify. */
export async function handleControl(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    sendJson(response, 200, await answer(state, request, url.pathname.slice(CONTROL_PATH.length - 1)));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    sendJson(response, error.status, { error: error.message });
  }
}

async function answer(state: SandboxState, request: IncomingMessage, path: string): Promise<unknown> {
  if (path === "/shops") return [...state.shops.values()].map(describeShop);
  if (path === "/requests") {
    if (request.method === "DELETE") state.requests.length = 0;
    return state.requests;
  }
  const [, domain = "", rest = ""] = /^\/shops\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const shop = state.shops.get(domain);
  if (!shop) throw new ControlError(404, `The sandbox has no shop for ${path}; see sandbox/README.md`);
  if (rest === "" && request.method === "GET") return describeShop(shop);
  for (const route of routes) {
    const number = matchPath(route, request.method, rest);
    if (number === null) continue;
    const input = route.body.safeParse(await readJson(request));
    if (!input.success) throw new ControlError(422, z.prettifyError(input.error));
    return route.run(state, shop, input.data, number);
  }
  throw new ControlError(404, `The sandbox has no ${request.method ?? ""} ${rest}; see sandbox/README.md`);
}

/** The number in the path ("" where the route has none), or null when the route is another. */
function matchPath(
  { method, pattern }: AnyControlRoute,
  requested: string | undefined,
  rest: string,
): string | null {
  if (method !== requested) return null;
  const match = pattern.exec(rest);
  return match ? (match[1] ?? "") : null;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, "The body is not JSON");
  }
}
