import type { Migration } from "./migration";

/** What a live store needs besides. Columns are explained in `../tables.ts`. */
export const live: Migration = {
  version: 5,
  name: "live",
  statements: [
    `CREATE TABLE gone_records (
      kind text NOT NULL,
      id bigint NOT NULL,
      gone_at timestamp NOT NULL
    )`,
    `CREATE TABLE awaited_records (
      kind text NOT NULL,
      id bigint NOT NULL,
      since timestamp NOT NULL
    )`,
    `CREATE TABLE changed_customers (
      customer_id bigint NOT NULL,
      cause text NOT NULL,
      changed_at timestamp NOT NULL
    )`,
  ],
  keys: [
    "ALTER TABLE gone_records ADD CONSTRAINT gone_records_key PRIMARY KEY (kind, id)",
    "ALTER TABLE awaited_records ADD CONSTRAINT awaited_records_key PRIMARY KEY (kind, id)",
    "ALTER TABLE changed_customers ADD CONSTRAINT changed_customers_key PRIMARY KEY (customer_id, cause, changed_at)",
  ],
};
