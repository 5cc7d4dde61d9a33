import { sql, type RawBuilder } from "kysely";

import type { RfmGroupId } from "~/customers/rfmGroups";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { CompileContext } from "./compile/context";
import { countMembers, membersOf } from "./compile/members";
import type { Definition } from "./language/definition";
import { segmentContext } from "./membership/context.server";

/** How many customers match a definition as of the last scoring: the number that its stored members will have. */
export async function previewCount(connection: Connection, definition: Definition): Promise<number> {
  const context = await segmentContext(connection, [definition]);
  const [row] = await connection.all(countMembers(definition, context));
  return row?.members ?? 0;
}

/** A customer as a preview shows them. */
export interface PreviewedCustomer {
  readonly customerId: bigint;
  readonly name: string | null;
  readonly email: string | null;
  readonly orders: number;
  /** Minor units. */
  readonly spend: bigint;
  /** The shop's day. */
  readonly lastOrderOn: string | null;
  readonly group: RfmGroupId | null;
}

/** Which customers: at most `limit`, those after the one named (the last of the page before). */
export interface PageOf {
  readonly limit: number;
  readonly after?: bigint;
}

/** Who matches a definition, the newest customers first. */
export async function previewMembers(
  connection: Connection,
  definition: Definition,
  page: PageOf,
): Promise<PreviewedCustomer[]> {
  const context = await segmentContext(connection, [definition]);
  return customersOf(connection, membersOf(definition, context), page);
}

/** Who would be in a segment, its stored members being who is in it now. */
export interface PreviewedChange {
  /** With the new definition: `staying` and `entering`. */
  readonly members: number;
  readonly staying: number;
  readonly entering: number;
  readonly leaving: number;
  /** The first of them, the newest customers first. */
  readonly firstEntering: readonly PreviewedCustomer[];
  readonly firstLeaving: readonly PreviewedCustomer[];
}

/**
 * What saving a definition would do to a segment's members. Segments that refer to this one follow it, and are not looked at.
 *
 * @param limit of the customers that are named
 */
export async function previewChange(
  connection: Connection,
  segmentId: number,
  definition: Definition,
  { limit }: { readonly limit: number },
): Promise<PreviewedChange> {
  const context = await segmentContext(connection, [definition]);
  const change = { segmentId, definition, context };
  const [counts, firstEntering, firstLeaving] = await Promise.all([
    changeCounts(connection, change),
    customersOf(connection, moving("entering", change), { limit }),
    customersOf(connection, moving("leaving", change), { limit }),
  ]);
  return { ...counts, firstEntering, firstLeaving };
}

/** One side of {@link previewChange}, page by page. */
export async function previewMoving(
  connection: Connection,
  segmentId: number,
  definition: Definition,
  side: Side,
  page: PageOf,
): Promise<PreviewedCustomer[]> {
  const context = await segmentContext(connection, [definition]);
  return customersOf(connection, moving(side, { segmentId, definition, context }), page);
}

type Side = "entering" | "leaving";

interface Change {
  readonly segmentId: number;
  readonly definition: Definition;
  readonly context: CompileContext;
}

async function changeCounts(
  connection: Connection,
  { segmentId, definition, context }: Change,
): Promise<Pick<PreviewedChange, "members" | "staying" | "entering" | "leaving">> {
  const [row] = await connection.all(statement<{ stored: number; members: number; staying: number }>`
    SELECT CAST(count(s.customer_id) AS integer) AS stored, CAST(count(f.customer_id) AS integer) AS members,
      CAST(count(CASE WHEN s.customer_id = f.customer_id THEN 1 END) AS integer) AS staying
    FROM (SELECT customer_id FROM memberships WHERE segment_id = ${segmentId}) s
    FULL JOIN (${membersOf(definition, context)}) f ON f.customer_id = s.customer_id`);
  const { stored = 0, members = 0, staying = 0 } = row ?? {};
  return { members, staying, entering: members - staying, leaving: stored - staying };
}

/** SELECT of the customers who would enter, or leave. */
function moving(side: Side, { segmentId, definition, context }: Change): RawBuilder<unknown> {
  const stored = sql`SELECT customer_id FROM memberships WHERE segment_id = ${segmentId}`;
  const found = membersOf(definition, context);
  return side === "entering" ? sql`(${found}) EXCEPT (${stored})` : sql`(${stored}) EXCEPT (${found})`;
}

async function customersOf(
  connection: Connection,
  ids: RawBuilder<unknown>,
  { limit, after }: PageOf,
): Promise<PreviewedCustomer[]> {
  const rows = await connection.all(statement<Omit<PreviewedCustomer, "orders" | "spend"> & Figures>`
    SELECT p.customer_id AS "customerId", c.display_name AS name, c.email, m.orders, m.spend,
      m.last_order_on AS "lastOrderOn", r.rfm_group AS "group"
    FROM (
      SELECT customer_id FROM (${ids}) matching
      ${after === undefined ? sql`` : sql`WHERE customer_id < ${after}`}
      ORDER BY customer_id DESC LIMIT ${limit}
    ) p
    LEFT JOIN customers c ON c.customer_id = p.customer_id
    LEFT JOIN customer_metrics m ON m.customer_id = p.customer_id
    LEFT JOIN rfm_scores r ON r.customer_id = p.customer_id
    ORDER BY p.customer_id DESC`);
  return rows.map((row) => ({ ...row, orders: row.orders ?? 0, spend: row.spend ?? 0n }));
}

interface Figures {
  readonly orders: number | null;
  readonly spend: bigint | null;
}
