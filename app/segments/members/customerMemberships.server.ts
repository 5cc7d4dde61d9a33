import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { MembershipCause } from "../membership/causes";
import type { CustomerMembership } from "./customerTimeline";

/**
 * Which of these segments a customer is in, those entered last first. Asked by the segments' ids, as the key of the table
 * begins with them.
 */
export async function customerMemberships(
  connection: Connection,
  customerId: bigint,
  segmentIds: readonly number[],
): Promise<CustomerMembership[]> {
  const rows = await connection.all(statement<{ id: number; entered_at: Date; cause: MembershipCause }>`
    SELECT segment_id AS id, entered_at, entered_cause AS cause
    FROM memberships
    WHERE segment_id = ANY(CAST(${segmentIds} AS integer[])) AND customer_id = ${customerId}
    ORDER BY entered_at DESC, segment_id ASC`);
  return rows.map(({ id, entered_at, cause }) => ({
    segmentId: id,
    enteredAt: entered_at.toISOString(),
    cause,
  }));
}
