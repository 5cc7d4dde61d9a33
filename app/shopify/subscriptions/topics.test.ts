import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { buildSchema, isEnumType } from "graphql";
import { describe, expect, it } from "vitest";

import { enumOf } from "./subscribe.server";
import { complianceTopics, declaredTopics, isKnownTopic, protectedTopics } from "./topics";

const repository = new URL("../../../", import.meta.url);
const configuration = readFileSync(new URL("shopify.app.toml", repository), "utf8");

/** The lists under a key of shopify.app.toml, put together. */
function listed(key: string): string[] {
  const lists = [...configuration.matchAll(new RegExp(`^${key} = (\\[.*\\])$`, "gm"))];
  return lists.flatMap(([, list = "[]"]) => JSON.parse(list) as string[]);
}

describe("the topics that the app hears of", () => {
  it("without protected data, and those of compliance, are those that shopify.app.toml declares", () => {
    expect(listed("topics")).toEqual([...declaredTopics]);
    expect(listed("compliance_topics")).toEqual([...complianceTopics]);
    expect([...configuration.matchAll(/^uri = (.*)$/gm)].map(([, uri]) => uri)).toEqual(
      Array(4).fill('"/webhooks"'),
    );
  });

  it("are topics of Shopify's", () => {
    const schema = buildSchema(
      gunzipSync(readFileSync(new URL("sandbox/data/admin-2026-10.graphql.gz", repository))).toString(),
    );
    const type = schema.getType("WebhookSubscriptionTopic");
    const names = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
    const topics = [...declaredTopics, ...Object.keys(protectedTopics)];
    expect(topics.map(enumOf).filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(topics).size).toBe(33);
  });

  it("need scopes that the app asks for", () => {
    const scopes = [...configuration.matchAll(/^scopes = "(.*)"$/gm)].flatMap(([, all = ""]) =>
      all.split(","),
    );
    const asked = [...scopes, ...listed("optional_scopes")];
    for (const scope of Object.values(protectedTopics)) expect(asked).toContain(scope);
  });

  it("are told from what anybody may write into a header", () => {
    for (const topic of ["app/uninstalled", "shop/redact", "customer.tags_added"])
      expect(isKnownTopic(topic)).toBe(true);
    for (const topic of ["", "made/up", "toString", "APP_UNINSTALLED"])
      expect(isKnownTopic(topic)).toBe(false);
  });
});
