import type { Migration } from "./migration";

/** More facts that segments speak of, and who is in which segment. Columns are explained in `../tables.ts`. */
export const segments: Migration = {
  version: 2,
  name: "segments",
  statements: [
    "ALTER TABLE customers ADD COLUMN address1 text",
    "ALTER TABLE customers ADD COLUMN address2 text",
    "ALTER TABLE customers ADD COLUMN tags_folded text",
    // In a WITH: Citus takes no such functions over columns in an UPDATE.
    `WITH folded AS (
        SELECT customer_id AS id, concat(chr(31), lower(array_to_string(tags, chr(31))), chr(31)) AS tags FROM customers
      )
      UPDATE customers SET tags_folded = folded.tags FROM folded WHERE folded.id = customers.customer_id`,
    "ALTER TABLE customers ALTER COLUMN tags_folded SET NOT NULL",
    "ALTER TABLE customers ADD COLUMN city_folded text",
    "UPDATE customers SET city_folded = lower(city)",
    "ALTER TABLE order_lines ADD COLUMN bought_by bigint",
    "ALTER TABLE order_lines ADD COLUMN bought_at timestamp",
    `UPDATE order_lines SET bought_by = o.customer_id, bought_at = o.processed_at
      FROM orders o
      WHERE o.order_id = order_lines.order_id AND NOT o.test AND o.cancelled_at IS NULL
        AND o.financial_status IS DISTINCT FROM 'VOIDED' AND o.customer_id IS NOT NULL`,
    "ALTER TABLE customer_metrics ADD COLUMN first_order_source text",
    `CREATE TABLE customer_metafields (
      customer_id bigint NOT NULL,
      namespace text NOT NULL,
      key text NOT NULL,
      type text NOT NULL,
      value text NOT NULL,
      value_number double precision,
      value_date date
    )`,
    `CREATE TABLE customer_tag_events (
      customer_id bigint NOT NULL,
      tag text NOT NULL,
      added_at timestamp NOT NULL
    )`,
    `CREATE TABLE collections (
      collection_id bigint NOT NULL,
      title text NOT NULL
    )`,
    `CREATE TABLE product_collections (
      product_id bigint NOT NULL,
      collection_id bigint NOT NULL
    )`,
    `CREATE TABLE abandoned_checkouts (
      checkout_id bigint NOT NULL,
      customer_id bigint,
      created_at timestamp NOT NULL,
      updated_at timestamp NOT NULL,
      completed_at timestamp,
      total bigint NOT NULL
    )`,
    `CREATE TABLE abandoned_checkout_lines (
      checkout_id bigint NOT NULL,
      line_key text NOT NULL,
      product_id bigint,
      variant_id bigint,
      title text,
      sku text,
      quantity integer NOT NULL,
      total bigint NOT NULL
    )`,
    `CREATE TABLE memberships (
      segment_id integer NOT NULL,
      customer_id bigint NOT NULL,
      entered_at timestamp NOT NULL,
      entered_cause text NOT NULL
    )`,
    `CREATE TABLE past_memberships (
      segment_id integer NOT NULL,
      customer_id bigint NOT NULL,
      entered_at timestamp NOT NULL,
      entered_cause text NOT NULL,
      left_at timestamp NOT NULL,
      left_cause text NOT NULL
    )`,
    `CREATE TABLE segment_evaluations (
      segment_id integer NOT NULL,
      definition_hash text NOT NULL,
      evaluated_at timestamp NOT NULL,
      evaluated_on date NOT NULL,
      facts_until timestamp NOT NULL,
      breaks_version integer NOT NULL,
      scored_at timestamp NOT NULL
    )`,
    `CREATE TABLE segment_thresholds (
      key text NOT NULL,
      value double precision,
      computed_at timestamp NOT NULL,
      computed_on date NOT NULL
    )`,
  ],
  keys: [
    "ALTER TABLE customer_metafields ADD CONSTRAINT customer_metafields_key PRIMARY KEY (customer_id, namespace, key)",
    "ALTER TABLE customer_tag_events ADD CONSTRAINT customer_tag_events_key PRIMARY KEY (customer_id, tag, added_at)",
    "ALTER TABLE collections ADD CONSTRAINT collections_key PRIMARY KEY (collection_id)",
    "ALTER TABLE product_collections ADD CONSTRAINT product_collections_key PRIMARY KEY (product_id, collection_id)",
    "ALTER TABLE abandoned_checkouts ADD CONSTRAINT abandoned_checkouts_key PRIMARY KEY (checkout_id)",
    "ALTER TABLE abandoned_checkout_lines ADD CONSTRAINT abandoned_checkout_lines_key PRIMARY KEY (checkout_id, line_key)",
    "ALTER TABLE memberships ADD CONSTRAINT memberships_key PRIMARY KEY (segment_id, customer_id)",
    "ALTER TABLE past_memberships ADD CONSTRAINT past_memberships_key PRIMARY KEY (segment_id, customer_id, left_at)",
    "ALTER TABLE segment_evaluations ADD CONSTRAINT segment_evaluations_key PRIMARY KEY (segment_id)",
    "ALTER TABLE segment_thresholds ADD CONSTRAINT segment_thresholds_key PRIMARY KEY (key)",
  ],
};
