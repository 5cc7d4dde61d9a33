import type { Migration } from "./migration";

/** How large segments were. Columns are explained in `../tables.ts`. */
export const sizes: Migration = {
  version: 3,
  name: "sizes",
  statements: [
    `CREATE TABLE segment_records (
      segment_id integer NOT NULL,
      since timestamp NOT NULL
    )`,
    `INSERT INTO segment_records (segment_id, since)
      SELECT segment_id, min(first_at)
      FROM (
        SELECT segment_id, min(entered_at) AS first_at FROM memberships GROUP BY segment_id
        UNION ALL
        SELECT segment_id, min(entered_at) AS first_at FROM past_memberships GROUP BY segment_id
        UNION ALL
        SELECT segment_id, evaluated_at AS first_at FROM segment_evaluations
      ) AS known
      GROUP BY segment_id`,
    `CREATE TABLE segment_backcasts (
      segment_id integer NOT NULL,
      day date NOT NULL,
      definition_hash text NOT NULL,
      members integer
    )`,
  ],
  keys: [
    "ALTER TABLE segment_records ADD CONSTRAINT segment_records_key PRIMARY KEY (segment_id)",
    "ALTER TABLE segment_backcasts ADD CONSTRAINT segment_backcasts_key PRIMARY KEY (segment_id, day)",
  ],
};
