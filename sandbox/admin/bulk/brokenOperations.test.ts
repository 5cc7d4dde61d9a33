import { afterEach, describe, expect, it } from "vitest";

import { cancel, finish, rowsOf, run, textOf, until, type Operation } from "../testing/bulkClient";
import { startSandbox, type TestSandbox } from "../testing/startSandbox";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

describe("an operation that goes wrong", () => {
  it("is cancelled in its own time, with what was written", async () => {
    sandbox = await startSandbox();
    await sandbox.control("POST", "/faults", { kind: "bulk", effect: "hang", afterRows: 2 });
    const id = (await run(sandbox, "{orders{edges{node{id}}}}")).bulkOperation?.id ?? "";
    await until(sandbox, id, ({ rootObjectCount }) => rootObjectCount === "2");
    expect(await cancel(sandbox, id)).toEqual({ bulkOperation: { status: "CANCELING" }, userErrors: [] });
    const cancelled = await until(sandbox, id, ({ status }) => status === "CANCELED");
    expect(cancelled).toMatchObject({ url: null, completedAt: null, errorCode: null });
    expect(await rowsOf(cancelled.partialDataUrl)).toHaveLength(2);
    const again = await cancel(sandbox, id);
    expect(again.userErrors).toEqual([
      { field: ["id"], message: "A bulk operation cannot be canceled when it is canceled" },
    ]);
    expect((await cancel(sandbox, "gid://shopify/BulkOperation/1")).userErrors).toEqual([
      { field: ["id"], message: "Bulk operation does not exist" },
    ]);
  });

  it.each([
    [{ effect: "fail", afterRows: 3, errorCode: "TIMEOUT" }, { status: "FAILED", errorCode: "TIMEOUT" }, 3],
    [{ effect: "fail", afterRows: 0 }, { status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR" }, 0],
    [{ effect: "expire", afterRows: 1 }, { status: "EXPIRED", errorCode: null }, 1],
    [{ effect: "cancel", afterRows: 2 }, { status: "CANCELED", errorCode: null }, 2],
  ])("ends as told by %j", async (fault, expected, rows) => {
    sandbox = await startSandbox();
    await sandbox.control("POST", "/faults", { kind: "bulk", ...fault });
    const ended = await finish(sandbox, "{orders{edges{node{id}}}}");
    expect(ended).toMatchObject({ ...expected, url: null });
    if (rows === 0) expect(ended.partialDataUrl).toBeNull();
    else expect(await rowsOf(ended.partialDataUrl)).toHaveLength(rows);
    expect((await finish(sandbox, "{orders{edges{node{id}}}}")).status).toBe("COMPLETED");
  });

  it("applies a fault only to the top-level field it names", async () => {
    sandbox = await startSandbox();
    await sandbox.control("POST", "/faults", { kind: "bulk", effect: "fail", rootField: "orders" });
    expect((await finish(sandbox, "{customers{edges{node{id}}}}")).status).toBe("COMPLETED");
    expect((await finish(sandbox, "{orders{edges{node{id}}}}")).status).toBe("FAILED");
  });

  it("truncates, corrupts, drops and changes rows of the file, and still says COMPLETED", async () => {
    sandbox = await startSandbox();
    const query = "{orders{edges{node{id name}}}}";
    const whole = await textOf((await finish(sandbox, query, true)).url);
    const broken = async (fault: object): Promise<{ text: string; operation: Operation }> => {
      await sandbox.control("POST", "/faults", { kind: "bulkFile", ...fault });
      const operation = await finish(sandbox, query, true);
      expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "4" });
      return { text: await textOf(operation.url), operation };
    };
    const truncated = await broken({ effect: "truncate", bytes: 10 });
    expect(truncated.text).toBe(whole.slice(0, -10));
    expect(truncated.operation.fileSize).toBe(String(whole.length));
    const corrupt = (await broken({ effect: "corruptLine", line: 1 })).text.split("\n");
    expect(() => JSON.parse(corrupt[1] ?? "") as unknown).toThrow();
    expect(JSON.parse(corrupt[2] ?? "")).toMatchObject({ name: "#102" });
    expect((await broken({ effect: "dropRows", rows: 2 })).text).toBe(whole.split("\n").slice(2).join("\n"));
    const patched = (await broken({ effect: "patchRow", row: 3, set: { name: null } })).text.split("\n");
    expect(JSON.parse(patched[3] ?? "")).toEqual({ id: "gid://shopify/Order/103", name: null });
  });
});
