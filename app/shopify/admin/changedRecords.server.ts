import { z } from "zod";

import {
  AbandonedCheckoutIdsDocument,
  AbandonedCheckoutPartsDocument,
  AbandonedCheckoutsUpdatedDocument,
  CustomerIdsDocument,
  CustomerPartsDocument,
  CustomersByIdDocument,
  CustomersUpdatedDocument,
  OrderIdsDocument,
  OrderPartsDocument,
  OrdersByIdDocument,
  OrdersUpdatedDocument,
  ProductIdsDocument,
  ProductPartsDocument,
  ProductsByIdDocument,
  ProductsUpdatedDocument,
  type TypedDocumentString,
} from "~/shopify/generated/admin";

import type { AdminClient } from "./client.server";

/** A record in the lines that a bulk operation writes of it: itself, then its parts with their `__parentId`. */
type Line = Record<string, unknown>;

export type ChangedKind = "products" | "customers" | "orders" | "abandoned_checkouts";
/** Kinds whose records can be named: webhooks of checkouts tell no id. */
export type NamedKind = Exclude<ChangedKind, "abandoned_checkouts">;

type Paged<Variables extends Record<string, unknown>> = TypedDocumentString<unknown, Variables>;

interface Documents {
  readonly root: "products" | "customers" | "orders" | "abandonedCheckouts";
  /** The connection whose nodes are lines of their own. */
  readonly connection: "collections" | "metafields" | "lineItems";
  readonly updated: Paged<{ query: string; after?: string | null }>;
  readonly parts: Paged<{ id: string; after?: string | null }>;
  /** All ids, page after page. */
  readonly ids: Paged<{ query?: string | null; after?: string | null }>;
}

const documents: Readonly<Record<ChangedKind, Documents>> = {
  products: {
    root: "products",
    connection: "collections",
    updated: ProductsUpdatedDocument,
    parts: ProductPartsDocument,
    ids: ProductIdsDocument,
  },
  customers: {
    root: "customers",
    connection: "metafields",
    updated: CustomersUpdatedDocument,
    parts: CustomerPartsDocument,
    ids: CustomerIdsDocument,
  },
  orders: {
    root: "orders",
    connection: "lineItems",
    updated: OrdersUpdatedDocument,
    parts: OrderPartsDocument,
    ids: OrderIdsDocument,
  },
  abandoned_checkouts: {
    root: "abandonedCheckouts",
    connection: "lineItems",
    updated: AbandonedCheckoutsUpdatedDocument,
    parts: AbandonedCheckoutPartsDocument,
    ids: AbandonedCheckoutIdsDocument,
  },
};

interface Named {
  readonly type: "Product" | "Customer" | "Order";
  readonly byId: Paged<{ ids: string[] }>;
  /** How many may be asked for at once: what a request may cost at most, 1,000 points, divided by what one costs. */
  readonly atOnce: number;
}

const named: Readonly<Record<NamedKind, Named>> = {
  products: { type: "Product", byId: ProductsByIdDocument, atOnce: 30 },
  customers: { type: "Customer", byId: CustomersByIdDocument, atOnce: 25 },
  orders: { type: "Order", byId: OrdersByIdDocument, atOnce: 8 },
};

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const connectionOf = z.object({ nodes: z.array(z.looseObject({})), pageInfo });
const node = z.looseObject({ id: z.string() });

/** What Shopify knows of some records now. Those that it does not know, or does not show to the app, are `missing`. */
export async function recordsById(
  client: AdminClient,
  kind: NamedKind,
  ids: readonly bigint[],
): Promise<{ readonly lines: Line[]; readonly missing: bigint[] }> {
  const { type, byId, atOnce } = named[kind];
  const lines: Line[] = [];
  const missing: bigint[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    const part = ids.slice(start, start + atOnce);
    const gids = part.map((id) => `gid://shopify/${type}/${String(id)}`);
    const { nodes } = z
      .object({ nodes: z.array(node.nullable()) })
      .parse(await client.request(byId, { ids: gids }));
    for (const [place, found] of nodes.entries()) {
      const id = part[place];
      if (found) lines.push(...(await linesOf(client, kind, found)));
      else if (id !== undefined) missing.push(id);
    }
  }
  return { lines, missing };
}

/** A page of the records that a search finds, in the order of their last change, and where the next one begins. */
export async function recordsUpdated(
  client: AdminClient,
  kind: ChangedKind,
  query: string,
  after: string | null,
): Promise<{ readonly lines: Line[]; readonly records: number; readonly next: string | null }> {
  const { root, updated } = documents[kind];
  const page = z
    .object({ [root]: z.object({ nodes: z.array(node), pageInfo }) })
    .parse(await client.request(updated, { query, after }))[root];
  if (page === undefined) throw new Error(`Shopify answered without ${root}.`);
  const lines: Line[] = [];
  for (const found of page.nodes) lines.push(...(await linesOf(client, kind, found)));
  return {
    lines,
    records: page.nodes.length,
    next: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
  };
}

/** The ids of all records of a kind, or of those that a search finds, page after page. */
export async function* allIds(
  client: AdminClient,
  kind: ChangedKind,
  query: string | null,
): AsyncGenerator<bigint[]> {
  const { root, ids } = documents[kind];
  let after: string | null = null;
  do {
    const answer: unknown = await client.request(ids, { query, after });
    const page = z.object({ [root]: z.object({ nodes: z.array(node), pageInfo }) }).parse(answer)[root];
    if (page === undefined) throw new Error(`Shopify answered without ${root}.`);
    yield page.nodes.map(({ id }) => BigInt(id.slice(id.lastIndexOf("/") + 1)));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

/** A record and its parts as lines; the parts that did not come along are asked for. */
async function linesOf(client: AdminClient, kind: ChangedKind, found: z.infer<typeof node>): Promise<Line[]> {
  const { connection, parts } = documents[kind];
  const { [connection]: first, ...root } = found;
  const lines: Line[] = [root];
  let page = connectionOf.parse(first);
  for (;;) {
    for (const part of page.nodes) lines.push({ ...part, __parentId: found.id });
    if (!page.pageInfo.hasNextPage) return lines;
    const answer = await client.request(parts, { id: found.id, after: page.pageInfo.endCursor });
    const more = z
      .object({ node: z.looseObject({ [connection]: connectionOf }).nullable() })
      .parse(answer).node;
    // Gone since: whoever is told so removes it.
    if (more === null) return lines;
    page = connectionOf.parse(more[connection]);
  }
}
