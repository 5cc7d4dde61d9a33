import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import type { MembershipRow, PastMembershipRow } from "~/warehouse/tables";

import type { Condition, Definition, Group, Node } from "../../language/definition";

/** Everybody who matches all of these. */
export function where(...items: Node[]): Definition {
  return { version: 1, where: group("all", ...items) };
}

export function group(match: Group["match"], ...items: Node[]): Group {
  return { kind: "group", not: false, match, items };
}

export function inSegment(segment: number, not = false): Condition {
  return { kind: "segment", not, segment };
}

/** The stored members by segment, in order. */
export async function storedMembers(connection: Connection): Promise<Map<number, bigint[]>> {
  const members = new Map<number, bigint[]>();
  for (const { segment_id, customer_id } of await currentRows(connection)) {
    const ids = members.get(segment_id) ?? [];
    members.set(segment_id, [...ids, customer_id]);
  }
  return members;
}

export function currentRows(connection: Connection): Promise<MembershipRow[]> {
  return connection.all(statement<MembershipRow>`SELECT * FROM memberships ORDER BY segment_id, customer_id`);
}

export function pastRows(connection: Connection): Promise<PastMembershipRow[]> {
  return connection.all(statement<PastMembershipRow>`
    SELECT * FROM past_memberships ORDER BY left_at, segment_id, customer_id`);
}
