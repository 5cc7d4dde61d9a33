import { sql, type RawBuilder } from "kysely";

import type { Condition } from "../language/definition";
import { fieldOf } from "../language/fields";
import { asText } from "./asked";
import type { CompileContext } from "./context";
import { compileHappening } from "./events";
import { attributeValue, isMetafield, metafieldRows } from "./holds";
import { fill } from "./template";

/**
 * What a condition is asked of, of a customer over `customersFrom`, as text: the field, the metafield, what was measured of
 * the events (dates as `YYYY-MM-DD`, numbers in their unit). NULL where there is none, and for segments. Meant for a few
 * customers: rows of other tables are looked up one customer at a time.
 */
export function valueOf(condition: Condition, context: CompileContext): RawBuilder<string | null> {
  switch (condition.kind) {
    case "attribute": {
      const { shown } = fieldOf(condition.field);
      return shown ? fill(shown, context, {}) : asText(attributeValue(condition, context), context);
    }
    case "metafield":
      return sql`(SELECT f.value FROM ${metafieldRows(context)}
        WHERE f.customer_id = c.customer_id AND ${isMetafield(condition)})`;
    case "event": {
      const { from, where, measured, customer } = compileHappening(condition, context);
      return sql`(SELECT ${asText(measured, context)} FROM ${from}
        WHERE ${where} AND ${sql.raw(customer)} = c.customer_id)`;
    }
    case "segment":
      return sql`CAST(NULL AS text)`;
  }
}
