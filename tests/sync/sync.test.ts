import { afterAll, beforeAll, expect, it } from "vitest";

import { startFullSync } from "~/history/fullSync.server";

import { drive, fingerprint, install, startHarness, storeNamed, type Harness } from "./harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ stores: [storeNamed("plain")] });
});
afterAll(() => harness.close());

it("brings a store in", async () => {
  const shop = "plain.myshopify.com";
  await install(harness, shop);
  await startFullSync(shop);
  const progress = await drive(shop);
  console.log(JSON.stringify(progress, null, 1), await fingerprint(shop));
  expect(progress.state).toBe("done");
});
