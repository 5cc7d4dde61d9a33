import type { CompiledQuery } from "kysely";

import { statement } from "../compile";

/**
 * Notes the tags that incoming customers have and their stored rows do not, however they are spelled, as added when the
 * customer was last changed: Shopify does not say when. Customers who are new to the store tell of none. Needs the stored
 * rows still in place. Loading the same snapshot again finds every tag stored; a tag that went and came back between two
 * versions with one time is noted once.
 */
export function noteAddedTags(): CompiledQuery {
  return statement`
    INSERT INTO customer_tag_events (customer_id, tag, added_at)
    SELECT added.customer_id, min(added.tag), added.added_at
    FROM (
      SELECT fresh.customer_id, fresh.updated_at AS added_at, unnest(fresh.tags) AS tag, stored.tags_folded
      FROM incoming_customers AS fresh
      JOIN customers AS stored ON stored.customer_id = fresh.customer_id
      WHERE fresh.updated_at >= stored.updated_at AND fresh.tags <> stored.tags
    ) AS added
    LEFT JOIN customer_tag_events AS noted
      ON noted.customer_id = added.customer_id AND noted.added_at = added.added_at AND lower(noted.tag) = lower(added.tag)
    WHERE strpos(added.tags_folded, chr(31) || lower(added.tag) || chr(31)) = 0 AND noted.customer_id IS NULL
    GROUP BY added.customer_id, added.added_at, lower(added.tag)`;
}

/** Forgets what was noted of customers who are gone from Shopify: they are in `leaving` and do not come back. */
export function forgetTagsOfGone(): CompiledQuery {
  return statement`
    DELETE FROM customer_tag_events
    WHERE customer_id IN (SELECT id FROM leaving WHERE id NOT IN (SELECT customer_id FROM incoming_customers))`;
}
