import { sql } from "kysely";

/**
 * Whether an order `o` counts for nothing whatever the money rules are: a test, cancelled, or its payment voided. What a line
 * knows of its order (`OrderLineRow.bought_by`) follows this, so that it does not depend on settings.
 */
export const neverCounts = sql<boolean>`(o.test OR o.cancelled_at IS NOT NULL OR o.financial_status IS NOT DISTINCT FROM 'VOIDED')`;
