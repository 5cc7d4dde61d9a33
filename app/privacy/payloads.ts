import { z } from "zod";

import type { Person } from "./person";

/** A number of Shopify's, as such, as text or at the end of a gid. */
const id = z
  .union([z.number().int().positive(), z.string().regex(/^(?:gid:\/\/shopify\/\w+\/)?[1-9]\d{0,18}$/)])
  .transform((written) => BigInt(/\d+$/.exec(String(written))?.[0] ?? ""));

const text = z.string().trim().min(1);
const listOfIds = z.array(z.unknown()).catch([]);

/**
 * `customers/data_request` and `customers/redact`. Shopify leaves out what it does not know of somebody, and a request must
 * not be lost for a field that reads otherwise than expected: that field is passed over.
 */
const aboutCustomer = z
  .object({
    customer: z
      .object({
        id: id.nullable().catch(null),
        email: text.nullable().catch(null),
        phone: text.nullable().catch(null),
      })
      .nullable()
      .catch(null),
    orders_requested: listOfIds,
    orders_to_redact: listOfIds,
  })
  .catch({ customer: null, orders_requested: [], orders_to_redact: [] });

/** Whom a payload is about; nobody where it names nobody. */
export function personIn(payload: unknown): Person {
  const { customer, orders_requested, orders_to_redact } = aboutCustomer.parse(payload);
  const orders = [...orders_requested, ...orders_to_redact].flatMap((written) => {
    const read = id.safeParse(written);
    return read.success ? [read.data] : [];
  });
  return {
    customerIds: customer?.id == null ? [] : [customer.id],
    emails: customer?.email == null ? [] : [customer.email.toLowerCase()],
    phones: customer?.phone == null ? [] : phonesLike(customer.phone),
    orderIds: [...new Set(orders)],
  };
}

/** As it is written, and as Shopify stores one in international form. */
function phonesLike(written: string): string[] {
  const plain = written.replaceAll(/[^\d+]/g, "");
  return plain === "" ? [] : [...new Set([written, plain])];
}
