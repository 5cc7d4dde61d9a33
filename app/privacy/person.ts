import { z } from "zod";

/** Whom a request is about, as far as anything says so; a search for any of it means them. */
export interface Person {
  readonly customerIds: readonly bigint[];
  /** In lower case. */
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Orders that are theirs, or that are to be forgotten with them. */
  readonly orderIds: readonly bigint[];
}

const texts = z.array(z.string());
const ids = z.array(z.string().transform(BigInt));
const stored = z.object({ customerIds: ids, emails: texts, phones: texts, orderIds: ids });

/** A person as text, to be sealed. */
export function writePerson({ customerIds, emails, phones, orderIds }: Person): string {
  const plain = { customerIds: customerIds.map(String), orderIds: orderIds.map(String), emails, phones };
  return JSON.stringify(plain);
}

export function readPerson(text: string): Person {
  return stored.parse(JSON.parse(text));
}

/** Everything that either says. */
export function both(one: Person, other: Person): Person {
  return {
    customerIds: [...new Set([...one.customerIds, ...other.customerIds])],
    emails: [...new Set([...one.emails, ...other.emails])],
    phones: [...new Set([...one.phones, ...other.phones])],
    orderIds: [...new Set([...one.orderIds, ...other.orderIds])],
  };
}

/** Whether both have a customer's number, an address or a phone number in common. */
export function isSamePerson(one: Person, other: Person): boolean {
  return (
    other.customerIds.some((id) => one.customerIds.includes(id)) ||
    other.emails.some((email) => one.emails.includes(email)) ||
    other.phones.some((phone) => one.phones.includes(phone))
  );
}
