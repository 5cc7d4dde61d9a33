import { sql, type RawBuilder } from "kysely";

import { counted } from "~/customers/orderValue";

import type { CompileContext } from "../compile/context";
import { fromCustomers } from "../compile/customers";
import { isMetafield, metafieldRows } from "../compile/holds";
import { fill } from "../compile/template";
import { type EventId, events, type Property, propertyOf } from "../language/events";
import { type Field, fieldOf, type FieldId, fields } from "../language/fields";
import type { Suggestions, SuggestionSource } from "./suggestions";

/** Where values can be read, and what is counted of each: a value is in as many rows. */
export interface Told {
  /** SQL of the value, as a person spells it or an id. Lists are unnested. */
  readonly value: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<boolean>;
  readonly counted: Suggestions["counted"];
}

export type Values = Told & Nature;

/** What values are. */
type Nature =
  | { readonly kind: "texts" }
  | { readonly kind: "countries" }
  | { readonly kind: "ids"; readonly of: NonNullable<Property["of"]> };

/** Null where nothing can be suggested: unknown, or typed freely. */
export function valuesOf(source: SuggestionSource, context: CompileContext): Values | null {
  switch (source.kind) {
    case "field":
      return valuesOfField(source.field, context);
    case "event":
      return valuesOfProperty(source.event, source.property, context);
    case "metafield":
      return {
        value: sql`f.value`,
        from: metafieldRows(context),
        where: isMetafield(source),
        counted: customers,
        kind: "texts",
      };
  }
}

const customers = ["customer", "customers"] as const;

function valuesOfField(id: string, context: CompileContext): Values | null {
  const field = Object.hasOwn(fields, id) ? fieldOf(id as FieldId) : null;
  if (!field?.suggests) return null;
  return {
    value: valueOf(field, field.shown ?? field.sql, context),
    from: fromCustomers([field.sql], context),
    where: sql`true`,
    counted: customers,
    ...natureOf(field),
  };
}

interface Home {
  readonly from: string;
  readonly where: string;
  readonly counted: Suggestions["counted"];
}

/**
 * The smallest relation that tells a property, by the alias that its SQL speaks of: the channel of what was bought is told by
 * orders, which are fewer than lines.
 */
const homes: Readonly<Record<string, Home>> = {
  o: { from: "{orders} o", where: "{counted}", counted: ["order", "orders"] },
  l: {
    from: "{order_lines} l",
    where: "l.bought_by IS NOT NULL",
    counted: ["product line", "product lines"],
  },
  p: { from: "{products} p", where: "true", counted: ["product", "products"] },
  pc: { from: "{product_collections} pc", where: "true", counted: ["product", "products"] },
  kl: {
    from: "{abandoned_checkout_lines} kl",
    where: "true",
    counted: ["item left in a checkout", "items left in checkouts"],
  },
  t: { from: "{customer_tag_events} t", where: "true", counted: ["time", "times"] },
};

function valuesOfProperty(event: string, id: string, context: CompileContext): Values | null {
  const property = Object.hasOwn(events, event) ? propertyOf(event as EventId, id) : undefined;
  if (!property || (!property.suggests && !property.of)) return null;
  const text = property.items ?? property.sql;
  const home = homes[text.split(".")[0] ?? ""];
  if (!home) throw new Error(`Where "${event}.${id}" is told is not known.`);
  const tokens = { counted: counted(context.settings) };
  return {
    value: valueOf(property, text, context),
    from: fill(home.from, context, tokens),
    where: fill(home.where, context, tokens),
    counted: home.counted,
    ...natureOf(property),
  };
}

function valueOf({ items }: Field | Property, text: string, context: CompileContext): RawBuilder<unknown> {
  return items === undefined ? fill(text, context, {}) : sql`unnest(${fill(items, context, {})})`;
}

function natureOf({ of, codes }: Pick<Property, "of" | "codes">): Nature {
  if (of) return { kind: "ids", of };
  return { kind: codes ? "countries" : "texts" };
}
