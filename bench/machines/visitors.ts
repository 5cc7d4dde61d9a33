import { setTimeout as sleep } from "node:timers/promises";

import { signSessionToken } from "../../sandbox/admin/sessionToken";
import { framedUrl } from "../../sandbox/frame/framedUrl";
import { browserUserAgent } from "../../sandbox/run/browser";
import { staff } from "../../sandbox/staff";
import { clientId, clientSecret } from "../../tests/sync/harness";

export interface Visit {
  readonly path: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly ms: number;
  /** The beginning of an answer that is none. */
  readonly said: string;
}

export interface Visitors {
  /** Goes when those under way have their answers. */
  leave(): Promise<readonly Visit[]>;
}

/** How an address is asked for: as the admin opens a page, or as an open page asks. */
type Manner = "document" | "data";

/** What merchants open while their history is on its way, and after. */
const addresses: readonly { readonly path: string; readonly manner: Manner }[] = [
  { path: "/app", manner: "document" },
  { path: "/app.data", manner: "data" },
  { path: "/app/progress", manner: "data" },
  { path: "/app/figures.json", manner: "data" },
  { path: "/app/segments.data", manner: "data" },
];

/** Each second one address of one shop, from one of the web processes; and of each of those, whether it is ready. */
export function startVisits(webs: readonly string[], shops: readonly string[]): Visitors {
  const visits: Visit[] = [];
  const pending = new Set<Promise<unknown>>();
  const leaving = new AbortController();
  const begin = (visit: Promise<Visit>) => {
    const noted = visit.then((told) => visits.push(told)).finally(() => pending.delete(noted));
    pending.add(noted);
  };
  const going = (async () => {
    while (!leaving.signal.aborted) {
      for (const web of webs) begin(answerOf("/readyz", new URL("/readyz", web)));
      begin(visitOf(drawn(webs), drawn(shops), drawn(addresses)));
      await sleep(1_000, undefined, { signal: leaving.signal }).catch(() => undefined);
    }
  })();
  return {
    async leave() {
      leaving.abort();
      await going;
      await Promise.all(pending);
      return visits;
    },
  };
}

async function visitOf(
  web: string,
  shop: string,
  { path, manner }: (typeof addresses)[number],
): Promise<Visit> {
  const now = Date.now();
  const { userId } = staff[0];
  const sessionToken = await signSessionToken({ shop, clientId, clientSecret, userId, now });
  return manner === "document"
    ? answerOf(path, framedUrl({ appUrl: web, path, shop, sessionToken, clientSecret, now }))
    : answerOf(path, new URL(path, web), { Authorization: `Bearer ${sessionToken}` });
}

async function answerOf(
  path: string,
  address: URL | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Visit> {
  const start = performance.now();
  const request = {
    headers: { "User-Agent": browserUserAgent, ...headers },
    redirect: "manual",
  } as const;
  try {
    const response = await fetch(address, request);
    const text = await response.text();
    const ms = performance.now() - start;
    return { path, status: response.status, ms, said: response.ok ? "" : text.slice(0, 200) };
  } catch (error) {
    return { path, status: 0, ms: performance.now() - start, said: String(error) };
  }
}

function drawn<Thing>(things: readonly Thing[]): Thing {
  const thing = things[Math.floor(Math.random() * things.length)];
  if (thing === undefined) throw new Error("There is nothing to draw from.");
  return thing;
}
