import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "../compile";

/** The ways in which a customer may have said that messages are welcome, and what each is said of. */
const contactOf = { email: "email", sms: "phone", whatsapp: "phone" } as const;

export type ConsentChannel = keyof typeof contactOf;
export const consentChannels = Object.keys(contactOf) as readonly ConsentChannel[];

const state = (channel: ConsentChannel): RawBuilder<unknown> => sql.ref(`${channel}_consent`);
const time = (channel: ConsentChannel): RawBuilder<unknown> => sql.ref(`${channel}_consent_at`);

/** What a customer said in one channel, where it is not older than what is stored. */
export function storeConsent(said: {
  readonly channel: ConsentChannel;
  readonly customerId: bigint;
  /** As the Admin API spells it. */
  readonly state: string;
  readonly at: Date;
}): CompiledQuery {
  const { channel } = said;
  return statement`
    UPDATE customers SET ${state(channel)} = ${said.state}, ${time(channel)} = ${said.at}
    WHERE customer_id = ${said.customerId} AND (${time(channel)} IS NULL OR ${time(channel)} <= ${said.at})`;
}

/**
 * Gives incoming customers what they said later than the version that comes in knows: it may have been read before, and a no
 * must not be lost for the moment until the next one is.
 */
export function keepLaterConsent(channel: ConsentChannel): CompiledQuery {
  const contact = sql.ref(contactOf[channel]);
  return statement`
    UPDATE incoming_customers
    SET ${state(channel)} = stored.${state(channel)}, ${time(channel)} = stored.${time(channel)}
    FROM customers AS stored
    WHERE stored.customer_id = incoming_customers.customer_id AND stored.${contact} = incoming_customers.${contact}
      AND stored.${time(channel)} > incoming_customers.${time(channel)}`;
}

/** Whoever has another address or number has not said yes to messages there: nothing is known until Shopify was asked. */
export function forgetConsentOfOthers(channel: ConsentChannel): CompiledQuery {
  const contact = sql.ref(contactOf[channel]);
  return statement`
    UPDATE incoming_customers SET ${state(channel)} = NULL, ${time(channel)} = NULL
    FROM customers AS stored
    WHERE stored.customer_id = incoming_customers.customer_id
      AND coalesce(stored.${contact}, '') <> coalesce(incoming_customers.${contact}, '')`;
}
