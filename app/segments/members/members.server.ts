import { sql, type RawBuilder } from "kysely";

import { customerMatches } from "~/customers/customerSearch";
import type { RfmGroupId } from "~/customers/rfmGroups";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { MembershipCause } from "../membership/causes";
import type { MemberListRow, MemberPage, MemberSort } from "./memberList";

export interface MembersInput {
  readonly segmentId: number;
  readonly sort: MemberSort;
  readonly direction: "ascending" | "descending";
  /** Part of a name, email or city, in any case; everybody when empty. */
  readonly search: string;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

const largestPage = 250;

const customer = sql`LEFT JOIN customers c ON c.customer_id = s.customer_id`;
const metrics = sql`LEFT JOIN customer_metrics m ON m.customer_id = s.customer_id`;

/** What a list is sorted by, and the table that it takes beside the memberships. */
const sortKeys: Record<
  MemberSort,
  { readonly key: RawBuilder<unknown>; readonly from: RawBuilder<unknown> }
> = {
  spend: { key: sql`m.spend`, from: metrics },
  orders: { key: sql`m.orders`, from: metrics },
  last_order: { key: sql`m.last_order_on`, from: metrics },
  name: { key: sql`lower(c.display_name)`, from: sql`` },
  entered: { key: sql`s.entered_at`, from: sql`` },
};

/**
 * The stored members `s` of a segment with what is known of each: customer `c`, metrics `m`, scores `r`. Nobody falls out
 * whose customer is not there any more, so that what is listed adds up to what is counted.
 */
export function storedMembers(segmentId: number): RawBuilder<unknown> {
  return sql`
    FROM memberships s
    LEFT JOIN customers c ON c.customer_id = s.customer_id
    LEFT JOIN customer_metrics m ON m.customer_id = s.customer_id
    LEFT JOIN rfm_scores r ON r.customer_id = s.customer_id
    WHERE s.segment_id = ${segmentId}`;
}

/**
 * One page of a segment's stored members, in a stable order: ties by id. Who is on it is found first, from the tables that this
 * takes alone, and what is known of those few is read by their ids: with everything joined to everybody a page of a million
 * members takes three times as long.
 */
export async function segmentMembers(connection: Connection, input: MembersInput): Promise<MemberPage> {
  const { sort, search } = input;
  const size = Math.min(Math.max(1, input.pageSize), largestPage);
  const skipped = (Math.max(1, input.page) - 1) * size;
  const direction = input.direction === "ascending" ? sql`ASC` : sql`DESC`;
  const { key, from } = sortKeys[sort];
  const searched = search.trim() !== "";
  const wanted = sql`WHERE s.segment_id = ${input.segmentId} AND ${customerMatches(search)}`;
  const [listed, counted] = await Promise.all([
    connection.all(statement<ListedMember>`
      SELECT s.customer_id, s.entered_at, s.entered_cause
      FROM memberships s ${from} ${searched || sort === "name" ? customer : sql``}
      ${wanted}
      ORDER BY ${key} ${direction} NULLS LAST, s.customer_id ASC
      LIMIT ${size} OFFSET ${skipped}`),
    connection.all(statement<{ total: number }>`
      SELECT CAST(count(*) AS integer) AS total FROM memberships s ${searched ? customer : sql``} ${wanted}`),
  ]);
  const known = await knownOf(
    connection,
    listed.map((member) => member.customer_id),
  );
  return {
    rows: listed.map((member) => toListRow(member, known.get(member.customer_id))),
    total: counted[0]?.total ?? 0,
  };
}

/** What is known of some customers; nothing of one who is not there any more. */
async function knownOf(connection: Connection, ids: readonly bigint[]): Promise<Map<bigint, KnownMember>> {
  const these = sql`CAST(${ids} AS bigint[])`;
  const rows = await connection.all(statement<KnownMember & { customer_id: bigint }>`
    SELECT s.customer_id, c.display_name, c.email, c.city, c.country_code, m.orders, m.spend, m.last_order_on,
      CAST((SELECT analysis_date FROM rfm_breaks ORDER BY version DESC LIMIT 1) - m.last_order_on AS integer) AS days,
      r.rfm_group
    FROM unnest(${these}) AS s (customer_id)
    LEFT JOIN (SELECT * FROM customers WHERE customer_id = ANY(${these})) c ON c.customer_id = s.customer_id
    LEFT JOIN (SELECT * FROM customer_metrics WHERE customer_id = ANY(${these})) m ON m.customer_id = s.customer_id
    LEFT JOIN (SELECT * FROM rfm_scores WHERE customer_id = ANY(${these})) r ON r.customer_id = s.customer_id`);
  return new Map(rows.map((row) => [row.customer_id, row]));
}

interface ListedMember {
  customer_id: bigint;
  entered_at: Date;
  entered_cause: MembershipCause;
}

interface KnownMember {
  display_name: string | null;
  email: string | null;
  city: string | null;
  country_code: string | null;
  orders: number | null;
  spend: bigint | null;
  last_order_on: string | null;
  days: number | null;
  rfm_group: RfmGroupId | null;
}

function toListRow(member: ListedMember, known: KnownMember | undefined): MemberListRow {
  return {
    customerId: String(member.customer_id),
    name: known?.display_name ?? null,
    email: known?.email ?? null,
    city: known?.city ?? null,
    countryCode: known?.country_code ?? null,
    orders: known?.orders ?? 0,
    spend: known?.spend ?? 0n,
    lastOrderOn: known?.last_order_on ?? null,
    daysSinceLastOrder: known?.days ?? null,
    group: known?.rfm_group ?? null,
    enteredAt: member.entered_at.toISOString(),
    cause: member.entered_cause,
  };
}
