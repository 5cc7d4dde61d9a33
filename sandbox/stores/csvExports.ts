import { adminOrder } from "./csv/adminOrder";
import { readHeader } from "./csv/csvTable";
import { newPerson, readCustomersExport, type ExportedCustomer } from "./csv/customersExport";
import { readOrdersExports, type ExportedOrder } from "./csv/ordersExport";
import { gid } from "./gid";
import { decimalAmount, minorUnits, moneyMint } from "./money";
import type { AdminCustomer, SandboxStore } from "./store";
import { recomputeTotals } from "./totals";

export interface CsvExportsOptions {
  /** Exports do not name the shop's zone. */
  ianaTimezone?: string;
}

/**
 * A store from a merchant's own CSV exports out of the Shopify admin: any number of customers and orders exports, told
 * apart by their header. See `csv/customersExport.ts` and `csv/adminOrder.ts` for what an export cannot tell.
 *
 * - An order belongs to the customer with its e-mail address (case aside). Where no customers export has the address, a
 *   customer is made of the order, as Shopify did. An order without an address belongs to nobody.
 * - A customer has existed since the first order; one without orders since the first order of the shop.
 * - `numberOfOrders` and `amountSpent` are what the customers export says (they are Shopify's own), else recomputed.
 * - Without orders the currency is unknown, and taken for US dollars.
 */
export async function readCsvExports(
  files: readonly string[],
  options: CsvExportsOptions = {},
): Promise<SandboxStore> {
  const kinds = await Promise.all(
    files.map(async (file) => ({ file, kind: kindOf(file, await readHeader(file)) })),
  );
  const filesOf = (kind: "customers" | "orders") =>
    kinds.filter((one) => one.kind === kind).map((one) => one.file);

  const exportedOrders = await readOrdersExports(filesOf("orders"));
  const currency = exportedOrders[0]?.row.currency ?? "USD";
  const customers = await customersByEmail(filesOf("customers"), exportedOrders);
  const mint = moneyMint(currency);
  const orders = exportedOrders
    .map((order, index) => adminOrder(order, index + 1, customers.find(order.row.email), mint))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));

  const opened = orders[0]?.createdAt ?? "1970-01-01T00:00:00Z";
  const span = new Map<string, { first: string; last: string }>();
  for (const { customer, createdAt, updatedAt } of orders) {
    if (!customer) continue;
    const known = span.get(customer.id);
    const last = known && known.last > updatedAt ? known.last : updatedAt;
    span.set(customer.id, { first: known?.first ?? createdAt, last });
  }

  const store: SandboxStore = {
    shop: {
      id: gid("Shop", 1),
      myshopifyDomain: "csv-exports.myshopify.com",
      name: "Store from CSV exports",
      email: "owner@example.com",
      currencyCode: currency,
      ianaTimezone: options.ianaTimezone ?? "Etc/UTC",
      createdAt: opened,
      plan: { displayName: "Basic", shopifyPlus: false, partnerDevelopment: false },
    },
    amountSpentCounts: "net",
    collections: [],
    products: [],
    customers: customers.all.map(({ customer }) => ({
      ...customer,
      createdAt: span.get(customer.id)?.first ?? opened,
      updatedAt: span.get(customer.id)?.last ?? opened,
      numberOfOrders: "0",
      amountSpent: mint.money(0),
      lastOrder: null,
    })),
    orders,
    abandonedCheckouts: [],
  };
  recomputeTotals(store);
  customers.all.forEach((exported, index) => {
    const customer = store.customers[index];
    if (customer) takeExportedTotals(customer, exported, currency);
  });
  return store;
}

function kindOf(file: string, header: readonly string[]): "customers" | "orders" {
  const names = new Set(header.map((name) => name.trim().toLowerCase()));
  if (names.has("lineitem name") || names.has("financial status")) return "orders";
  if (names.has("first name") && names.has("last name")) return "customers";
  throw new Error(
    `${file} is neither an orders export (no column "Lineitem name") nor a customers export (no column "First Name").`,
  );
}

async function customersByEmail(files: readonly string[], orders: readonly ExportedOrder[]) {
  const all: ExportedCustomer[] = [];
  const byEmail = new Map<string, ExportedCustomer>();
  const ids = new Set<string>();
  let made = 0;
  const nextId = () => ++made;
  function add(exported: ExportedCustomer): void {
    const { customer, at } = exported;
    if (ids.has(customer.id)) {
      throw new Error(
        `${at.file}:${String(at.line)}: ${customer.id} comes twice. Remove the part that was exported twice.`,
      );
    }
    ids.add(customer.id);
    all.push(exported);
    const email = customer.defaultEmailAddress?.emailAddress.toLowerCase();
    if (email !== undefined && !byEmail.has(email)) byEmail.set(email, exported);
  }

  for (const file of files) for await (const exported of readCustomersExport(file, nextId)) add(exported);
  for (const { row } of orders) {
    if (row.email === "" || byEmail.has(row.email.toLowerCase())) continue;
    const [firstName = "", ...rest] = row.billingName.split(" ");
    const subscribed = row.acceptsMarketing.toLowerCase() === "yes";
    const customer = newPerson(gid("Customer", nextId()), firstName, rest.join(" "), row.email, subscribed);
    add({ customer, totalSpent: null, totalOrders: null, at: row.at });
  }

  return {
    all,
    find(email: string): { id: string } | null {
      const known = byEmail.get(email.toLowerCase());
      return known ? { id: known.customer.id } : null;
    },
  };
}

function takeExportedTotals(customer: AdminCustomer, exported: ExportedCustomer, currency: string): void {
  const { totalOrders, totalSpent, at } = exported;
  if (totalOrders !== null) {
    if (!/^\d+$/.test(totalOrders))
      throw new Error(`${at.file}:${String(at.line)}: "Total Orders" is not a whole number.`);
    customer.numberOfOrders = totalOrders;
  }
  if (totalSpent !== null) {
    try {
      customer.amountSpent = {
        amount: decimalAmount(minorUnits(totalSpent, currency), currency),
        currencyCode: currency,
      };
    } catch {
      throw new Error(`${at.file}:${String(at.line)}: "Total Spent" is not an amount of ${currency}.`);
    }
  }
}
