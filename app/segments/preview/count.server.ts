import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { membersOf } from "../compile/members";
import type { Definition } from "../language/definition";
import { segmentContext } from "../membership/context.server";
import { reachCounts, type ReachRow, reachStates, readReach } from "../reach/reach.server";
import type { PreviewedCount } from "./preview";

/** {@link PreviewedCount} as far as the warehouse tells it. */
export type CountedPreview = Omit<PreviewedCount, "stored">;

/**
 * Who matches a definition as of the last scoring: the members that it would have if it were saved, what they are worth and
 * how they can be reached. One statement, so that all numbers are of one state and the rule is asked once.
 *
 * @param segmentId of a segment that is there already: the change is against its stored members. Segments that refer to it
 *   follow it, and are not looked at.
 */
export async function previewCount(
  connection: Connection,
  definition: Definition,
  segmentId: number | null = null,
): Promise<CountedPreview> {
  const context = await segmentContext(connection, [definition]);
  const stored = sql`SELECT customer_id FROM memberships WHERE segment_id = ${segmentId ?? 0}`;
  const [row] = await connection.all(statement<CountRow>`
    WITH found AS MATERIALIZED (${membersOf(definition, context)})
    SELECT CAST(count(*) AS integer) AS members, CAST(coalesce(sum(spend), 0) AS bigint) AS spend,
      CAST((SELECT count(*) FROM customers) AS integer) AS customers,
      CAST((SELECT coalesce(sum(spend), 0) FROM customer_metrics) AS bigint) AS total,
      CAST((SELECT count(*) FROM (${stored}) s) AS integer) AS stored,
      CAST((SELECT count(*) FROM (${stored}) s JOIN found f ON f.customer_id = s.customer_id) AS integer) AS staying,
      ${reachCounts}
    FROM (
      SELECT m.spend, ${reachStates}
      FROM found f
      JOIN customers c ON c.customer_id = f.customer_id
      LEFT JOIN customer_metrics m ON m.customer_id = f.customer_id
    ) standing`);
  if (!row) throw new Error("A statement of aggregates gave no row.");
  const { members, customers, staying } = row;
  return {
    members,
    customers,
    spend: String(row.spend),
    totalSpend: String(row.total),
    reach: readReach(row),
    change:
      segmentId === null ? null : { entering: members - staying, leaving: row.stored - staying, staying },
    analysisDate: context.clock.today,
  };
}

interface CountRow extends ReachRow {
  readonly members: number;
  readonly customers: number;
  readonly spend: bigint;
  readonly total: bigint;
  readonly stored: number;
  readonly staying: number;
}
