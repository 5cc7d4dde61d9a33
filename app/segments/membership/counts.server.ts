import { createHash } from "node:crypto";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { canonicalJson } from "../language/canonical";
import type { Definition } from "../language/definition";

/** How many members a segment has, and how they were found. */
export interface MemberCount {
  readonly members: number;
  readonly evaluatedAt: Date;
  /** The shop's day that relative dates counted from, `YYYY-MM-DD`. */
  readonly evaluatedOn: string;
  /** {@link definitionHash} of the definition that they were found by: where it is another now, they are out of date. */
  readonly definitionHash: string;
  /** The scoring that was read (`rfm_breaks.version` and `scored_at`): where there is a newer one, they are out of date. */
  readonly breaksVersion: number;
  readonly scoredAt: Date;
}

/** The stored members of every evaluated segment, by the segment's id. A segment without an entry was never evaluated. */
export async function memberCounts(connection: Connection): Promise<Map<number, MemberCount>> {
  const rows = await connection.all(statement<MemberCount & { id: number }>`
    SELECT e.segment_id AS id, coalesce(m.members, 0) AS members, e.evaluated_at AS "evaluatedAt",
      e.evaluated_on AS "evaluatedOn", e.definition_hash AS "definitionHash", e.breaks_version AS "breaksVersion",
      e.scored_at AS "scoredAt"
    FROM segment_evaluations e
    LEFT JOIN (
      SELECT segment_id, CAST(count(*) AS integer) AS members FROM memberships GROUP BY segment_id
    ) m ON m.segment_id = e.segment_id`);
  return new Map(rows.map(({ id, ...count }) => [id, count]));
}

/** Fingerprint of a definition: the same for two that say the same in the same order, whatever the order of their keys. */
export function definitionHash(definition: Definition): string {
  return createHash("sha256").update(canonicalJson(definition)).digest("hex");
}
