import type { AdminCustomer } from "../../../stores/store";
import type { ShopState } from "../../state";
import { defaultAddressPayload } from "./address";
import { numberOf } from "./numbers";
import { personalOf } from "./personal";
import { shopTime } from "./shopTime";

/** A customer within an order or a checkout. Tags, consents and totals are in no webhook of a customer: own topics tell them. */
export function customerWithin(shop: ShopState, customer: AdminCustomer) {
  const personal = personalOf(shop.approvals);
  const { ianaTimezone, currencyCode } = shop.store.shop;
  const id = numberOf(customer.id);
  return {
    id,
    admin_graphql_api_id: customer.id,
    created_at: shopTime(customer.createdAt, ianaTimezone),
    updated_at: shopTime(customer.updatedAt, ianaTimezone),
    first_name: personal("name", customer.firstName),
    last_name: personal("name", customer.lastName),
    email: personal("email", customer.defaultEmailAddress?.emailAddress ?? null),
    phone: personal("phone", customer.defaultPhoneNumber?.phoneNumber ?? null),
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    tax_exemptions: [],
    currency: currencyCode,
    default_address: defaultAddressPayload(customer.defaultAddress, id, personal),
  };
}

/** The body of `customers/create`, `customers/update`, `customers/enable` and `customers/disable`. */
export function customerPayload(shop: ShopState, customer: AdminCustomer) {
  const within = customerWithin(shop, customer);
  return { ...within, addresses: within.default_address ? [within.default_address] : [] };
}

/** The body of `customers/delete`. */
export function deletedCustomerPayload(id: string) {
  return { id: numberOf(id), admin_graphql_api_id: id, tax_exemptions: [] };
}
