import { describe, expect, it } from "vitest";

import { readCommandLine, usage, UsageError } from "./commandLine";

describe("the sandbox's command line", () => {
  it("starts the generated store without arguments", () => {
    expect(readCommandLine([])).toMatchObject({ store: "generated", once: false, json: false, help: false });
  });

  it("reads every option of its usage", () => {
    const line = readCommandLine([
      ...["--customers", "200", "--seed", "autumn", "--now", "2026-03-01", "--amount-spent", "gross"],
      ...["--recent-orders-only", "--port", "4401", "--app-port", "3001", "--once", "--json", "--help"],
    ]);
    expect(line).toEqual({
      store: "generated",
      customers: 200,
      seed: "autumn",
      now: new Date("2026-03-01T00:00:00Z"),
      amountSpent: "gross",
      recentOrdersOnly: true,
      port: 4401,
      appPort: 3001,
      once: true,
      json: true,
      help: true,
    });
    for (const option of usage.matchAll(/^ {2}(--[a-z-]+)/gm)) {
      expect(() => readCommandLine([option[1] ?? ""])).not.toThrow(/Unknown option/);
    }
  });

  it.each([
    [["--custommers", "5"], /Unknown option '--custommers'/],
    [["cdnow"], /Unexpected argument 'cdnow'/],
    [["--customers", "many"], /--customers takes a whole number/],
    [["--customers", "0"], /--customers takes a whole number/],
    [["--customers", "1.5"], /--customers takes a whole number/],
    [["--port", "65536"], /--port takes a whole number from 1 to 65535/],
    [["--now", "yesterday"], /--now takes a date/],
    [["--now", "2026-02-30"], /--now takes a date/],
    [["--now", "2026-11-20T16:00"], /--now takes a date/],
    [["--amount-spent", "half"], /net or gross/],
    [["--store"], /--store/],
    [["--json"], /--json says how --once reports/],
    [["--store", "cdnow", "--customers", "5"], /generated store only/],
  ])("refuses %j, saying why", (args, why) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
    expect(() => readCommandLine(args)).toThrow(why);
  });
});
