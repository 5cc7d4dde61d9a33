import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { fieldOf, type FieldId } from "../language/fields";
import { emailIsValid } from "../language/fields/marketing";
import { type Reach, type ReachChannel, reachChannels, reachGaps } from "./reach";

/** How many of some customers can be written to on each channel, and what keeps one from the others. */
export async function reachOf(
  connection: Connection,
  /** SELECT of `customer_id`, each once. */
  customers: RawBuilder<unknown>,
): Promise<Reach> {
  const [row] = await connection.all(statement<ReachRow>`
    SELECT ${reachCounts}
    FROM (
      SELECT ${reachStates} FROM (${customers}) asked LEFT JOIN customers c ON c.customer_id = asked.customer_id
    ) standing`);
  return readReach(row ?? {});
}

/** The columns of {@link reachCounts}. */
export type ReachRow = Readonly<Record<string, unknown>>;

interface Channel {
  readonly reachable: FieldId;
  readonly address: FieldId;
  readonly consent: FieldId;
  /** SQL: whether an address that is there cannot be one. Of numbers that is not known. */
  readonly invalid: string | null;
}

const channels: Record<ReachChannel, Channel> = {
  email: {
    reachable: "reachable_by_email",
    address: "email",
    consent: "email_consent",
    invalid: `NOT (${emailIsValid}) OR c.email_consent = 'INVALID'`,
  },
  sms: { reachable: "reachable_by_sms", address: "phone", consent: "sms_consent", invalid: null },
  whatsapp: {
    reachable: "reachable_by_whatsapp",
    address: "phone",
    consent: "whatsapp_consent",
    invalid: null,
  },
};

/** How a customer stands on a channel; as its place here, which compares faster than a word. */
const states = ["reachable", ...reachGaps] as const;
type State = (typeof states)[number];

/** Columns: how a customer `c` (or nobody, of whom nothing is known) stands on each channel. The first that holds. */
export const reachStates = sql`${sql.join(
  reachChannels.map((channel) => sql`${stateOn(channels[channel])} AS ${stateColumn(channel)}`),
)}`;

/** Columns: how many of the rows with {@link reachStates} stand how, to be read by {@link readReach}. */
export const reachCounts = sql`${sql.join(
  reachChannels.flatMap((channel) =>
    states.map(
      (state) =>
        sql`CAST(count(*) FILTER (WHERE ${stateColumn(channel)} = ${place(state)}) AS integer)
          AS ${sql.ref(countColumn(channel, state))}`,
    ),
  ),
)}`;

export function readReach(row: ReachRow): Reach {
  return reachChannels.map((channel) => {
    const count = (state: State) => Number(row[countColumn(channel, state)] ?? 0);
    return {
      channel,
      reachable: count("reachable"),
      gaps: reachGaps.map((reason) => ({ reason, customers: count(reason) })),
    };
  });
}

function stateOn(channel: Channel): RawBuilder<number> {
  const consent = fieldOf(channel.consent).sql;
  const tests: Partial<Record<State, string | null>> = {
    reachable: fieldOf(channel.reachable).sql,
    no_address: `coalesce(${fieldOf(channel.address).sql}, '') = ''`,
    invalid: channel.invalid,
    unsubscribed: `${consent} = 'UNSUBSCRIBED'`,
    pending: `${consent} = 'PENDING'`,
  };
  const cases = states.flatMap((state) => {
    const test = tests[state];
    return test ? [sql`WHEN ${sql.raw(test)} THEN ${place(state)}`] : [];
  });
  return sql`CASE ${sql.join(cases, sql` `)} ELSE ${place("not_subscribed")} END`;
}

function place(state: State): RawBuilder<number> {
  return sql.lit(states.indexOf(state));
}

function stateColumn(channel: ReachChannel): RawBuilder<number> {
  return sql.ref(`on_${channel}`);
}

function countColumn(channel: ReachChannel, state: State): string {
  return `${channel}_${state}`;
}
