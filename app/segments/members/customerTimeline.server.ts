import { sql, type RawBuilder } from "kysely";

import { leftOut, type LeftOutReason, ordersWithCustomers, orderValue } from "~/customers/orderValue";
import type { Consent } from "~/customers/profile";
import type { Scoring } from "~/customers/scoredState.server";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { MembershipCause } from "../membership/causes";
import type { Moment, TimelinePage, TimelinePlace } from "./customerTimeline";

export interface TimelineInput {
  readonly customerId: bigint;
  /** Entering and leaving these is told. */
  readonly segmentIds: readonly number[];
  readonly scoring: Scoring;
  readonly after: TimelinePlace | null;
  readonly pageSize: number;
}

/** What happened to a customer, newest first, also after the day of the scoring that orders are valued by. */
export async function customerTimeline(connection: Connection, input: TimelineInput): Promise<TimelinePage> {
  const { customerId, after, pageSize, scoring } = input;
  const from = after && sql`WHERE happened <= ${new Date(after.time)}`;
  const rows = await connection.all(statement<MomentRow>`
    WITH own AS MATERIALIZED (
      SELECT o.order_id, o.name, o.processed_at, o.cancelled_at, o.total, o.financial_status, o.fulfillment_status,
        ${leftOut(scoring.settings)} AS left_out, ${orderValue(scoring.settings)} AS value
      FROM ${ordersWithCustomers}
      WHERE o.customer_id = ${customerId}
    )
    SELECT happened, kind, id, label, amount, state, fulfillment, left_out
    FROM (${sql.join(momentsOf(input), sql` UNION ALL `)}) moments
    ${from ?? sql``}
    ORDER BY happened DESC, place DESC, id DESC, label DESC
    LIMIT ${pageSize + 1} OFFSET ${after?.seen ?? 0}`);
  const moments = rows.slice(0, pageSize).map(momentOf);
  return { moments, next: rows.length > pageSize ? placeAfter(moments, after) : null };
}

/** Of what happens in one moment, the later a kind stands here the later it is. */
const kinds = [
  "customer_created",
  "consent",
  "tag_added",
  "checkout_abandoned",
  "ordered",
  "shipped",
  "delivered",
  "cancelled",
  "refunded",
  "entered",
  "left",
] as const;
type Kind = (typeof kinds)[number];

/** SELECTs of everything that is told, over `own`, the customer's orders. */
function momentsOf({ customerId, segmentIds }: TimelineInput): RawBuilder<unknown>[] {
  const theirs = sql`customer_id = ${customerId}`;
  const ofSegments = sql`${theirs} AND segment_id = ANY(CAST(${segmentIds} AS integer[]))`;
  const order = { id: sql`o.order_id`, label: sql`o.name` };
  const consents = (["email", "sms", "whatsapp"] as const).map((channel) => {
    const state = sql.ref(`${channel}_consent`);
    const since = sql.ref(`${channel}_consent_at`);
    return moment("consent", since, {
      label: sql`${sql.lit(channel)}`,
      state,
      from: sql`customers WHERE ${theirs} AND ${state} IS NOT NULL AND ${since} IS NOT NULL`,
    });
  });
  const moves = [
    ["entered", "memberships"],
    ["entered", "past_memberships"],
    ["left", "past_memberships"],
  ] as const;
  return [
    moment("customer_created", sql`created_at`, { from: sql`customers WHERE ${theirs}` }),
    ...consents,
    moment("tag_added", sql`added_at`, { label: sql`tag`, from: sql`customer_tag_events WHERE ${theirs}` }),
    moment("checkout_abandoned", sql`created_at`, {
      id: sql`checkout_id`,
      amount: sql`total`,
      from: sql`abandoned_checkouts WHERE ${theirs} AND completed_at IS NULL`,
    }),
    moment("ordered", sql`o.processed_at`, {
      ...order,
      amount: sql`CASE WHEN o.left_out IS NULL THEN o.value ELSE o.total END`,
      state: sql`o.financial_status`,
      fulfillment: sql`o.fulfillment_status`,
      leftOut: sql`o.left_out`,
      from: sql`own o`,
    }),
    moment("cancelled", sql`o.cancelled_at`, { ...order, from: sql`own o WHERE o.cancelled_at IS NOT NULL` }),
    moment("refunded", sql`f.processed_at`, {
      ...order,
      amount: sql`f.amount`,
      from: sql`refunds f JOIN own o ON o.order_id = f.order_id WHERE f.processed_at IS NOT NULL`,
    }),
    moment("shipped", sql`s.created_at`, {
      ...order,
      from: sql`fulfillments s JOIN own o ON o.order_id = s.order_id
        WHERE s.created_at IS NOT NULL AND s.status = 'SUCCESS'`,
    }),
    moment("delivered", sql`s.delivered_at`, {
      ...order,
      from: sql`fulfillments s JOIN own o ON o.order_id = s.order_id WHERE s.delivered_at IS NOT NULL`,
    }),
    ...moves.map(([kind, table]) =>
      moment(kind, sql.ref(`${kind}_at`), {
        id: sql`segment_id`,
        label: sql.ref(`${kind}_cause`),
        from: sql`${sql.table(table)} WHERE ${ofSegments}`,
      }),
    ),
  ];
}

interface Told {
  readonly id?: RawBuilder<unknown>;
  readonly label?: RawBuilder<unknown>;
  readonly amount?: RawBuilder<unknown>;
  readonly state?: RawBuilder<unknown>;
  readonly fulfillment?: RawBuilder<unknown>;
  readonly leftOut?: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
}

function moment(kind: Kind, time: RawBuilder<unknown>, told: Told): RawBuilder<unknown> {
  const none = sql`NULL`;
  const { id = sql`0`, label = none, amount = none, state = none, fulfillment = none, leftOut = none } = told;
  return sql`
    SELECT ${time} AS happened, ${sql.lit(kind)} AS kind, ${sql.lit(kinds.indexOf(kind))} AS place,
      CAST(${id} AS bigint) AS id, CAST(${label} AS text) AS label, CAST(${amount} AS bigint) AS amount,
      CAST(${state} AS text) AS state, CAST(${fulfillment} AS text) AS fulfillment,
      CAST(${leftOut} AS text) AS left_out
    FROM ${told.from}`;
}

interface MomentRow {
  happened: Date;
  kind: Kind;
  id: bigint;
  label: string | null;
  amount: bigint | null;
  state: string | null;
  fulfillment: string | null;
  left_out: LeftOutReason | null;
}

function momentOf({ happened, kind, id, label, amount, state, ...row }: MomentRow): Moment {
  const time = happened.toISOString();
  const order = { order: label ?? "", orderId: String(id) };
  switch (kind) {
    case "ordered":
      return {
        ...{ time, kind, ...order, amount: String(amount) },
        ...{ leftOut: row.left_out, payment: state, fulfillment: row.fulfillment },
      };
    case "refunded":
      return { time, kind, ...order, amount: String(amount) };
    case "cancelled":
    case "shipped":
    case "delivered":
      return { time, kind, ...order };
    case "checkout_abandoned":
      return { time, kind, amount: String(amount) };
    case "tag_added":
      return { time, kind, tag: label ?? "" };
    case "customer_created":
      return { time, kind };
    case "consent":
      return { time, kind, channel: label as Consent["channel"], state: state ?? "" };
    case "entered":
    case "left":
      return { time, kind, segmentId: Number(id), cause: label as MembershipCause };
  }
}

function placeAfter(moments: readonly Moment[], after: TimelinePlace | null): TimelinePlace | null {
  const time = moments.at(-1)?.time;
  if (time === undefined) return null;
  const ofTime = moments.filter((moment) => moment.time === time).length;
  return { time, seen: ofTime + (after?.time === time ? after.seen : 0) };
}
