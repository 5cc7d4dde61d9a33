import { findEverywhere, tellEverything } from "./forgetting/forgetters.server";
import { warehouseOf } from "./forgetting/inWarehouse.server";
import { identify } from "./identify.server";
import type { Person } from "./person";
import { noteDisclosure, type PrivacyRequest } from "./requests.server";

/**
 * Everything that is kept of whom a request is about, as one JSON text, piece after piece: it is made as it is read, and stored
 * nowhere. Once it was read to its end, the request is done.
 *
 * @param asked as `personOf` tells
 */
export async function* disclosure(
  request: PrivacyRequest,
  asked: Person,
  now: Date,
): AsyncGenerator<string, void> {
  const { shop } = request;
  const warehouse = await warehouseOf(shop);
  const person = warehouse === null ? asked : await identify(warehouse, asked);
  const found = await findEverywhere(shop, person);
  yield `{\n  "What this is": ${json(`All that Quintile keeps of one customer of ${shop}.`)},\n`;
  yield `  "As of": ${json(now)},\n`;
  yield `  "Asked for on": ${json(request.triggeredAt ?? request.receivedAt)}`;
  for await (const { title, rows } of tellEverything(shop, person)) {
    yield `,\n  ${json(title)}: [`;
    let count = 0;
    for await (const row of rows) yield `${count++ === 0 ? "\n" : ",\n"}    ${json(row)}`;
    yield count === 0 ? "]" : "\n  ]";
  }
  yield "\n}\n";
  await noteDisclosure(request, { found }, now);
}

/** Ids of Shopify's as text: many a reader of JSON would round them. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => (typeof held === "bigint" ? String(held) : held));
}
