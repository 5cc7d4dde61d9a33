import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { MembershipCause } from "./causes";

/** A segment whose members are compared with those found, and why somebody enters or leaves it. */
export interface ComparedSegment {
  readonly id: number;
  /**
   * Whose orders or record changed after this time entered or left for that; the others, and with null everybody, for
   * `fallback`.
   */
  readonly since: Date | null;
  readonly fallback: MembershipCause;
}

export interface MemberChanges {
  readonly members: number;
  readonly entered: number;
  readonly left: number;
}

/**
 * Makes the stored members of some segments those found, and writes the history of the difference. Call it in a transaction.
 *
 * @param found relation with the columns `segment_id, customer_id`: who is to be a member, each once
 * @param stored the rows of `memberships` that are compared: the table itself, or a copy of the rows of some customers
 */
export async function storeMembers(
  connection: Connection,
  input: {
    segments: readonly ComparedSegment[];
    found: RawBuilder<unknown>;
    stored: RawBuilder<unknown>;
    now: Date;
  },
): Promise<Map<number, MemberChanges>> {
  const { segments, found, stored, now } = input;
  await nameSegments(connection, segments);
  await findTouched(connection, segments);
  const before = await countMembers(connection, stored);
  const left = await removeLeavers(connection, { found, stored, now });
  await connection.run(statement`
    INSERT INTO memberships (segment_id, customer_id, entered_at, entered_cause)
    SELECT f.segment_id, f.customer_id, CAST(${now} AS timestamp), ${cause}
    FROM ${found} f
    JOIN compared_segments s ON s.segment_id = f.segment_id
    LEFT JOIN touched_customers t ON t.customer_id = f.customer_id
    LEFT JOIN ${stored} m ON m.segment_id = f.segment_id AND m.customer_id = f.customer_id
    WHERE m.customer_id IS NULL`);
  const members = await countMembers(connection, found);
  await connection.run(statement`DROP TABLE compared_segments`);
  await connection.run(statement`DROP TABLE touched_customers`);
  return new Map(
    segments.map(({ id }) => {
      const change = { members: members.get(id) ?? 0, left: left.get(id) ?? 0 };
      return [id, { ...change, entered: change.members - (before.get(id) ?? 0) + change.left }];
    }),
  );
}

/** Of a compared segment `s` and the touched customer `t`, where they are one. */
const cause = sql<MembershipCause>`
  CASE WHEN t.order_at > s.since THEN 'order' WHEN t.edit_at > s.since THEN 'edit' ELSE s.fallback END`;

async function nameSegments(connection: Connection, segments: readonly ComparedSegment[]): Promise<void> {
  await connection.run(statement`
    CREATE TEMPORARY TABLE compared_segments (segment_id integer, since timestamp, fallback text)`);
  if (segments.length === 0) return;
  const rows = segments.map(
    ({ id, since, fallback }) => sql`(CAST(${id} AS integer), CAST(${since} AS timestamp), ${fallback})`,
  );
  await connection.run(statement`
    INSERT INTO compared_segments (segment_id, since, fallback) VALUES ${sql.join(rows)}`);
}

/** Who changed since the earliest time that matters, and when last: few, unless a whole history was just brought in. */
async function findTouched(connection: Connection, segments: readonly ComparedSegment[]): Promise<void> {
  await connection.run(statement`
    CREATE TEMPORARY TABLE touched_customers (customer_id bigint, order_at timestamp, edit_at timestamp)`);
  const times = segments.flatMap(({ since }) => (since ? [since.getTime()] : []));
  if (times.length === 0) return;
  const since = new Date(Math.min(...times));
  await connection.run(statement`
    INSERT INTO touched_customers (customer_id, order_at, edit_at)
    SELECT customer_id, max(order_at), max(edit_at)
    FROM (
      SELECT customer_id, updated_at AS order_at, CAST(NULL AS timestamp) AS edit_at
      FROM orders WHERE updated_at > ${since} AND customer_id IS NOT NULL
      UNION ALL
      SELECT customer_id, CAST(NULL AS timestamp), updated_at FROM customers WHERE updated_at > ${since}
    ) changes
    GROUP BY customer_id`);
}

async function countMembers(
  connection: Connection,
  relation: RawBuilder<unknown>,
): Promise<Map<number, number>> {
  const rows = await connection.all(statement<{ segment_id: number; members: number }>`
    SELECT segment_id, CAST(count(*) AS integer) AS members
    FROM ${relation} members
    WHERE segment_id IN (SELECT segment_id FROM compared_segments)
    GROUP BY segment_id`);
  return new Map(rows.map(({ segment_id, members }) => [segment_id, members]));
}

/** Moves who was not found to the past. Resolves to their number by segment. A customer who is gone was edited. */
async function removeLeavers(
  connection: Connection,
  { found, stored, now }: { found: RawBuilder<unknown>; stored: RawBuilder<unknown>; now: Date },
): Promise<Map<number, number>> {
  await connection.run(statement`
    CREATE TEMPORARY TABLE leaving_members (
      segment_id integer, customer_id bigint, entered_at timestamp, entered_cause text, left_cause text
    )`);
  await connection.run(statement`
    INSERT INTO leaving_members (segment_id, customer_id, entered_at, entered_cause, left_cause)
    SELECT m.segment_id, m.customer_id, m.entered_at, m.entered_cause, ${cause}
    FROM ${stored} m
    JOIN compared_segments s ON s.segment_id = m.segment_id
    LEFT JOIN touched_customers t ON t.customer_id = m.customer_id
    LEFT JOIN ${found} f ON f.segment_id = m.segment_id AND f.customer_id = m.customer_id
    WHERE f.customer_id IS NULL`);
  const left = await countMembers(connection, sql`leaving_members`);
  if (left.size > 0) {
    await connection.run(statement`
      INSERT INTO past_memberships (segment_id, customer_id, entered_at, entered_cause, left_at, left_cause)
      SELECT segment_id, customer_id, entered_at, entered_cause, greatest(CAST(${now} AS timestamp), entered_at),
        CASE WHEN customer_id IN (SELECT customer_id FROM customers) THEN left_cause ELSE 'edit' END
      FROM leaving_members`);
    await connection.run(statement`
      DELETE FROM memberships
      WHERE (segment_id, customer_id) IN (SELECT segment_id, customer_id FROM leaving_members)`);
  }
  await connection.run(statement`DROP TABLE leaving_members`);
  return left;
}
