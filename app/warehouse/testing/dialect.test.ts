import { describe, expect, it } from "vitest";

import { migrations } from "../migrations/migrate";
import { dialectFaults } from "./dialect";

/** By what a fault begins with: statements that break the rule, and some that only look like it. */
const examples: readonly { rule: string; breaks: readonly string[]; keeps: readonly string[] }[] = [
  {
    rule: "1:",
    breaks: [
      "INSERT INTO shops (id, made) VALUES ($1, now())",
      "SELECT 1 WHERE day < CURRENT_DATE",
      "UPDATE a SET x = gen_random_uuid()",
      "SELECT * FROM a ORDER BY random()",
    ],
    keeps: [
      "SELECT now FROM turns",
      "INSERT INTO notes (text) VALUES ('now() or never')",
      "SELECT 1 AS random FROM a -- now()",
      "SELECT $1 AS known_now",
    ],
  },
  {
    rule: "2: a UNION",
    breaks: [
      "INSERT INTO a (x) SELECT x FROM b UNION ALL SELECT x FROM c",
      "WITH s AS (SELECT 1 AS x) INSERT INTO a (x) SELECT x FROM s UNION SELECT x FROM c",
    ],
    keeps: [
      "INSERT INTO a (x) SELECT x FROM (SELECT x FROM b UNION ALL SELECT x FROM c) AS both_of_them",
      "SELECT x FROM b UNION ALL SELECT x FROM c",
      "INSERT INTO a (x) VALUES ('union')",
    ],
  },
  {
    rule: "2: what reads",
    breaks: ["INSERT INTO a (x) SELECT concat(y, 'z') FROM customers"],
    keeps: [
      "WITH s AS (SELECT concat(y, 'z') AS x FROM customers) INSERT INTO a (x) SELECT x FROM s",
      "INSERT INTO customers (x) SELECT concat(y, 'z') FROM incoming_customers",
      "INSERT INTO found_members (x) SELECT concat(y, 'z') FROM customers",
      "INSERT INTO a (x) SELECT y || 'z' FROM customers",
    ],
  },
  {
    rule: "3:",
    breaks: [
      "UPDATE a SET x = concat(chr(31), lower(y))",
      "DELETE FROM a WHERE happened + interval '1 day' < $1",
      "UPDATE a SET day = happened::date",
      "DELETE FROM a WHERE CAST(a.happened AS date) = $1",
      "UPDATE a SET x = json_build_object('y', y)",
    ],
    keeps: [
      "WITH s AS (SELECT id, concat(y, 'z') AS x FROM a) UPDATE a SET x = s.x FROM s WHERE s.id = a.id",
      "DELETE FROM a WHERE day = CAST($1 AS date)",
      "UPDATE a SET x = concat('a', 'b', $1)",
      "DELETE FROM a WHERE x IN (SELECT concat(y, 'z') FROM incoming_orders)",
      "SELECT concat(y, 'z'), happened + interval '1 day' FROM a",
    ],
  },
  {
    rule: "4:",
    breaks: [
      "INSERT INTO a (x) VALUES ((SELECT max(x) FROM b))",
      "INSERT INTO a (x) VALUES ($1) ON CONFLICT (x) DO UPDATE SET y = (SELECT 1)",
      "INSERT INTO a (x) VALUES ($1) ON CONFLICT (x) DO UPDATE SET y = concat(excluded.y, 'z')",
    ],
    keeps: [
      "INSERT INTO a (x) VALUES ($1) ON CONFLICT (x) DO UPDATE SET y = excluded.y WHERE excluded.at_time > a.at_time",
      "INSERT INTO a (x) SELECT x FROM (VALUES (1)) AS v (x) WHERE x IN (SELECT y FROM b)",
    ],
  },
  {
    rule: "5:",
    breaks: [
      "DELETE FROM a RETURNING x + 1",
      "INSERT INTO a (x) VALUES ($1) RETURNING (SELECT 1)",
      "UPDATE a SET x = 1 RETURNING lower(y)",
    ],
    keeps: ["DELETE FROM a RETURNING x, a.y AS z", "INSERT INTO a (x) VALUES ($1) RETURNING *"],
  },
  {
    rule: "6:",
    breaks: ["MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE"],
    keeps: ["SELECT merge FROM a"],
  },
  {
    rule: "7: a temporary",
    breaks: [
      "DELETE FROM a WHERE EXISTS (SELECT 1 FROM leaving WHERE leaving.id = a.id)",
      "SELECT x FROM a WHERE NOT EXISTS (SELECT lower(b.x) FROM b JOIN incoming_orders i ON i.x = b.x)",
    ],
    keeps: [
      "SELECT x FROM a WHERE EXISTS (SELECT 1 FROM orders)",
      "DELETE FROM a WHERE id IN (SELECT id FROM leaving)",
      "DROP TABLE IF EXISTS copied_orders",
      "SELECT x FROM a WHERE EXISTS (SELECT 1 FROM orders) AND id IN (SELECT id FROM leaving)",
    ],
  },
  {
    rule: "7: the rules know",
    breaks: ["CREATE TEMPORARY TABLE unheard_of (x integer)"],
    keeps: ["CREATE TEMPORARY TABLE leaving AS SELECT 1 AS id"],
  },
  {
    rule: "8:",
    breaks: [
      "CREATE TABLE a (x bigint REFERENCES b (x))",
      "ALTER TABLE a ADD CONSTRAINT b FOREIGN KEY (x) REFERENCES c (x)",
      'SELECT x FROM "shop_other"."orders"',
      "INSERT INTO other.orders (x) VALUES ($1)",
    ],
    keeps: [
      "SELECT o.x FROM orders o JOIN order_lines l ON l.order_id = o.order_id",
      "SELECT table_name FROM information_schema.columns",
      "SELECT day - first_order FROM (SELECT 1 AS day) AS d",
      "SELECT references FROM a",
    ],
  },
  {
    rule: "9:",
    breaks: [
      "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
      "CREATE TABLE a (x integer) INHERITS (b)",
      "DELETE FROM a WHERE CURRENT OF c",
    ],
    keeps: ["SELECT trigger FROM a WHERE current = 1"],
  },
  {
    rule: "11:",
    breaks: [
      "CREATE TABLE a AS SELECT 1 AS x",
      "TRUNCATE customers",
      "ALTER TABLE customers_new RENAME TO customers",
    ],
    keeps: [
      "CREATE TABLE a (x integer)",
      "CREATE TEMPORARY TABLE newest AS SELECT 1 AS x",
      'ALTER TABLE newest RENAME TO "incoming_orders"',
    ],
  },
  {
    rule: "12:",
    breaks: [
      "ALTER TABLE a ADD COLUMN x bigserial",
      "ALTER TABLE a ADD COLUMN x integer GENERATED ALWAYS AS IDENTITY",
      "ALTER TABLE a RENAME CONSTRAINT b TO c",
      "ALTER TABLE a ALTER COLUMN x SET STATISTICS 10",
      "ALTER TABLE a ADD PRIMARY KEY (x)",
      "ALTER TABLE a ADD COLUMN x integer UNIQUE",
    ],
    keeps: [
      "ALTER TABLE a ADD CONSTRAINT a_key PRIMARY KEY (x)",
      "ALTER TABLE a ADD COLUMN serial_number text",
      "ALTER TABLE a ALTER COLUMN x SET NOT NULL",
    ],
  },
  {
    rule: "13:",
    breaks: ["SELECT current_setting('search_path')", "SET timezone = 'UTC'"],
    keeps: ["UPDATE a SET x = 1", "SELECT setting FROM a"],
  },
  {
    rule: "14:",
    breaks: ["SELECT pg_advisory_xact_lock(1)", "NOTIFY jobs"],
    keeps: ["SELECT listen FROM a"],
  },
  {
    rule: "DuckDB and PostgreSQL differ",
    breaks: [
      "SELECT CAST($1 AS jsonb)",
      "SELECT cardinality(tags) FROM a",
      "SELECT make_interval(days => 1)",
      "SELECT to_char(x, 'YYYY') FROM a",
      "SELECT x FROM a WHERE x ~ '^b'",
      "SELECT x FROM a WHERE x !~* '^b'",
      "SELECT x FROM a FOR UPDATE SKIP LOCKED",
      "SELECT x AS at FROM a",
    ],
    keeps: [
      "SELECT CAST($1 AS json), array_length(tags, 1) FROM a",
      "SELECT x FROM a WHERE x = '~' AND y LIKE '%to_char(%'",
      "SELECT x AT TIME ZONE 'UTC' FROM a",
      "SELECT x FROM for_updates",
    ],
  },
  {
    rule: "DuckDB has no array literals",
    breaks: ["SELECT '{a,b}'::text[]", "SELECT CAST('{}' AS text[])"],
    keeps: ["SELECT CAST($1 AS text[])", "SELECT '{a}' AS braces, ARRAY['b']", "SELECT CAST('a' AS text)"],
  },
  {
    rule: "7 / 2",
    breaks: ["SELECT 7 / 2", "SELECT m.spend / m.orders FROM a", "SELECT x FROM a WHERE y > spend/orders"],
    keeps: [
      "SELECT CAST(m.spend AS double precision) / m.orders FROM a",
      "SELECT floor(CAST(a AS double precision) * current_quantity / quantity + 0.5) FROM b",
      "SELECT x / 2.5 FROM a",
      "SELECT orders / nullif(CAST(x AS double precision), 0) FROM a",
      "SELECT 'a / b' /* c / d */ FROM a",
    ],
  },
];

describe.each(examples)("rule $rule", ({ rule, breaks, keeps }) => {
  it.each(breaks)("is broken by %s", (sql) => {
    expect(dialectFaults(sql).some((fault) => fault.startsWith(rule))).toBe(true);
  });
  it.each(keeps)("is kept by %s", (sql) => {
    expect(dialectFaults(sql).filter((fault) => fault.startsWith(rule))).toEqual([]);
  });
});

describe.each(migrations)("step $version of the schema", ({ statements, keys }) => {
  it.each([...statements, ...keys])("keeps the rules: %s", (sql) => {
    expect(dialectFaults(sql)).toEqual([]);
  });

  it("gives each of its tables a primary key (10)", () => {
    const made = statements.flatMap((sql) => /^CREATE TABLE (\w+)/.exec(sql)?.[1] ?? []);
    const keyed = keys.flatMap(
      (sql) => /^ALTER TABLE (\w+) ADD CONSTRAINT \w+ PRIMARY KEY/.exec(sql)?.[1] ?? [],
    );
    expect(keyed.sort()).toEqual(made.sort());
  });
});
