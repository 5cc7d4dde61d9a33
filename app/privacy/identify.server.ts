import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { both, type Person } from "./person";

interface Known {
  customer_id: bigint;
  email: string | null;
  phone: string | null;
}

/**
 * Everything that tells somebody in the store: what is known, and the numbers, address, phone number and orders of their customer
 * record. It is found by the customer's number, where there is none of that number by the address, and then by the phone number.
 */
export async function identify(connection: Connection, person: Person): Promise<Person> {
  const ways = [
    sql<boolean>`customer_id = ANY(CAST(${person.customerIds} AS bigint[]))`,
    sql<boolean>`lower(email) = ANY(CAST(${person.emails} AS text[]))`,
    sql<boolean>`phone = ANY(CAST(${person.phones} AS text[]))`,
  ];
  let known: Known[] = [];
  for (const way of ways) {
    known = await connection.all(
      statement<Known>`SELECT customer_id, email, phone FROM customers WHERE ${way}`,
    );
    if (known.length > 0) break;
  }
  const found = both(person, {
    customerIds: known.map((row) => row.customer_id),
    emails: known.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()])),
    phones: known.flatMap(({ phone }) => (phone === null ? [] : [phone])),
    orderIds: [],
  });
  // By number only: the orders of somebody whose record is gone may still be there.
  const orders = await connection.all(statement<{ order_id: bigint }>`
    SELECT order_id FROM orders WHERE customer_id = ANY(CAST(${found.customerIds} AS bigint[])) ORDER BY order_id`);
  return both(found, { ...found, orderIds: orders.map((row) => row.order_id) });
}
