import type { AdminCustomer } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import type { Announcement } from "../../webhooks/deliver";
import { customerNews, tagsNews } from "../news";
import { consentNews, setEmailState } from "./consent";
import { displayNameOf, emailAddress, phoneNumber } from "./contacts";
import type { CustomerFields } from "./customerInput";
import { customerChanged, findCustomer } from "./settleCustomer";

export function editCustomer(
  state: SandboxState,
  shop: ShopState,
  id: string,
  { marketingState, email, phone, displayName, ...fields }: CustomerFields,
): AdminCustomer {
  const customer = findCustomer(shop, id);
  const { tags, state: accountState } = customer;
  const wasNamedSo = displayNameOf(customer) === customer.displayName;
  if (email !== undefined) customer.defaultEmailAddress = emailAddress(email, customer.defaultEmailAddress);
  const news: Announcement[] = [];
  if (marketingState !== undefined) {
    setEmailState(state, customer, marketingState);
    news.push(consentNews(shop, customer, "email"));
  }
  if (phone !== undefined) customer.defaultPhoneNumber = phoneNumber(phone, customer.defaultPhoneNumber);
  Object.assign(customer, fields);
  if (displayName !== undefined) customer.displayName = displayName;
  else if (wasNamedSo) customer.displayName = displayNameOf(customer);
  news.push(...tagsNews(state, id, tags, customer.tags));
  if (customer.state !== accountState && customer.state === "ENABLED")
    news.push(customerNews(shop, customer, "customers/enable"));
  if (customer.state !== accountState && customer.state === "DISABLED")
    news.push(customerNews(shop, customer, "customers/disable"));
  return customerChanged(state, shop, customer, news);
}
