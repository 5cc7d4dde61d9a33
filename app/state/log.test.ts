import { expect, test } from "vitest";

import { createLog } from "./log.server";

test("blanks secrets and persons wherever they are logged, and keeps the rest", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  log.info(
    {
      shop: "one.myshopify.com",
      accessToken: "secret-1",
      session: { refreshToken: "secret-2", id: "offline" },
      a: { customer: { email: "secret-3", phone: "secret-4" } },
      body: { any: "secret-5" },
    },
    "Something happened.",
  );
  log.debug("not this one");
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/secret-\d/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    shop: "one.myshopify.com",
    session: { id: "offline" },
    msg: "Something happened.",
  });
});
