import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { membersOf } from "../compile/members";
import type { Definition } from "../language/definition";
import { segmentContext } from "../membership/context.server";
import type { PreviewedSimilar } from "./preview";

/** Members of both ÷ members of either, in percent, from which on two segments are nearly the same. */
const nearlySame = 90;
const mostShown = 3;

/** A segment that a draft may turn out to repeat. */
export interface KnownSegment {
  readonly id: number;
  readonly name: string;
}

/**
 * Which of some segments have nearly the members that a definition finds. Only of segments of about that size are members
 * compared one by one. A definition that finds nobody is like no other.
 */
export async function previewSimilar(
  connection: Connection,
  definition: Definition,
  segments: readonly KnownSegment[],
): Promise<PreviewedSimilar> {
  if (segments.length === 0) return { segments: [] };
  const context = await segmentContext(connection, [definition]);
  const rows = await connection.all(statement<LikenessRow>`
    WITH found AS MATERIALIZED (${membersOf(definition, context)}),
    whole AS (SELECT count(*) AS members FROM found),
    sizes AS (
      SELECT segment_id, count(*) AS members FROM memberships
      WHERE segment_id = ANY(${segments.map(({ id }) => id)}) GROUP BY segment_id),
    near AS (
      SELECT z.segment_id, z.members, w.members AS found FROM sizes z CROSS JOIN whole w
      WHERE 100 * z.members >= ${nearlySame} * w.members AND 100 * w.members >= ${nearlySame} * z.members),
    compared AS (
      SELECT n.segment_id, n.members, n.found, count(*) AS shared
      FROM near n
      JOIN memberships s ON s.segment_id = n.segment_id
      JOIN found f ON f.customer_id = s.customer_id
      GROUP BY n.segment_id, n.members, n.found)
    SELECT segment_id AS id, CAST(members AS integer) AS members,
      CAST(shared AS double precision) / (members + found - shared) AS likeness
    FROM compared
    WHERE 100 * shared >= ${nearlySame} * (members + found - shared)
    ORDER BY likeness DESC, segment_id LIMIT ${mostShown}`);
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  return { segments: rows.map((row) => ({ ...row, name: names.get(row.id) ?? "" })) };
}

interface LikenessRow {
  readonly id: number;
  readonly members: number;
  readonly likeness: number;
}
