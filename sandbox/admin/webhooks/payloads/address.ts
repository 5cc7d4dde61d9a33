import type { AdminAddress } from "../../../stores/store";
import type { Personal } from "./personal";

/** An address as orders and checkouts carry it. The store keeps no name, company, telephone or place of it: null. */
export function addressPayload(address: AdminAddress | null, personal: Personal) {
  return address && { ...postal(address, personal), latitude: null, longitude: null };
}

/** The one address that the store keeps of a customer, as customers carry it. */
export function defaultAddressPayload(address: AdminAddress | null, customerId: number, personal: Personal) {
  return (
    address && {
      id: customerId,
      customer_id: customerId,
      ...postal(address, personal),
      country_name: address.country,
      default: true,
    }
  );
}

function postal(address: AdminAddress, personal: Personal) {
  return {
    first_name: null,
    last_name: null,
    name: null,
    company: null,
    phone: null,
    address1: personal("address", address.address1),
    address2: personal("address", address.address2),
    zip: personal("address", address.zip),
    city: address.city,
    province: address.province,
    province_code: address.provinceCode,
    country: address.country,
    country_code: address.countryCodeV2,
  };
}
