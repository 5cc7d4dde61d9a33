import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, order } from "~/customers/testing/testWarehouse";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import type { CustomerRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { exportMembers } from "./export.server";

const facts = { currency: "USD", timeZone: "America/New_York" };
/** 22:30 of the day before in New York. */
const entered = new Date("2026-02-02T03:30:00Z");
const many = 5_000;

let warehouse: Warehouse;
let close: () => Promise<void>;

const people: (Partial<CustomerRow> & { customer_id: bigint })[] = [
  {
    customer_id: 1n,
    display_name: 'Ann "Annie" O\'Neil, Jr.',
    email: "ann@example.com",
    phone: "+16135550123",
    city: "Montréal",
    country_code: "CA",
    email_consent: "SUBSCRIBED",
    sms_consent: "UNSUBSCRIBED",
    tags: ["vip", "new, maybe"],
  },
  { customer_id: 2n, display_name: '=HYPERLINK("http://example.com","x")', email: "=1+1@example.com" },
  { customer_id: 3n, display_name: "+1-613+cmd|' /C calc'!A0", tags: ["@SUM(A1)", "-2"] },
  { customer_id: 4n, display_name: "two\nlines", city: "car\rriage", email_consent: "SOMETHING_NEW" },
  { customer_id: 5n, display_name: "😀 ＝1", phone: "+1 613 555" },
  { customer_id: 6n, display_name: "－1", city: "\tTab" },
];

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
  await fill(warehouse, {
    customers: people.map((row) => customer(row)),
    orders: [
      order({
        order_id: 1n,
        customer_id: 1n,
        processed_at: new Date("2026-01-20T12:00:00Z"),
        total: 123_450n,
      }),
      order({ order_id: 2n, customer_id: 1n, processed_at: new Date("2026-01-31T04:00:00Z"), total: 5n }),
    ],
  });
  await scoreStore(warehouse, {
    analysisDate: "2026-02-01",
    timeZone: facts.timeZone,
    settings: defaultSettings,
    now: entered,
  });
  await warehouse.run(statement`
    INSERT INTO memberships (segment_id, customer_id, entered_at, entered_cause)
    SELECT 7, customer_id, CAST(${entered} AS timestamp), 'order' FROM customers`);
  // Members are listed even where their customer is gone.
  await warehouse.run(statement`
    INSERT INTO memberships (segment_id, customer_id, entered_at, entered_cause)
    SELECT 8, number, CAST(${entered} AS timestamp), 'time'
    FROM generate_series(1000, ${999 + many}) AS numbers (number)`);
});
afterAll(() => close());

async function exported(segment: number, currency = facts.currency): Promise<string> {
  let text = "";
  for await (const piece of exportMembers(warehouse, segment, { ...facts, currency })) text += piece;
  return text;
}

function read(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true });
}

test("a member is written with everything that the columns promise", async () => {
  const [ann] = read(await exported(7));
  expect(ann).toEqual({
    "Customer ID": "1",
    Name: 'Ann "Annie" O\'Neil, Jr.',
    Email: "ann@example.com",
    Phone: "+16135550123",
    City: "Montréal",
    Country: "CA",
    "Email marketing": "Subscribed",
    "SMS marketing": "Unsubscribed",
    "WhatsApp marketing": "",
    Tags: "vip, new, maybe",
    Orders: "2",
    "Total spent (USD)": "1234.55",
    "Last order": "2026-01-30",
    "RFM group": expect.stringMatching(/^[A-Z][a-z]/) as string,
    "In segment since": "2026-02-01",
    Why: "An order",
  });
});

test("somebody without orders has none and spent nothing; a state that is not known is written as it is", async () => {
  const row = read(await exported(7))[3];
  expect(row).toMatchObject({
    Name: "two\nlines",
    City: "car\rriage",
    Orders: "0",
    "Total spent (USD)": "0.00",
    "Last order": "",
    "RFM group": "",
    "Email marketing": "SOMETHING_NEW",
  });
});

test("no cell begins a formula; a phone number in international form stays one", async () => {
  const rows = read(await exported(7));
  const cells = rows.flatMap((row) => Object.values(row));
  expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/u.test(cell))).toEqual(["+16135550123"]);
  expect(rows[1]?.Name).toBe(`'=HYPERLINK("http://example.com","x")`);
  expect(rows[2]?.Tags).toBe("'@SUM(A1), -2");
  expect(rows[4]?.Phone).toBe("'+1 613 555");
});

test("lines end as RFC 4180 says, cells with line breaks are quoted, and Excel is told the encoding", async () => {
  const text = await exported(7);
  expect(text.startsWith("\uFEFFCustomer ID,Name,")).toBe(true);
  expect(text).toContain(`"two\nlines"`);
  expect(text).toContain(`"car\rriage"`);
  const withoutCells = text.replaceAll(/"(?:[^"]|"")*"/g, "");
  expect(withoutCells.split("\r\n")).toHaveLength(people.length + 2);
  expect(withoutCells.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

test("amounts have the decimals of the currency", async () => {
  expect(read(await exported(7, "JPY"))[0]).toMatchObject({ "Total spent (JPY)": "123455" });
});

test("a segment without members is a line of headings", async () => {
  expect(read(await exported(99))).toEqual([]);
  expect((await exported(99)).split("\r\n")).toHaveLength(2);
});

test("members that leave while the export is read are in it; it comes in pieces", async () => {
  const pieces: string[] = [];
  for await (const piece of exportMembers(warehouse, 8, facts)) {
    pieces.push(piece);
    if (pieces.length === 2) await warehouse.run(statement`DELETE FROM memberships WHERE segment_id = 8`);
  }
  expect(pieces.length).toBeGreaterThan(2);
  const ids = read(pieces.join("")).map((row) => row["Customer ID"]);
  expect(ids).toEqual(Array.from({ length: many }, (_, i) => String(1_000 + i)));
});
