import { createHmac, randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { applyWebhooks } from "~/history/apply/applyWebhooks.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";

import { clientSecret } from "../sync/harness";
import {
  type Answer,
  type Ask,
  type Asker,
  type BuiltApp,
  type Manner,
  methodOf,
  routeFiles,
  startBuiltApp,
} from "./ask";
import { described, isBoundTo, textOf } from "./bound";
import { foundOf } from "./foreignWords";
import { keptOf } from "./kept";
import { genuine, strangers } from "./strangers";
import { customerOf, type Tenant } from "./tenant";
import { type RouteTries, triesOf } from "./tries";
import { settleTwo, type TwoTenants } from "./twoTenants";

let two: TwoTenants;
let own: Tenant;
let other: Tenant;
let app: BuiltApp;
let tries: Readonly<Record<string, RouteTries>>;
/** All that is kept of the other shop before the first try. */
let kept: unknown;
/** From here on, everything that was written came of a try. */
let quiet: number;

beforeAll(async () => {
  two = await settleTwo();
  ({ own, other } = two);
  app = await startBuiltApp();
  tries = triesOf(own, other);
});
afterAll(() => two.harness.close());

/** Pages are asked for in both ways that they can be. */
function mannersOf(id: string, ask: Ask): readonly Manner[] {
  const route = app.routes.find((one) => one.id === id);
  if (route?.isPage !== true) return ["resource"];
  return methodOf(ask) === "GET" ? ["data", "document"] : ["data", "resource"];
}

const labelOf = (id: string, ask: Ask, manner: Manner): string =>
  `${id}, ${manner}: ${methodOf(ask)} ${ask.path} ${JSON.stringify(ask.json ?? ask.form ?? "")}`.slice(
    0,
    300,
  );

/** All that somebody who asked got to see. */
const shown = ({ headers, body }: Answer): string => `${headers}\n${body}`;

async function as({ shop }: Tenant): Promise<Asker> {
  return { shop, token: await genuine(shop), named: shop };
}

describe("every route", () => {
  it("is tried, each loader and each action of it", async () => {
    const known = app.routes.map(({ id }) => id);
    expect(known.filter((id) => id !== "root").sort()).toEqual((await routeFiles()).sort());
    expect(Object.keys(tries).sort()).toEqual([...known].sort());
    const untried = app.routes.flatMap(({ id, loads, acts }) => {
      const methods = [...(tries[id]?.own ?? []), ...(tries[id]?.foreign.map(({ ask }) => ask) ?? [])].map(
        methodOf,
      );
      return [
        ...(loads && !methods.includes("GET") ? [`the loader of ${id}`] : []),
        ...(acts && methods.every((method) => method === "GET") ? [`the action of ${id}`] : []),
      ];
    });
    expect(untried).toEqual([]);
  });

  it("shows a shop what is its own, so that the words and ids of these tries can be found", async () => {
    const found = new Set<string>();
    for (const [id, { own: asks, door }] of Object.entries(triesOf(other, own))) {
      if (door === "anybody") continue;
      for (const ask of asks.filter((one) => methodOf(one) === "GET")) {
        for (const manner of mannersOf(id, ask)) {
          const answer = await app.ask(ask, manner, await as(other));
          if (foundOf(other, own, shown(answer)).length > 0) found.add(id);
        }
      }
    }
    kept = await keptOf(other.shop);
    quiet = two.written.text().length;
    two.watched.operations.length = two.watched.opened.length = 0;
    expect([...found].sort()).toEqual(
      [
        ...[
          "app.customers.$id",
          "app.customers.$id_.timeline",
          "app.customers.find",
          "app.data-health_.$part",
        ],
        "app.groups.$group",
        ...["app.segments._index", "app.segments.$id", "app.segments.$id_.edit", "app.segments.$id_.export"],
        ...["app.segments.$id_.why", "app.segments.new", "app.segments.overlap", "app.segments.ready-made"],
        ...["app.segments.suggestions", "app.settings", "app.privacy"],
      ]
        .map((name) => `routes/${name}`)
        .sort(),
    );
  });

  it("answers 404 or 403 where another shop's ids are named, and tells nothing of that shop anywhere", async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const [id, { foreign, door }] of Object.entries(tries)) {
      for (const { ask, answer: expected, twin } of foreign) {
        for (const manner of mannersOf(id, ask)) {
          const asker = door === "staff" ? await as(own) : { ...(await as(own)), token: null };
          const label = labelOf(id, ask, manner);
          const answer = await app.ask(ask, manner, asker);
          asked += 1;
          const isRight =
            expected === "refused"
              ? [403, 404].includes(answer.status)
              : answer.status < 500 && answer.status !== 403;
          if (!isRight)
            wrong.push(`${label} was answered ${String(answer.status)}: ${answer.body.slice(0, 200)}`);
          const said = [`${ask.path} ${textOf(ask.json)}`].filter((text) =>
            text.includes(customerOf(other.customers)),
          );
          const found = foundOf(
            other,
            own,
            shown(answer),
            said.length > 0 ? [customerOf(other.customers)] : [],
          );
          if (found.length > 0) wrong.push(`${label} tells ${found.join(" and ")}`);
          if (twin === undefined) continue;
          const ofNobody = await app.ask(twin.ask, manner, asker);
          asked += 1;
          if (!isSame(answer, ofNobody, twin))
            wrong.push(`${label} is told from what nobody has: ${answer.body.slice(0, 200)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(300);
  });

  it("goes by the token, not by the shop that an address names", async () => {
    const wrong: string[] = [];
    for (const [id, { own: asks }] of Object.entries(tries)) {
      for (const ask of asks.filter((one) => methodOf(one) === "GET")) {
        const named = { ...ask, path: `${ask.path}${ask.path.includes("?") ? "&" : "?"}shop=${other.shop}` };
        for (const manner of mannersOf(id, ask)) {
          const answer = await app.ask(named, manner, { ...(await as(own)), named: other.shop });
          const said = [other.shop, `/store/${other.word}`];
          const found = foundOf(other, own, shown(answer), said);
          if (answer.status >= 500 || found.length > 0)
            wrong.push(
              `${labelOf(id, named, manner)} was answered ${String(answer.status)}: ${found.join(" and ")}`,
            );
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("is closed to whoever has no genuine token of the shop", async () => {
    const wrong: string[] = [];
    const before = [await keptOf(own.shop), two.watched.operations.length, two.watched.opened.length];
    let asked = 0;
    const guarded = Object.entries(tries).filter(([, { door }]) => door === "staff");
    for (const [who, holdUp] of Object.entries(strangers)) {
      for (const [id, { own: asks, foreign }] of guarded) {
        const all = [...asks, ...foreign.filter((_, nth) => nth % 5 === 0).map(({ ask }) => ask)];
        for (const ask of all) {
          for (const manner of mannersOf(id, ask)) {
            for (const { shop, word } of [own, other]) {
              const token = await holdUp(shop);
              const answer = await app.ask(ask, manner, { shop: null, token, named: shop });
              asked += 1;
              const said = [shop, `/store/${word}`];
              const found = [own, other].flatMap((one) =>
                foundOf(one, one === own ? other : own, shown(answer), [
                  ...said,
                  ask.path,
                  encodeURIComponent(ask.path),
                ]),
              );
              if (!isShut(answer) || found.length > 0)
                wrong.push(
                  `${who}: ${labelOf(id, ask, manner)} was answered ${String(answer.status)}: ${answer.body.slice(0, 200)} ${found.join(" and ")}`,
                );
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(asked).toBeGreaterThan(1_000);
    const strange = two.watched.operations.filter(({ errand }) => errand.shop === null).map(described);
    expect(strange).toEqual([]);
    expect(await keptOf(own.shop)).toEqual(before[0]);
    expect([two.watched.operations.length, two.watched.opened.length]).toEqual(before.slice(1));
  });

  it("does what a shop asks of its own", async () => {
    const wrong: string[] = [];
    for (const [id, { own: asks, door }] of Object.entries(tries)) {
      for (const ask of asks) {
        for (const manner of mannersOf(id, ask)) {
          const asker = await as(own);
          const answer = await app.ask(ask, manner, door === "staff" ? asker : { ...asker, token: null });
          const isDone = answer.status === 200 || (door === "anybody" && answer.status === 302);
          const found = foundOf(other, own, shown(answer));
          if (!isDone || found.length > 0)
            wrong.push(
              `${labelOf(id, ask, manner)} was answered ${String(answer.status)}: ${answer.body.slice(0, 300)} ${found.join(" and ")}`,
            );
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Whether two answers are the same but for the id that was asked about, which may come back. */
function isSame(
  answer: Answer,
  twin: Answer,
  ids: { readonly id: string; readonly ofNobody: string },
): boolean {
  const unnamed = (text: string, id: string) => text.replaceAll(new RegExp(`\\b${id}\\b`, "g"), "#");
  return (
    answer.status === twin.status &&
    (answer.body === twin.body || unnamed(answer.body, ids.id) === unnamed(twin.body, ids.ofNobody))
  );
}

/** Sent away to fetch a token, to the shop's admin or to the login (202 to a page that is open). */
const isShut = ({ status }: Answer): boolean => [202, 302, 401].includes(status);

describe("a webhook", () => {
  const payload = () => ({
    id: Number(customerOf(other.customers)),
    ...{ shop_id: 60_000_000_001, shop_domain: other.shop, domain: other.shop, myshopify_domain: other.shop },
    ...{ email: `${other.word}@example.com`, current: ["read_customers", "read_orders"] },
    customer: { id: Number(customerOf(other.customers)), email: `${other.word}.someone@example.com` },
    orders_requested: [1, 2, 3],
    segments: Object.values(other.segments),
    admin_graphql_api_id: "gid://shopify/BulkOperation/1",
  });
  const topics = [
    ...["bulk_operations/finish", "app/scopes_update", "customers/data_request", "customers/redact"],
    ...["shop/redact", "customers/update", "orders/create", "app/uninstalled"],
  ];
  const hook = (topic: string, shop: string, secret: string): Ask => {
    const body = JSON.stringify(payload());
    const headers = {
      "Content-Type": "application/json",
      "X-Shopify-Topic": topic,
      "X-Shopify-Shop-Domain": shop,
      "X-Shopify-Webhook-Id": randomUUID(),
      "X-Shopify-Triggered-At": new Date().toISOString(),
      "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("base64"),
    };
    return { method: "POST", path: "/webhooks", signed: { body, headers } };
  };

  it("that the app's secret did not sign is refused and does nothing", async () => {
    for (const topic of topics) {
      for (const shop of [own.shop, other.shop]) {
        const answer = await app.ask(hook(topic, shop, "another-secret"), "resource", {
          ...{ shop: null, token: null, named: shop },
        });
        expect([topic, answer.status, foundOf(other, own, shown(answer))]).toEqual([topic, 401, []]);
      }
    }
    expect(two.watched.operations.filter(({ errand }) => errand.shop === null)).toEqual([]);
    expect(await (await state()).webhookDelivery.count()).toBe(0);
  });

  it("of one shop does nothing to the shop that its payload names", async () => {
    for (const topic of topics) {
      const asker = { shop: own.shop, token: null, named: own.shop };
      const answer = await app.ask(hook(topic, own.shop, clientSecret), "resource", asker);
      expect([topic, answer.status, answer.body]).toEqual([topic, 200, ""]);
    }
    const context = { shop: own.shop, payload: {}, attempt: 1, signal: new AbortController().signal };
    expect(await applyWebhooks.run({ ...context, now: () => new Date() })).toEqual({ kind: "done" });
    const db = await state();
    const settled = { shop: own.shop, appliedAt: { not: null } };
    expect(await db.webhookDelivery.count({ where: settled })).toBe(topics.length);
  });
});

describe("after all of this", () => {
  it("everything of the other shop is as it was", async () => {
    expect(await keptOf(other.shop)).toEqual(kept);
  });

  it("the log, where something was written, tells nothing of the other shop", async () => {
    log().info("The last line.");
    await expect.poll(() => two.written.text().endsWith(`"The last line."}\n`)).toBe(true);
    const written = two.written.text().slice(quiet);
    expect(written).toContain("A privacy request arrived");
    expect(foundOf(other, own, written)).toEqual([]);
  });

  it("every statement of state was held to the shop that asked, and found nothing of the other", () => {
    const { operations } = two.watched;
    const asked = operations.filter(({ errand }) => errand.shop === own.shop);
    expect(asked.length).toBeGreaterThan(1_000);
    const loose = operations.filter((one) => one.errand.shop === null || !isBoundTo(one.errand.shop, one));
    expect([...new Set(loose.map(described))]).toEqual([]);
    const telling = asked.filter(({ result }) => foundOf(other, own, textOf(result)).length > 0);
    expect(telling.map(described)).toEqual([]);
  });

  it("no warehouse was opened but that of the shop that asked", () => {
    const { opened } = two.watched;
    expect(opened.length).toBeGreaterThan(100);
    expect(opened.filter(({ errand, shop }) => errand.shop !== shop)).toEqual([]);
  });
});
