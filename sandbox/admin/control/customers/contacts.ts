import type { AdminCustomer } from "../../../stores/store";

/** An email address that nobody has consented for. Another address of the same person keeps the consent. */
export function emailAddress(
  address: string | null,
  before: AdminCustomer["defaultEmailAddress"],
): AdminCustomer["defaultEmailAddress"] {
  if (address === null) return null;
  const fresh = {
    marketingState: "NOT_SUBSCRIBED" as const,
    marketingOptInLevel: null,
    marketingUpdatedAt: null,
    validFormat: true,
  };
  return { ...(before ?? fresh), emailAddress: address };
}

/** As {@link emailAddress}, for a telephone number. */
export function phoneNumber(
  number: string | null,
  before: AdminCustomer["defaultPhoneNumber"],
): AdminCustomer["defaultPhoneNumber"] {
  if (number === null) return null;
  const never = { state: "NEVER_SUBSCRIBED" as const, updatedAt: null };
  return {
    ...(before ?? { smsMarketingConsent: never, whatsAppMarketingConsent: never }),
    phoneNumber: number,
  };
}

/** What Shopify shows of somebody: the name, or else how to reach them. */
export function displayNameOf({
  firstName,
  lastName,
  defaultEmailAddress,
  defaultPhoneNumber,
}: Pick<AdminCustomer, "firstName" | "lastName" | "defaultEmailAddress" | "defaultPhoneNumber">): string {
  const name = [firstName, lastName].filter((part) => part !== null && part !== "").join(" ");
  return name || (defaultEmailAddress?.emailAddress ?? defaultPhoneNumber?.phoneNumber ?? "");
}
