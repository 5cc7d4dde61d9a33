import { z } from "zod";

export const emailState = z.enum(["INVALID", "NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED"]);
export const phoneState = z.enum(["NEVER_SUBSCRIBED", "PENDING", "REDACTED", "SUBSCRIBED", "UNSUBSCRIBED"]);
export const optInLevel = z.enum(["CONFIRMED_OPT_IN", "SINGLE_OPT_IN", "UNKNOWN"]);

const addressInput = z.strictObject({
  address1: z.string().nullable().default(null),
  address2: z.string().nullable().default(null),
  city: z.string().nullable().default(null),
  province: z.string().nullable().default(null),
  provinceCode: z.string().nullable().default(null),
  country: z.string().nullable().default(null),
  countryCodeV2: z.string().nullable().default(null),
  zip: z.string().nullable().default(null),
});

/** Fields that can be set; they keep the Admin API's own names and forms. */
export const customerFields = z
  .strictObject({
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    /** Of the names, unless it is given. */
    displayName: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    tags: z.array(z.string()),
    note: z.string().nullable(),
    locale: z.string(),
    state: z.enum(["DECLINED", "DISABLED", "ENABLED", "INVITED"]),
    verifiedEmail: z.boolean(),
    taxExempt: z.boolean(),
    dataSaleOptOut: z.boolean(),
    defaultAddress: addressInput.nullable(),
    marketingState: emailState,
  })
  .partial();

export type CustomerFields = z.infer<typeof customerFields>;
