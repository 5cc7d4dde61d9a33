import { customerFields } from "./fields/customer";
import type { Field } from "./fields/field";
import { marketingFields } from "./fields/marketing";
import { orderFields } from "./fields/orders";
import { scoreFields, shopifyFields } from "./fields/scores";

export type { Choice, Field } from "./fields/field";

/** Everything of a customer that can be tested, in the order in which it is offered. */
export const fields = {
  ...customerFields,
  ...marketingFields,
  ...scoreFields,
  ...orderFields,
  ...shopifyFields,
} as const satisfies Record<string, Field>;

export type FieldId = keyof typeof fields;
export const fieldIds = Object.keys(fields) as [FieldId, ...FieldId[]];

/** The entry of a field, as any field. */
export function fieldOf(id: FieldId): Field {
  return fields[id];
}
