import { z } from "zod";

import { gid } from "./orderPayload";
import { instant, plainId } from "./webhookJson";

const address = z.object({
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  province_code: z.string().nullish(),
  country_code: z.string().nullish(),
  zip: z.string().nullish(),
});

/** What is read of the payload of `customers/create` and `customers/update`, and of the customer in an order. */
export const customerPayload = z.object({
  id: plainId,
  created_at: instant,
  updated_at: instant,
  email: z.string().nullish(),
  phone: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  state: z.string().nullish(),
  note: z.string().nullish(),
  verified_email: z.boolean().nullish(),
  tax_exempt: z.boolean().nullish(),
  default_address: address.nullish(),
});

export type CustomerPayload = z.infer<typeof customerPayload>;

/**
 * A customer in the line of the bulk operation's file. Tags, consents, attributes and Shopify's totals are not in webhooks:
 * what is stored of them stays, and of a new customer nothing is known until the Admin API was asked. No consent is assumed.
 */
export function customerLine(customer: CustomerPayload): Record<string, unknown> {
  const name = [customer.first_name, customer.last_name].filter((part) => part).join(" ");
  const home = customer.default_address;
  return {
    id: gid("Customer", customer.id),
    createdAt: customer.created_at,
    updatedAt: customer.updated_at,
    firstName: customer.first_name ?? null,
    lastName: customer.last_name ?? null,
    displayName: name || (customer.email ?? customer.phone ?? null),
    state: customer.state?.toUpperCase() ?? null,
    verifiedEmail: customer.verified_email ?? null,
    taxExempt: customer.tax_exempt ?? null,
    note: customer.note ?? null,
    defaultEmailAddress: customer.email ? { emailAddress: customer.email } : null,
    defaultPhoneNumber: customer.phone ? { phoneNumber: customer.phone } : null,
    defaultAddress: home
      ? {
          address1: home.address1 ?? null,
          address2: home.address2 ?? null,
          city: home.city ?? null,
          provinceCode: home.province_code ?? null,
          countryCodeV2: home.country_code ?? null,
          zip: home.zip ?? null,
        }
      : null,
    numberOfOrders: "0",
    amountSpent: { amount: "0" },
  };
}
