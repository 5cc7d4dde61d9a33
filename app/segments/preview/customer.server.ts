import type { Connection } from "~/warehouse/engine";

import type { ActiveSegment } from "../dependencies";
import { explainCustomers } from "../explain/explain.server";
import type { Definition } from "../language/definition";
import { previewPerson } from "./people.server";
import type { PreviewedExplanation } from "./preview";

/** Why one customer would or would not be a member, condition by condition. */
export async function previewCustomer(
  connection: Connection,
  definition: Definition,
  customerId: bigint,
  active: readonly ActiveSegment[],
): Promise<PreviewedExplanation> {
  const customer = await previewPerson(connection, customerId);
  if (customer === null) return { customer, explanation: null };
  const explained = await explainCustomers(connection, definition, [customerId], active);
  return { customer, explanation: explained.get(customerId) ?? null };
}
