import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";

import {
  abandonedCheckoutShape,
  collectionShape,
  customerShape,
  orderShape,
  productShape,
  shopShape,
  storeAnswers,
} from "./adminShapes";
import type { SandboxStore } from "./store";

const files = {
  shop: "shop.json",
  collections: "collections.jsonl",
  products: "products.jsonl",
  customers: "customers.jsonl",
  orders: "orders.jsonl",
  abandonedCheckouts: "abandonedCheckouts.jsonl",
};

/**
 * A store from a folder of `shop.json`, `collections.jsonl`, `products.jsonl`, `customers.jsonl`, `orders.jsonl` and
 * `abandonedCheckouts.jsonl`: one object of `store.ts` a line, lines of an order inside it. Throws with file and line
 * when a line is not JSON, an object does not have its shape, an id comes twice, or an object names another that is not
 * there.
 */
export async function readJsonlFolder(folder: string): Promise<SandboxStore> {
  const shopFile = join(folder, files.shop);
  const shopJson = parseJson(await readFile(shopFile, "utf8"), shopFile);
  const store: SandboxStore = {
    shop: check(shopShape, shopJson, shopFile),
    ...check(storeAnswers, shopJson, shopFile),
    collections: [],
    products: [],
    customers: [],
    orders: [],
    abandonedCheckouts: [],
  };

  const collections = new Set<string>();
  for await (const { at, value } of readLines(join(folder, files.collections), collectionShape)) {
    addId(collections, value.id, at);
    store.collections.push(value);
  }

  const products = new Set<string>();
  for await (const { at, value } of readLines(join(folder, files.products), productShape)) {
    addId(products, value.id, at);
    const lost = value.collections.find(({ id }) => !collections.has(id));
    if (lost) throw new Error(`${at}: ${lost.id} is not in ${files.collections}.`);
    store.products.push(value);
  }
  const customers = new Set<string>();
  for await (const { at, value } of readLines(join(folder, files.customers), customerShape)) {
    addId(customers, value.id, at);
    store.customers.push(value);
  }
  const orders = new Set<string>();
  for await (const { at, value } of readLines(join(folder, files.orders), orderShape)) {
    addId(orders, value.id, at);
    if (value.customer && !customers.has(value.customer.id)) {
      throw new Error(`${at}: the order's customer ${value.customer.id} is not in ${files.customers}.`);
    }
    const lost = value.lineItems.find(({ product }) => product && !products.has(product.id))?.product;
    if (lost) throw new Error(`${at}: ${lost.id} is not in ${files.products}; a deleted product is null.`);
    store.orders.push(value);
  }
  const checkouts = new Set<string>();
  for await (const { at, value } of readLines(
    join(folder, files.abandonedCheckouts),
    abandonedCheckoutShape,
  )) {
    addId(checkouts, value.id, at);
    if (value.customer && !customers.has(value.customer.id)) {
      throw new Error(`${at}: the checkout's customer ${value.customer.id} is not in ${files.customers}.`);
    }
    store.abandonedCheckouts.push(value);
  }
  const dangling = store.customers.find(({ lastOrder }) => lastOrder && !orders.has(lastOrder.id));
  if (dangling)
    throw new Error(`${files.customers}: the last order of ${dangling.id} is not in ${files.orders}.`);
  return store;
}

/** Writes a store in the form that `readJsonlFolder` reads; files of an earlier store are replaced. */
export async function writeJsonlFolder(store: SandboxStore, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { shop, amountSpentCounts } = store;
  await writeFile(join(folder, files.shop), `${JSON.stringify({ ...shop, amountSpentCounts }, null, 2)}\n`);
  for (const name of ["collections", "products", "customers", "orders", "abandonedCheckouts"] as const) {
    await pipeline(Readable.from(jsonLines(store[name])), createWriteStream(join(folder, files[name])));
  }
}

function* jsonLines(objects: readonly object[]): Generator<string> {
  for (const object of objects) yield `${JSON.stringify(object)}\n`;
}

async function* readLines<T>(file: string, shape: z.ZodType<T>): AsyncGenerator<{ at: string; value: T }> {
  let lineNumber = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    lineNumber++;
    if (line.trim() === "") continue;
    const at = `${file}:${String(lineNumber)}`;
    yield { at, value: check(shape, parseJson(line, at), at) };
  }
}

/** The parser's own message quotes the text, which may hold a person's data. */
function parseJson(json: string, at: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(`${at}: this is not JSON; the line may be cut off.`);
  }
}

function check<T>(shape: z.ZodType<T>, value: unknown, at: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 3);
  throw new Error(`${at}: ${issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`);
}

function addId(known: Set<string>, id: string, at: string): void {
  if (known.has(id)) throw new Error(`${at}: ${id} comes twice.`);
  known.add(id);
}
