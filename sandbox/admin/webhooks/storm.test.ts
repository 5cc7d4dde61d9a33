import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { startReceiver, type Receiver } from "../testing/receiver";
import { startSandbox, type TestSandbox } from "../testing/startSandbox";
import { createStorm, nextFate, stormInput } from "./storm";

let sandbox: TestSandbox;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox({
    appUrl: receiver.url,
    webhooks: [{ topic: "products/update", uri: "/webhooks" }],
  });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const shares = { seed: 3, lost: 0.1, duplicated: 0.2, wronglySigned: 0.1, maxDelayMs: 20 };
interface Told {
  counts: { messages: number; lost: number; duplicated: number; wronglySigned: number };
}

describe("a storm", () => {
  it("gives equal seeds equal fates, in the shares that were asked for", () => {
    const fates = (seed: number) => {
      const storm = createStorm(stormInput.parse({ ...shares, seed }));
      return { fates: Array.from({ length: 5000 }, () => nextFate(storm)), counts: storm.counts };
    };
    expect(fates(3)).toEqual(fates(3));
    expect(fates(3).fates).not.toEqual(fates(4).fates);
    const { counts } = fates(3);
    expect(counts.messages).toBe(5000);
    expect(counts.lost / 5000).toBeCloseTo(0.1, 1);
    expect(counts.duplicated / 5000).toBeCloseTo(0.2, 1);
    expect(counts.wronglySigned / 5000).toBeCloseTo(0.1, 1);
    expect(stormInput.safeParse({ lost: 0.6, duplicated: 0.5 }).success).toBe(false);
  });

  it("loses, doubles, forges and shuffles a shop's webhooks, and counts what it did", async () => {
    const { received } = receiver;
    await sandbox.control("PUT", "/storm", shares);
    for (let id = 0; id < 200; id++)
      await sandbox.control("POST", "/webhooks", { topic: "products/update", payload: { id } });
    const { counts } = (await sandbox.control("GET", "/storm")).body as Told;
    expect(counts.messages).toBe(200);
    expect(Math.min(counts.lost, counts.duplicated, counts.wronglySigned)).toBeGreaterThan(5);
    await vi.waitFor(() => {
      expect(received).toHaveLength(200 - counts.lost + counts.duplicated);
    });

    const good = received.filter(({ isSigned }) => isSigned);
    const forged = received.filter(({ isSigned }) => !isSigned);
    expect(forged).toHaveLength(counts.wronglySigned);
    const idOf = ({ body }: { body: string }): number => (JSON.parse(body) as { id: number }).id;
    const forgedIds = new Set(forged.map(idOf));
    // What was forged never comes with the right signature, not even as a retry.
    expect(good.some((message) => forgedIds.has(idOf(message)))).toBe(false);
    const ids = good.map(({ headers }) => String(headers["x-shopify-webhook-id"]));
    expect(ids.length - new Set(ids).size).toBe(counts.duplicated);
    const order = good.map(idOf);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));

    await vi.waitFor(async () => {
      const all = (await sandbox.control("GET", "/deliveries")).body as { outcome: string }[];
      const told = (outcome: string): number => all.filter((one) => one.outcome === outcome).length;
      expect(told("lost")).toBe(counts.lost);
      expect(told("forged")).toBe(counts.wronglySigned);
      expect(told("delivered")).toBe(good.length);
    });
  });

  it("ends when told so", async () => {
    await sandbox.control("PUT", "/storm", { lost: 1 });
    await sandbox.control("POST", "/webhooks", { topic: "products/update", payload: { id: 1 } });
    expect((await sandbox.control("DELETE", "/storm")).body).toMatchObject({ counts: { lost: 1 } });
    expect((await sandbox.control("GET", "/storm")).body).toBeNull();
    await sandbox.control("POST", "/webhooks", { topic: "products/update", payload: { id: 2 } });
    await vi.waitFor(() => {
      expect(receiver.received.map(({ body }) => body)).toEqual(['{"id":2}']);
    });
    expect((await sandbox.control("PUT", "/storm", { lost: 2 })).status).toBe(422);
  });
});
