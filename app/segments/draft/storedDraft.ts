import { z } from "zod";

import { eventIds } from "../language/events";
import { fieldIds } from "../language/fields";
import { limits, periodUnits } from "../language/definition";
import { type OperatorId, operators } from "../language/operators";
import { populations } from "../language/populations";
import { tooLarge } from "../language/size";
import type { Draft, DraftGroup, DraftNode } from "./draft";

// What somebody types is bounded where it is read, not where it is kept: a text that is too long is to come back, too.
const typed = z.string().max(limits.json);

const amount = z.strictObject({
  kind: z.enum(["number", "percentile"]),
  number: typed,
  percentile: typed,
  of: z.enum(populations),
});
const period = z.strictObject({ count: typed, unit: z.enum(periodUnits) });
const test = z.strictObject({
  operator: z.enum(Object.keys(operators) as [OperatorId, ...OperatorId[]]),
  text: typed,
  texts: z.array(typed),
  amount,
  to: amount,
  period,
  date: typed,
  toDate: typed,
  missing: z.enum(["include", "exclude"]),
});
const measure = z.discriminatedUnion("aggregate", [
  z.strictObject({ aggregate: z.literal("count") }),
  z.strictObject({
    aggregate: z.enum(["sum", "average", "lowest", "highest", "distinct"]),
    property: typed,
  }),
]);

const id = z.string().regex(/^n[1-9]\d{0,8}$/);
const of = { id, not: z.boolean() };
const match = z.enum(["all", "any"]);

const group: z.ZodType<DraftGroup> = z.strictObject({
  kind: z.literal("group"),
  ...of,
  match,
  get items(): z.ZodArray<z.ZodType<DraftNode>> {
    return z.array(node);
  },
});
const node: z.ZodType<DraftNode> = z.union([
  group,
  z.strictObject({ kind: z.literal("attribute"), ...of, field: z.enum(fieldIds), test }),
  z.strictObject({
    kind: z.literal("metafield"),
    ...of,
    namespace: typed,
    key: typed,
    as: z.enum(["text", "decimal", "date", "boolean"]),
    test,
  }),
  z.strictObject({
    kind: z.literal("event"),
    ...of,
    event: z.enum(eventIds),
    window: z.strictObject({
      kind: z.enum(["ever", "in_last", "before_last", "on", "before", "after", "between_dates"]),
      period,
      date: typed,
      toDate: typed,
    }),
    filters: z.array(z.strictObject({ property: typed, test })),
    measure,
    test,
  }),
  z.strictObject({ kind: z.literal("segment"), ...of, segment: z.int().positive().nullable() }),
]);

const draft: z.ZodType<Draft> = z.strictObject({
  name: typed,
  description: typed,
  include: z.strictObject({ match, items: z.array(node) }),
  exclude: z.array(node),
});

/** A draft that was kept; null where it cannot be read: by an older version of the app, say. */
export function readStoredDraft(kept: unknown): Draft | null {
  if (tooLarge(kept) !== null) return null;
  return draft.safeParse(kept).data ?? null;
}
