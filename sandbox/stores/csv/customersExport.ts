import { gid } from "../gid";
import type { AdminCustomer } from "../store";
import { column, exportTags, fail, orNull, readRows, requiredColumn, unquoted, type Row } from "./csvTable";

/** Today's name first; exports of some years ago called the address "City" and the consent "Accepts Marketing". */
const columns = {
  customerId: column("Customer ID"),
  firstName: requiredColumn("First Name"),
  lastName: requiredColumn("Last Name"),
  email: requiredColumn("Email"),
  acceptsEmail: requiredColumn("Accepts Email Marketing", "Accepts Marketing"),
  address1: column("Default Address Address1", "Address1"),
  address2: column("Default Address Address2", "Address2"),
  city: column("Default Address City", "City"),
  province: column("Province"),
  provinceCode: column("Default Address Province Code", "Province Code"),
  country: column("Country"),
  countryCode: column("Default Address Country Code", "Country Code"),
  zip: column("Default Address Zip", "Zip"),
  phone: column("Phone"),
  acceptsSms: column("Accepts SMS Marketing"),
  totalSpent: column("Total Spent"),
  totalOrders: column("Total Orders"),
  note: column("Note"),
  taxExempt: column("Tax Exempt"),
  tags: column("Tags"),
};

/** A customer as exported; times are set when the orders are known, since the export has none. */
export interface ExportedCustomer {
  customer: Omit<AdminCustomer, "createdAt" | "updatedAt" | "amountSpent" | "numberOfOrders" | "lastOrder">;
  /** As exported, a decimal in the shop's currency; null when the export lacks it. */
  totalSpent: string | null;
  totalOrders: string | null;
  at: { file: string; line: number };
}

/**
 * Customers from customers exports. What an export does not hold is null, or where the schema allows no null the value
 * that claims nothing: `locale` "", `state` DISABLED, `verifiedEmail` and `dataSaleOptOut` false,
 * `productSubscriberStatus` and WhatsApp consent NEVER_SUBSCRIBED. "no" in a consent column may hide an unsubscribe; it
 * becomes NOT_SUBSCRIBED. Times of consent and opt-in levels are unknown.
 */
export async function* readCustomersExport(
  file: string,
  nextId: () => number,
): AsyncGenerator<ExportedCustomer> {
  for await (const row of readRows(file, columns)) {
    const id = unquoted(row.customerId);
    if (id !== "" && !/^\d+$/.test(id)) fail(row.at, `"Customer ID" is not a number.`);
    yield {
      customer: customerOf(row, gid("Customer", id === "" ? nextId() : id)),
      totalSpent: orNull(row.totalSpent),
      totalOrders: orNull(row.totalOrders),
      at: row.at,
    };
  }
}

function customerOf(row: Row<keyof typeof columns>, id: string): ExportedCustomer["customer"] {
  const phone = unquoted(row.phone);
  const smsState = isYes(row.acceptsSms) ? "SUBSCRIBED" : "NEVER_SUBSCRIBED";
  return {
    ...newPerson(id, row.firstName, row.lastName, row.email, isYes(row.acceptsEmail)),
    displayName: `${row.firstName} ${row.lastName}`.trim() || row.email || phone,
    taxExempt: isYes(row.taxExempt),
    tags: exportTags(row.tags),
    note: orNull(row.note),
    defaultPhoneNumber:
      phone === ""
        ? null
        : {
            phoneNumber: phone,
            smsMarketingConsent: { state: smsState, updatedAt: null },
            whatsAppMarketingConsent: { state: "NEVER_SUBSCRIBED", updatedAt: null },
          },
    defaultAddress: [row.city, row.provinceCode, row.countryCode, row.zip].every((part) => part === "")
      ? null
      : {
          address1: orNull(row.address1),
          address2: orNull(row.address2),
          city: orNull(row.city),
          province: orNull(row.province),
          provinceCode: orNull(row.provinceCode),
          country: orNull(row.country),
          countryCodeV2: orNull(row.countryCode),
          zip: orNull(unquoted(row.zip)),
        },
  };
}

/** Somebody of whom nothing is known but a name and an address for mail. */
export function newPerson(
  id: string,
  firstName: string,
  lastName: string,
  email: string,
  subscribed: boolean,
): ExportedCustomer["customer"] {
  return {
    id,
    firstName: orNull(firstName),
    lastName: orNull(lastName),
    displayName: `${firstName} ${lastName}`.trim() || email,
    locale: "",
    state: "DISABLED",
    verifiedEmail: false,
    taxExempt: false,
    tags: [],
    note: null,
    dataSaleOptOut: false,
    productSubscriberStatus: "NEVER_SUBSCRIBED",
    defaultEmailAddress:
      email === ""
        ? null
        : {
            emailAddress: email,
            marketingState: subscribed ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
            marketingOptInLevel: null,
            marketingUpdatedAt: null,
            validFormat: /^[^\s@]+@[^\s@]+$/.test(email),
          },
    defaultPhoneNumber: null,
    defaultAddress: null,
    statistics: { predictedSpendTier: null, rfmGroup: null },
    metafields: [],
  };
}

function isYes(value: string): boolean {
  return /^(yes|true)$/i.test(value);
}
