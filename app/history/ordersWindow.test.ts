import { expect, it } from "vitest";

import { windowOfFile } from "./ordersWindow.server";
import { freshBulk, freshBulks, freshPhases } from "./syncState";

it("moves the window on with the time that the orders were waited for", () => {
  const run = {
    id: "run",
    shop: "one.myshopify.com",
    state: "running" as const,
    phases: freshPhases(),
    bulk: freshBulks(),
    failure: null,
    changedSince: null,
    ordersVisibleSince: new Date("2026-09-01T12:00:00Z"),
    startedAt: new Date("2026-10-31T12:00:00Z"),
    finishedAt: null,
  };
  const exportedAt = (createdAt: string) => ({
    ...run,
    bulk: { ...run.bulk, orders: { ...freshBulk, createdAt } },
  });
  expect(windowOfFile(run)).toEqual(run.ordersVisibleSince);
  expect(windowOfFile(exportedAt("2026-11-01T11:00:00Z"))).toEqual(new Date("2026-09-02T11:00:00Z"));
  // Shopify's clock may be behind ours.
  expect(windowOfFile(exportedAt("2026-10-31T11:59:58Z"))).toEqual(run.ordersVisibleSince);
  expect(windowOfFile({ ...run, ordersVisibleSince: null })).toBeNull();
});
