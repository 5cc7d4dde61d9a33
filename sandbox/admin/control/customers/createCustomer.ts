import type { z } from "zod";

import { decimalAmount } from "../../../stores/money";
import type { AdminCustomer } from "../../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../../state";
import { announce, type Announcement } from "../../webhooks/deliver";
import { instant } from "../inputs";
import { customerNews, tagsNews } from "../news";
import { consentNews, setEmailState } from "./consent";
import { displayNameOf, emailAddress, phoneNumber } from "./contacts";
import { customerFields, phoneState } from "./customerInput";

export const newCustomer = customerFields.extend({
  createdAt: instant.optional(),
  smsState: phoneState.optional(),
  whatsAppState: phoneState.optional(),
});

/** Adds a customer. A consent given at once, and tags, are told by their own topics, too: `customers/create` has none. */
export function createCustomer(
  state: SandboxState,
  shop: ShopState,
  input: z.infer<typeof newCustomer>,
): AdminCustomer {
  const { email = null, phone = null, marketingState, smsState, whatsAppState, createdAt, ...fields } = input;
  const now = timestamp(state.now());
  const currencyCode = shop.store.shop.currencyCode;
  const named = {
    firstName: null,
    lastName: null,
    ...fields,
    defaultEmailAddress: emailAddress(email, null),
    defaultPhoneNumber: phoneNumber(phone, null),
  };
  const customer: AdminCustomer = {
    id: newGid(state, "Customer"),
    createdAt: createdAt ?? now,
    updatedAt: now,
    displayName: displayNameOf(named),
    locale: "en",
    state: "DISABLED",
    verifiedEmail: false,
    taxExempt: false,
    tags: [],
    note: null,
    dataSaleOptOut: false,
    productSubscriberStatus: "NEVER_SUBSCRIBED",
    defaultAddress: null,
    numberOfOrders: "0",
    amountSpent: { amount: decimalAmount(0n, currencyCode), currencyCode },
    lastOrder: null,
    statistics: { predictedSpendTier: null, rfmGroup: null },
    metafields: [],
    ...named,
  };
  const consents: Announcement[] = [];
  if (marketingState !== undefined) {
    setEmailState(state, customer, marketingState);
    consents.push(consentNews(shop, customer, "email"));
  }
  const number = customer.defaultPhoneNumber;
  if (number && smsState !== undefined) {
    number.smsMarketingConsent = { state: smsState, updatedAt: now };
    consents.push(consentNews(shop, customer, "sms"));
  }
  if (number && whatsAppState !== undefined) {
    number.whatsAppMarketingConsent = { state: whatsAppState, updatedAt: now };
    consents.push(consentNews(shop, customer, "whatsApp"));
  }
  shop.catalog.customers.add(customer);
  announce(state, shop, [
    customerNews(shop, customer, "customers/create"),
    ...consents,
    ...tagsNews(state, customer.id, [], customer.tags),
  ]);
  return customer;
}
