import { z } from "zod";

import type { AdminCustomer } from "../../../stores/store";
import { timestamp, type SandboxState, type ShopState } from "../../state";
import type { Announcement } from "../../webhooks/deliver";
import {
  emailConsentPayload,
  smsConsentPayload,
  whatsAppConsentPayload,
} from "../../webhooks/payloads/consents";
import { ControlError } from "../controlError";
import { emailState, optInLevel, phoneState } from "./customerInput";
import { customerChanged, findCustomer } from "./settleCustomer";

export const consentInput = z.discriminatedUnion("channel", [
  z.strictObject({ channel: z.literal("email"), state: emailState, optInLevel: optInLevel.optional() }),
  z.strictObject({ channel: z.literal("sms"), state: phoneState }),
  z.strictObject({ channel: z.literal("whatsApp"), state: phoneState }),
]);

/** Sets what a customer agreed to on one channel. */
export function setConsent(
  state: SandboxState,
  shop: ShopState,
  id: string,
  input: z.infer<typeof consentInput>,
): AdminCustomer {
  const customer = findCustomer(shop, id);
  const updatedAt = timestamp(state.now());
  if (input.channel === "email") {
    setEmailState(state, customer, input.state, input.optInLevel);
  } else {
    const phone = customer.defaultPhoneNumber;
    if (!phone) throw new ControlError(422, `Customer ${id} has no telephone number`);
    const field = input.channel === "sms" ? "smsMarketingConsent" : "whatsAppMarketingConsent";
    customer.defaultPhoneNumber = { ...phone, [field]: { state: input.state, updatedAt } };
  }
  return customerChanged(state, shop, customer, [consentNews(shop, customer, input.channel)]);
}

/** Throws 422 where the customer has no email address. */
export function setEmailState(
  state: SandboxState,
  customer: AdminCustomer,
  marketingState: z.infer<typeof emailState>,
  level?: z.infer<typeof optInLevel>,
): void {
  const email = customer.defaultEmailAddress;
  if (!email) throw new ControlError(422, `Customer ${customer.id} has no email address`);
  customer.defaultEmailAddress = {
    ...email,
    marketingState,
    marketingUpdatedAt: timestamp(state.now()),
    ...(level && { marketingOptInLevel: level }),
  };
}

export function consentNews(
  shop: ShopState,
  customer: AdminCustomer,
  channel: z.infer<typeof consentInput>["channel"],
): Announcement {
  switch (channel) {
    case "email":
      return {
        topic: "customers_email_marketing_consent/update",
        payload: () => emailConsentPayload(shop, customer),
      };
    case "sms":
      return {
        topic: "customers_marketing_consent/update",
        payload: () => smsConsentPayload(shop, customer),
      };
    case "whatsApp":
      return {
        topic: "customers_whats_app_marketing_consent/update",
        payload: () => whatsAppConsentPayload(shop, customer),
      };
  }
}
