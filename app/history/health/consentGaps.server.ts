import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { type ConsentChannel, consentChannels, type ConsentGaps } from "./health";

const hasEmail = sql<boolean>`coalesce(c.email, '') <> ''`;
const hasPhone = sql<boolean>`coalesce(c.phone, '') <> ''`;
const consent = (channel: ConsentChannel) => sql.ref(`c.${channel}_consent`);
const since = (channel: ConsentChannel) => sql.ref(`c.${channel}_consent_at`);

/** What is counted, by the name of its column. */
const counts: Readonly<Record<string, RawBuilder<boolean>>> = {
  with_email: hasEmail,
  with_phone: hasPhone,
  email_unknown: sql`${hasEmail} AND c.email_consent IS NULL`,
  phone_unknown: sql`${hasPhone} AND c.sms_consent IS NULL AND c.whatsapp_consent IS NULL`,
  ...Object.fromEntries(
    consentChannels.flatMap((channel) => [
      [`undated_${channel}`, sql`${consent(channel)} = 'SUBSCRIBED' AND ${since(channel)} IS NULL`],
      [`unsubscribed_${channel}`, sql`${consent(channel)} = 'UNSUBSCRIBED'`],
    ]),
  ),
};

/** Of how many customers it is not known whether, or since when, they may be written to. */
export async function consentGaps(connection: Connection): Promise<ConsentGaps> {
  const columns = Object.entries(counts).map(
    ([name, holds]) => sql`CAST(count(*) FILTER (WHERE ${holds}) AS integer) AS ${sql.ref(name)}`,
  );
  const [row = {}] = await connection.all(statement<Readonly<Record<string, number>>>`
    SELECT CAST(count(*) AS integer) AS customers, ${sql.join(columns)} FROM customers c`);
  const count = (name: string) => row[name] ?? 0;
  const byChannel = (what: string) => ({
    email: count(`${what}_email`),
    sms: count(`${what}_sms`),
    whatsapp: count(`${what}_whatsapp`),
  });
  return {
    customers: count("customers"),
    withEmail: count("with_email"),
    withPhone: count("with_phone"),
    emailUnknown: count("email_unknown"),
    phoneUnknown: count("phone_unknown"),
    undated: byChannel("undated"),
    unsubscribed: byChannel("unsubscribed"),
  };
}
