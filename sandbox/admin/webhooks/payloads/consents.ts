import type { AdminCustomer, PhoneConsent } from "../../../stores/store";
import type { ShopState } from "../../state";
import { numberOf } from "./numbers";
import { personalOf } from "./personal";
import { shopTime } from "./shopTime";

/** The body of `customers_email_marketing_consent/update`. */
export function emailConsentPayload(shop: ShopState, { id, defaultEmailAddress: email }: AdminCustomer) {
  return {
    customer_id: numberOf(id),
    email_address: personalOf(shop.approvals)("email", email?.emailAddress ?? null),
    email_marketing_consent: {
      state: email?.marketingState.toLowerCase() ?? null,
      opt_in_level: email?.marketingOptInLevel?.toLowerCase() ?? null,
      consent_updated_at: timeOf(shop, email?.marketingUpdatedAt),
    },
  };
}

/** The body of `customers_marketing_consent/update`: consent to text messages. */
export function smsConsentPayload(shop: ShopState, { id, defaultPhoneNumber: phone }: AdminCustomer) {
  return {
    id: numberOf(id),
    phone: personalOf(shop.approvals)("phone", phone?.phoneNumber ?? null),
    sms_marketing_consent: {
      state: stateOf(phone?.smsMarketingConsent),
      opt_in_level: optInLevelOf(phone?.smsMarketingConsent),
      consent_updated_at: timeOf(shop, phone?.smsMarketingConsent.updatedAt),
      consent_collected_from: "other",
    },
  };
}

/** The body of `customers_whats_app_marketing_consent/update`. */
export function whatsAppConsentPayload(shop: ShopState, { id, defaultPhoneNumber: phone }: AdminCustomer) {
  return {
    customer_id: numberOf(id),
    phone_number: personalOf(shop.approvals)("phone", phone?.phoneNumber ?? null),
    whats_app_marketing_consent: {
      state: stateOf(phone?.whatsAppMarketingConsent),
      opt_in_level: optInLevelOf(phone?.whatsAppMarketingConsent),
      updated_at: timeOf(shop, phone?.whatsAppMarketingConsent.updatedAt),
      collected_from: "other",
    },
  };
}

/** Webhooks call "never" by the name that the Admin API has for emails alone. */
function stateOf(consent: PhoneConsent | undefined): string | null {
  if (!consent) return null;
  return consent.state === "NEVER_SUBSCRIBED" ? "not_subscribed" : consent.state.toLowerCase();
}

/** The store keeps no level of a telephone's consent. */
function optInLevelOf(consent: PhoneConsent | undefined): string | null {
  return consent?.state === "SUBSCRIBED" ? "single_opt_in" : null;
}

function timeOf(shop: ShopState, instant: string | null | undefined): string | null {
  return shopTime(instant ?? null, shop.store.shop.ianaTimezone);
}
