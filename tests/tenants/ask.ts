import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { createRequestHandler, type ServerBuild } from "@remix-run/node";

import { browserUserAgent } from "../../sandbox/run/browser";
import { repository, serverBuild } from "../../sandbox/run/build";
import { onErrand } from "./watched";

/** What is asked of an address of the app. */
export interface Ask {
  /** GET, unless there is a body. */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Path and query. */
  readonly path: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Text that is sent as it is, with headers of its own. */
  readonly signed?: { readonly body: string; readonly headers: Readonly<Record<string, string>> };
}

/** How an open page asks (`data`), how a page is opened (`document`), and how what is no page is asked for (`resource`). */
export type Manner = "data" | "document" | "resource";

/** As whom something is asked; what of it the admin sends in an address, and what App Bridge in a header. */
export interface Asker {
  /** For the records. */
  readonly shop: string | null;
  readonly token: string | null;
  /** The shop that the address names. */
  readonly named: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

export interface Route {
  readonly id: string;
  readonly loads: boolean;
  readonly acts: boolean;
  readonly isPage: boolean;
}

export interface BuiltApp {
  readonly routes: readonly Route[];
  ask(ask: Ask, manner: Manner, asker: Asker): Promise<Answer>;
}

const origin = "http://localhost:9";

export function methodOf({ method, json, form, signed }: Ask): string {
  return method ?? ([json, form, signed].every((body) => body === undefined) ? "GET" : "POST");
}

/** The built app in this process, on the stores of this process. Its background work is left to the test. */
export async function startBuiltApp(): Promise<BuiltApp> {
  const registry = globalThis as { quintileBackground?: Promise<{ stop(): Promise<void> }> };
  registry.quintileBackground = Promise.resolve({ stop: () => Promise.resolve() });
  const build = (await import(/* @vite-ignore */ pathToFileURL(serverBuild).href)) as unknown as ServerBuild;
  // As outside production, where an error is told in full.
  const handle = createRequestHandler(build, "test");
  return {
    routes: Object.values(build.routes).map(routeOf),
    async ask(ask, manner, asker) {
      const what = `${methodOf(ask)} ${ask.path} (${manner})`;
      return onErrand({ shop: asker.shop, what }, async () => {
        const response = await handle(requestOf(ask, manner, asker));
        const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
        return { status: response.status, headers, body: await response.text() };
      });
    },
  };
}

function routeOf({ id, module }: { readonly id: string; readonly module: object }): Route {
  return { id, loads: "loader" in module, acts: "action" in module, isPage: "default" in module };
}

/** As the folder has them: a route that was written after the last build is missing in the build. */
export async function routeFiles(): Promise<string[]> {
  const names = await readdir(join(repository, "app/routes"));
  return names.map((name) => `routes/${name.replace(/\.tsx?$/, "")}`);
}

function requestOf(ask: Ask, manner: Manner, { token, named }: Asker): Request {
  const url = new URL(ask.path, origin);
  const headers = new Headers({ "User-Agent": browserUserAgent, ...ask.signed?.headers });
  if (manner === "document") {
    const host = Buffer.from(`admin.shopify.com/store/${named.split(".")[0] ?? ""}`).toString("base64");
    const parameters = { shop: named, host, embedded: "1", ...(token !== null && { id_token: token }) };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  } else if (token !== null) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  if (manner === "data") url.pathname = url.pathname === "/" ? "/_root.data" : `${url.pathname}.data`;
  const body =
    ask.signed?.body ??
    (ask.form === undefined ? undefined : new URLSearchParams(ask.form)) ??
    (ask.json === undefined ? undefined : JSON.stringify(ask.json));
  return new Request(url, { method: methodOf(ask), headers, ...(body !== undefined && { body }) });
}
