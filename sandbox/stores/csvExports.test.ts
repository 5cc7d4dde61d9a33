import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readCsvExports } from "./csvExports";
import { openStore } from "./openStore";

/** The headers as Shopify's admin exports them. */
const orderHeader =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References";
const customerHeader =
  "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";

/** A row of a header from some of its columns, quoted where it must be. */
function row(header: string, values: Record<string, string>): string {
  const unknown = Object.keys(values).filter((name) => !header.split(",").includes(name));
  if (unknown.length > 0) throw new Error(`The header lacks ${unknown.join(", ")}.`);
  const cells = header.split(",").map((name) => values[name] ?? "");
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}
const orderRow = (values: Record<string, string>) => row(orderHeader, values);
const customerRow = (values: Record<string, string>) => row(customerHeader, values);

const paid = {
  Email: "Ann@Example.com",
  "Financial Status": "paid",
  "Fulfillment Status": "fulfilled",
  Currency: "USD",
  Subtotal: "27.00",
  Shipping: "5.00",
  Taxes: "2.00",
  Total: "34.00",
  "Created at": "2024-05-01 22:30:00 -0400",
  "Lineitem quantity": "2",
  "Lineitem name": "Tee - S",
  "Lineitem price": "10.00",
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-csv-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.join("\r\n") + "\r\n");
  return path;
}

describe("a merchant's CSV exports", () => {
  it("become orders with their lines, times in UTC and money that adds up", async () => {
    const orders = await file(
      "orders_export.csv",
      `\ufeff${orderHeader}`,
      orderRow({
        ...paid,
        Name: "#1001",
        Id: "'5001",
        "Discount Code": "TEN",
        "Discount Amount": "3.00",
        "Paid at": "2024-05-01 22:31:00 -0400",
        "Fulfilled at": "2024-05-03 09:00:00 -0400",
        "Shipping City": "Springfield",
        "Shipping Zip": "'01234",
        "Shipping Province": "IL",
        "Shipping Country": "US",
        Vendor: "Acme",
        Source: "web",
        Tags: 'gift, says "hi"',
        Notes: "two\nlines, and a comma",
      }),
      orderRow({
        Name: "#1001",
        "Lineitem quantity": "1",
        "Lineitem name": "Mug",
        "Lineitem price": "10.00",
      }),
    );
    const { orders: read, shop } = await readCsvExports([orders]);
    expect(shop.currencyCode).toBe("USD");
    expect(read).toHaveLength(1);
    expect(read[0]).toMatchObject({
      id: "gid://shopify/Order/5001",
      name: "#1001",
      createdAt: "2024-05-02T02:30:00Z",
      processedAt: "2024-05-02T02:30:00Z",
      updatedAt: "2024-05-03T13:00:00Z",
      displayFinancialStatus: "PAID",
      displayFulfillmentStatus: "FULFILLED",
      discountCodes: ["TEN"],
      tags: ["gift", 'says "hi"'],
      sourceName: "web",
      cancelReason: null,
      refunds: [],
      shippingAddress: { city: "Springfield", provinceCode: "IL", countryCodeV2: "US", zip: "01234" },
      totalPriceSet: { shopMoney: { amount: "34.00", currencyCode: "USD" } },
      totalDiscountsSet: { shopMoney: { amount: "3.00" } },
      netPaymentSet: { shopMoney: { amount: "34.00" } },
    });
    // 20 and 10 dollars of goods share a discount of 3: together they are the subtotal of 27.
    expect(read[0]?.lineItems).toMatchObject([
      {
        title: "Tee - S",
        quantity: 2,
        discountedTotalSet: { shopMoney: { amount: "18.00" } },
        product: null,
        vendor: "Acme",
      },
      {
        title: "Mug",
        quantity: 1,
        discountedTotalSet: { shopMoney: { amount: "9.00" } },
        product: null,
        vendor: null,
      },
    ]);
  });

  it("find an order's customer by address, whatever its case; without an address it is nobody's", async () => {
    const customers = await file(
      "customers.csv",
      customerHeader,
      customerRow({
        "Customer ID": "'7210448301122",
        "First Name": 'Ann "A"',
        "Last Name": "O'Brien, Jr.",
        Email: "ann@example.com",
        "Accepts Email Marketing": "yes",
        "Accepts SMS Marketing": "no",
        Phone: "'+12025550123",
        "Default Address City": "Springfield",
        "Default Address Country Code": "US",
        "Default Address Zip": "'01234",
        "Total Spent": "99.5",
        "Total Orders": "4",
        "Tax Exempt": "yes",
        Tags: "wholesale, vip",
      }),
      customerRow({
        "Customer ID": "2",
        "First Name": "Lea",
        Email: "lea@example.com",
        "Accepts Email Marketing": "no",
      }),
    );
    const orders = await file(
      "orders.csv",
      orderHeader,
      orderRow({ ...paid, Name: "#1" }),
      orderRow({ ...paid, Name: "#2", Email: "" }),
      orderRow({
        ...paid,
        Name: "#3",
        Email: "new@example.com",
        "Billing Name": "Newt New",
        "Accepts Marketing": "yes",
      }),
    );
    const store = await readCsvExports([orders, customers]);
    const id = "gid://shopify/Customer/7210448301122";
    expect(store.orders.map((order) => order.customer?.id ?? null)).toEqual([
      id,
      null,
      "gid://shopify/Customer/1",
    ]);
    expect(store.customers).toMatchObject([
      {
        id,
        firstName: 'Ann "A"',
        displayName: 'Ann "A" O\'Brien, Jr.',
        createdAt: "2024-05-02T02:30:00Z",
        tags: ["wholesale", "vip"],
        taxExempt: true,
        defaultEmailAddress: {
          marketingState: "SUBSCRIBED",
          marketingUpdatedAt: null,
          marketingOptInLevel: null,
        },
        defaultPhoneNumber: {
          phoneNumber: "+12025550123",
          smsMarketingConsent: { state: "NEVER_SUBSCRIBED" },
        },
        defaultAddress: { city: "Springfield", countryCodeV2: "US", country: null, zip: "01234" },
        // Shopify's own figures, as exported: the files may hold a part of the orders.
        numberOfOrders: "4",
        amountSpent: { amount: "99.50", currencyCode: "USD" },
      },
      {
        displayName: "Lea",
        numberOfOrders: "0",
        lastOrder: null,
        defaultPhoneNumber: null,
        defaultAddress: null,
      },
      {
        displayName: "Newt New",
        numberOfOrders: "1",
        amountSpent: { amount: "34.00" },
        defaultEmailAddress: { emailAddress: "new@example.com", marketingState: "SUBSCRIBED" },
      },
    ]);
  });

  it.each([
    [
      "refunded in part",
      { "Financial Status": "partially_refunded", "Refunded Amount": "17.00" },
      "17.00",
      "17.00",
    ],
    ["refunded", { "Financial Status": "refunded", "Refunded Amount": "34.00" }, "0.00", "0.00"],
    ["pending", { "Financial Status": "pending", "Outstanding Balance": "34.00" }, "34.00", "0.00"],
    [
      "paid in part",
      { "Financial Status": "partially_paid", "Outstanding Balance": "14.00" },
      "34.00",
      "20.00",
    ],
    [
      "cancelled unpaid",
      { "Financial Status": "voided", "Cancelled at": "2024-05-02 10:00:00 +0000" },
      "0.00",
      "0.00",
    ],
  ])("say of an order that was %s what is left and what was received", async (_, change, current, net) => {
    const { orders } = await readCsvExports([
      await file("o.csv", orderHeader, orderRow({ ...paid, ...change, Name: "#1" })),
    ]);
    const [order] = orders;
    expect(order?.currentTotalPriceSet.shopMoney.amount).toBe(current);
    expect(order?.netPaymentSet.shopMoney.amount).toBe(net);
    const parts = [order?.currentSubtotalPriceSet, order?.currentTotalTaxSet, order?.currentShippingPriceSet];
    const sum = parts.reduce((total, part) => total + Math.round(Number(part?.shopMoney.amount) * 100), 0);
    expect(sum).toBe(Math.round(Number(current) * 100));
  });

  it("may be split over several files, in the middle of an order, and are told apart by their columns", async () => {
    await file("a_1.csv", orderHeader, orderRow({ ...paid, Name: "#1" }));
    await file(
      "a_2.csv",
      orderHeader,
      orderRow({ Name: "#1", "Lineitem quantity": "1", "Lineitem name": "Mug", "Lineitem price": "7.00" }),
      orderRow({ ...paid, Name: "#2", "Created at": "2024-06-01 00:00:00 +0000" }),
    );
    await file("b.csv", customerHeader);
    const { store, now } = await openStore({ name: folder, ianaTimezone: "America/Chicago" });
    expect(store.orders.map((order) => order.lineItems.length)).toEqual([2, 1]);
    expect(store.shop.ianaTimezone).toBe("America/Chicago");
    expect(now.toISOString()).toBe("2024-06-02T00:00:00.000Z");
  });

  it("may be in a currency without decimals, with later spellings and columns that nobody knows", async () => {
    const header = orderHeader
      .replace("Cancelled at", "Canceled at")
      .replace("Payment References", "Something New");
    const values = {
      ...paid,
      Currency: "CLP",
      Subtotal: "163056",
      Shipping: "1",
      Taxes: "30981",
      Total: "194038",
    };
    const cancelled = {
      "Canceled at": "2024-05-02 00:00:00 -0300",
      "Lineitem price": "84028",
      "Something New": "x",
    };
    const path = await file("o.csv", header, row(header, { ...values, ...cancelled, Name: "1044" }));
    const { orders } = await readCsvExports([path]);
    expect(orders[0]).toMatchObject({
      cancelledAt: "2024-05-02T03:00:00Z",
      totalPriceSet: { shopMoney: { amount: "194038", currencyCode: "CLP" } },
      lineItems: [{ discountedTotalSet: { shopMoney: { amount: "163056" } } }],
    });
  });
});

describe("faulty CSV exports are refused, naming file and place:", () => {
  const cases: [string, string[], RegExp][] = [
    ["a missing column", [orderHeader.replace(",Total,", ",")], /o\.csv has no column "Total"/],
    [
      "another kind of file",
      ["Handle,Title", "a,b"],
      /o\.csv is neither an orders export .* nor a customers export/,
    ],
    ["an empty file", [""], /o\.csv is empty/],
    ["a quote that never ends", [orderHeader, '#1,"ann'], /o\.csv:\d+: this is not well-formed CSV/],
    [
      "a row with too few cells",
      [orderHeader, "#1,ann@example.com"],
      /o\.csv:2: this is not well-formed CSV/,
    ],
    [
      "an amount",
      [orderHeader, orderRow({ ...paid, Name: "#1", Total: "34,00" })],
      /o\.csv:2: "Total" is not an amount of USD/,
    ],
    [
      "a time",
      [orderHeader, orderRow({ ...paid, Name: "#1", "Created at": "01/05/24" })],
      /o\.csv:2: "Created at" is not a time/,
    ],
    [
      "a status",
      [orderHeader, orderRow({ ...paid, Name: "#1", "Financial Status": "payé" })],
      /o\.csv:2: "Financial Status" is unknown/,
    ],
    [
      "a quantity",
      [orderHeader, orderRow({ ...paid, Name: "#1", "Lineitem quantity": "1.5" })],
      /o\.csv:2: "Lineitem quantity"/,
    ],
    [
      "an order exported twice",
      [orderHeader, orderRow({ ...paid, Name: "#1" }), orderRow({ ...paid, Name: "#1" })],
      /o\.csv:3: order #1 is already in .*o\.csv:2/,
    ],
    [
      "a line without its order",
      [orderHeader, orderRow({ Name: "#1" })],
      /o\.csv:2: the first row of order #1 is missing/,
    ],
    [
      "two currencies",
      [orderHeader, orderRow({ ...paid, Name: "#1" }), orderRow({ ...paid, Name: "#2", Currency: "EUR" })],
      /o\.csv:3: amounts are in EUR, those in .*o\.csv:2 in USD/,
    ],
  ];
  it.each(cases)("%s", async (_, lines, message) => {
    const path = await file("o.csv", ...lines);
    await expect(readCsvExports([path])).rejects.toThrow(message);
  });

  it("and no message quotes a person's data", async () => {
    const path = await file("o.csv", orderHeader, '#1,secret@example.com,"se"cret');
    const error = await readCsvExports([path]).catch((caught: unknown) => String(caught));
    expect(error).toMatch(/not well-formed/);
    expect(error).not.toContain("secret");
  });
});
