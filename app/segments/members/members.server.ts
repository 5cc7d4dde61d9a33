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

const sortKeys: Record<MemberSort, RawBuilder<unknown>> = {
  spend: sql`m.spend`,
  orders: sql`m.orders`,
  last_order: sql`m.last_order_on`,
  name: sql`lower(c.display_name)`,
  entered: sql`s.entered_at`,
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

/** One page of a segment's stored members, in a stable order: ties by id. */
export async function segmentMembers(connection: Connection, input: MembersInput): Promise<MemberPage> {
  const size = Math.min(Math.max(1, input.pageSize), largestPage);
  const skipped = (Math.max(1, input.page) - 1) * size;
  const direction = input.direction === "ascending" ? sql`ASC` : sql`DESC`;
  const members = sql`${storedMembers(input.segmentId)} AND ${customerMatches(input.search)}`;
  const [rows, counted] = await Promise.all([
    connection.all(statement<MemberRow>`
      SELECT s.customer_id, c.display_name, c.email, c.city, c.country_code, m.orders, m.spend, m.last_order_on,
        CAST((SELECT analysis_date FROM rfm_breaks ORDER BY version DESC LIMIT 1) - m.last_order_on AS integer) AS days,
        r.rfm_group, s.entered_at, s.entered_cause
      ${members}
      ORDER BY ${sortKeys[input.sort]} ${direction} NULLS LAST, s.customer_id ASC
      LIMIT ${size} OFFSET ${skipped}`),
    connection.all(statement<{ total: number }>`SELECT CAST(count(*) AS integer) AS total ${members}`),
  ]);
  return { rows: rows.map(toListRow), total: counted[0]?.total ?? 0 };
}

interface MemberRow {
  customer_id: bigint;
  display_name: string | null;
  email: string | null;
  city: string | null;
  country_code: string | null;
  orders: number | null;
  spend: bigint | null;
  last_order_on: string | null;
  days: number | null;
  rfm_group: RfmGroupId | null;
  entered_at: Date;
  entered_cause: MembershipCause;
}

function toListRow(row: MemberRow): MemberListRow {
  return {
    customerId: String(row.customer_id),
    name: row.display_name,
    email: row.email,
    city: row.city,
    countryCode: row.country_code,
    orders: row.orders ?? 0,
    spend: row.spend ?? 0n,
    lastOrderOn: row.last_order_on,
    daysSinceLastOrder: row.days,
    group: row.rfm_group,
    enteredAt: row.entered_at.toISOString(),
    cause: row.entered_cause,
  };
}
