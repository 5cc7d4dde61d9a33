import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { averageOrderValue } from "./averageOrderValue";
import { customerMatches } from "./customerSearch";
import type { CustomerListRow, CustomerPage, CustomerSort } from "./figures";
import type { RfmGroupId } from "./rfmGroups";

export interface GroupMembersInput {
  readonly group: RfmGroupId;
  readonly sort: CustomerSort;
  readonly direction: "ascending" | "descending";
  /** Part of a name, email or city, in any case; everybody when empty. */
  readonly search: string;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export const largestPage = 250;

const sortKeys: Record<CustomerSort, RawBuilder<unknown>> = {
  spend: sql`m.spend`,
  orders: sql`m.orders`,
  last_order: sql`m.last_order_on`,
  name: sql`lower(c.display_name)`,
};

/** One page of a group's customers as of the last scoring, in a stable order: ties by id. */
export async function groupMembers(warehouse: Connection, input: GroupMembersInput): Promise<CustomerPage> {
  const size = Math.min(Math.max(1, input.pageSize), largestPage);
  const skipped = (Math.max(1, input.page) - 1) * size;
  const direction = input.direction === "ascending" ? sql`ASC` : sql`DESC`;
  const members = sql`
    FROM rfm_scores s
    JOIN customer_metrics m ON m.customer_id = s.customer_id
    JOIN customers c ON c.customer_id = s.customer_id
    WHERE s.rfm_group = ${input.group} AND ${customerMatches(input.search)}`;
  const [rows, counted] = await Promise.all([
    warehouse.all(statement<MemberRow>`
      SELECT c.customer_id, c.display_name, c.email, c.city, c.country_code, m.orders, m.spend, m.last_order_on,
        CAST((SELECT analysis_date FROM rfm_breaks ORDER BY version DESC LIMIT 1) - m.last_order_on AS integer) AS days,
        s.recency, s.frequency, s.monetary
      ${members}
      ORDER BY ${sortKeys[input.sort]} ${direction} NULLS LAST, c.customer_id ASC
      LIMIT ${size} OFFSET ${skipped}`),
    warehouse.all(statement<{ total: number }>`SELECT CAST(count(*) AS integer) AS total ${members}`),
  ]);
  return { rows: rows.map(toListRow), total: counted[0]?.total ?? 0 };
}

interface MemberRow {
  customer_id: bigint;
  display_name: string | null;
  email: string | null;
  city: string | null;
  country_code: string | null;
  orders: number;
  spend: bigint;
  last_order_on: string | null;
  days: number | null;
  recency: number;
  frequency: number;
  monetary: number;
}

function toListRow(row: MemberRow): CustomerListRow {
  return {
    customerId: String(row.customer_id),
    name: row.display_name,
    email: row.email,
    city: row.city,
    countryCode: row.country_code,
    orders: row.orders,
    spend: row.spend,
    averageOrderValue: averageOrderValue(row.spend, row.orders),
    lastOrderOn: row.last_order_on,
    daysSinceLastOrder: row.days,
    recency: row.recency,
    frequency: row.frequency,
    monetary: row.monetary,
  };
}
