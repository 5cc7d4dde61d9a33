import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { configuration } from "./appConfiguration";

/** The values of a key in the app's configuration file, as written there. */
function declared(key: string): string[] {
  const text = readFileSync(new URL("../../shopify.app.toml", import.meta.url), "utf8");
  return [...text.matchAll(new RegExp(`^${key} = (.*)$`, "gm"))].map((match) => match[1] ?? "");
}

describe("the app as it is registered in the sandbox", () => {
  it("is the one that shopify.app.toml registers with Shopify", () => {
    const { app, scopes, webhooks } = configuration;
    expect(declared("name")).toEqual([JSON.stringify(app.name)]);
    expect(declared("handle")).toEqual([JSON.stringify(app.handle)]);
    expect(declared("scopes")).toEqual([JSON.stringify(scopes.required.join(","))]);
    expect(declared("optional_scopes").map((list) => JSON.parse(list) as string[])).toEqual([
      scopes.optional,
    ]);
    expect(new Set(declared("uri"))).toEqual(new Set(webhooks.map(({ uri }) => JSON.stringify(uri))));
    const lists = [...declared("topics"), ...declared("compliance_topics")];
    const topics = lists.flatMap((list) => JSON.parse(list) as string[]);
    expect(topics).toEqual(expect.arrayContaining(webhooks.map(({ topic }) => topic)));
  });
});
