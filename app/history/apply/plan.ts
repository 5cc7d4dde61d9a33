import { z } from "zod";

import type { RecordTable } from "~/warehouse/loading/records";

import type { PendingWebhook, Settled } from "../inbox/pendingWebhooks.server";
import { customerLine, customerPayload, type CustomerPayload } from "./customerPayload";
import { orderLines, orderPayload, type OrderPayload } from "./orderPayload";
import { globalId, instant, plainId, readWebhookJson } from "./webhookJson";

export interface Consent {
  readonly channel: "email" | "sms" | "whatsapp";
  readonly customerId: bigint;
  /** As the Admin API spells it: `UNSUBSCRIBED`. */
  readonly state: string;
  readonly at: Date;
}

/** What one webhook asks for. */
type Effect =
  | { readonly kind: "order"; readonly order: OrderPayload }
  | { readonly kind: "customer"; readonly customer: CustomerPayload }
  | { readonly kind: "consent"; readonly consent: Consent }
  | { readonly kind: "merge"; readonly kept: bigint; readonly deleted: bigint }
  | { readonly kind: "gone"; readonly table: RecordTable; readonly id: bigint }
  | { readonly kind: "ask"; readonly table: RecordTable; readonly id: bigint }
  | { readonly kind: "askForCheckouts" }
  | { readonly kind: "ignore"; readonly reason: string };

/** What some webhooks come to together: the newest of each record, everything else once. */
export interface Plan {
  /** Lines of the files that a bulk operation would have written. */
  readonly orders: readonly Record<string, unknown>[];
  readonly customers: readonly Record<string, unknown>[];
  readonly consents: readonly Consent[];
  readonly merges: readonly { readonly kept: bigint; readonly deleted: bigint }[];
  readonly gone: ReadonlyMap<RecordTable, readonly bigint[]>;
  readonly ask: ReadonlyMap<RecordTable, readonly bigint[]>;
  /** When the first checkout changed of which webhooks told; null: they told of none. */
  readonly checkoutsSince: Date | null;
  /** Of each webhook, what became of it. */
  readonly outcomes: readonly PlannedOutcome[];
}

export type PlannedOutcome = Settled & { readonly webhookId: string };

/** How the payload of a topic is read, and what follows from it. */
interface Topic {
  readonly payload: z.ZodType;
  readonly effects: (payload: unknown) => Effect[];
}

const asks = (table: RecordTable, path: z.ZodType<bigint>): Topic =>
  topic(path, (id) => [{ kind: "ask", table, id }]);

const idOnly = z.object({ id: plainId }).transform(({ id }) => id);
const ofOrder = z.object({ order_id: plainId }).transform(({ order_id }) => order_id);
const ofCustomer = z.object({ customerId: globalId }).transform(({ customerId }) => customerId);

const order = topic(orderPayload, (payload) => [{ kind: "order", order: payload }]);
const customer = topic(customerPayload, (payload) => [{ kind: "customer", customer: payload }]);
const product = asks("products", idOnly);
const checkouts = topic(z.unknown(), () => [{ kind: "askForCheckouts" }]);

const gone = (table: RecordTable): Topic => topic(idOnly, (id) => [{ kind: "gone", table, id }]);

/** Consent in one channel, where both Shopify's spelling of the state and the time are known. */
const consentState = z.object({
  state: z.string().transform((state) => state.toUpperCase()),
  consent_updated_at: instant.nullish(),
});

/** Another spelling of the same. */
const whatsAppState = z
  .object({ state: consentState.shape.state, updated_at: instant.nullish() })
  .transform(({ state, updated_at }) => ({ state, consent_updated_at: updated_at }));

function consentEffects(
  channel: Consent["channel"],
  customerId: bigint,
  { state, consent_updated_at }: z.infer<typeof consentState>,
): Effect[] {
  const asked: Effect = { kind: "ask", table: "customers", id: customerId };
  if (consent_updated_at == null) return [asked];
  return [
    { kind: "consent", consent: { channel, customerId, state, at: new Date(consent_updated_at) } },
    asked,
  ];
}

/** What each topic about the store's records asks for. Others are of other rooms, or nobody's. */
const topics: Readonly<Record<string, Topic>> = {
  "orders/create": order,
  "orders/updated": order,
  "orders/paid": order,
  "orders/cancelled": order,
  "orders/fulfilled": order,
  "orders/partially_fulfilled": order,
  "orders/edited": asks(
    "orders",
    z.object({ order_edit: z.object({ order_id: plainId }) }).transform((edit) => edit.order_edit.order_id),
  ),
  "orders/delete": gone("orders"),
  "refunds/create": asks("orders", ofOrder),
  "fulfillments/create": asks("orders", ofOrder),
  "fulfillments/update": asks("orders", ofOrder),
  "customers/create": customer,
  "customers/update": customer,
  "customers/enable": customer,
  "customers/disable": customer,
  "customers/delete": gone("customers"),
  "customers/purchasing_summary": asks("customers", ofCustomer),
  "customer.tags_added": asks("customers", ofCustomer),
  "customer.tags_removed": asks("customers", ofCustomer),
  "customers/merge": topic(
    z.object({
      admin_graphql_api_customer_kept_id: globalId,
      admin_graphql_api_customer_deleted_id: globalId,
      status: z.string().nullish(),
    }),
    (merge) => mergeEffects(merge),
  ),
  "customers_email_marketing_consent/update": topic(
    z.object({ customer_id: plainId, email_marketing_consent: consentState }),
    (said) => consentEffects("email", said.customer_id, said.email_marketing_consent),
  ),
  "customers_marketing_consent/update": topic(
    z.object({ id: plainId, sms_marketing_consent: consentState }),
    (said) => consentEffects("sms", said.id, said.sms_marketing_consent),
  ),
  "customers_whats_app_marketing_consent/update": topic(
    z.object({ customer_id: plainId, whats_app_marketing_consent: whatsAppState.optional() }),
    (said) =>
      said.whats_app_marketing_consent === undefined
        ? [{ kind: "ask", table: "customers", id: said.customer_id }]
        : consentEffects("whatsapp", said.customer_id, said.whats_app_marketing_consent),
  ),
  "products/create": product,
  "products/update": product,
  "products/delete": gone("products"),
  "checkouts/create": checkouts,
  "checkouts/update": checkouts,
  "checkouts/delete": checkouts,
};

function mergeEffects(merge: {
  admin_graphql_api_customer_kept_id: bigint;
  admin_graphql_api_customer_deleted_id: bigint;
  status?: string | null | undefined;
}): Effect[] {
  const kept = merge.admin_graphql_api_customer_kept_id;
  const deleted = merge.admin_graphql_api_customer_deleted_id;
  if (kept === deleted) return [{ kind: "ignore", reason: "A customer cannot be merged into themselves." }];
  if (merge.status != null && !/^(completed|success)/i.test(merge.status))
    return [{ kind: "ignore", reason: "The merge did not take place." }];
  return [{ kind: "merge", kept, deleted }];
}

/** Whether a topic is about the store's records. */
export function isOfStore(name: string): boolean {
  return Object.hasOwn(topics, name);
}

/**
 * What webhooks come to together, in whatever order they are: of an order or customer the newest version, and of two with one
 * time the one that was sent later. Payloads that are not what Shopify documents are refused, each by itself.
 */
export function planOf(webhooks: readonly PendingWebhook[]): Plan {
  const orders = new Map<bigint, Version<OrderPayload>>();
  const customers = new Map<bigint, Version<CustomerPayload>>();
  const seen = new Map<bigint, CustomerPayload>();
  const consents: Consent[] = [];
  const merges: { kept: bigint; deleted: bigint }[] = [];
  const ids = { gone: new Map<RecordTable, Set<bigint>>(), ask: new Map<RecordTable, Set<bigint>>() };
  let checkoutsSince: Date | null = null;
  const outcomes: PlannedOutcome[] = [];

  const apply = (effect: Effect, { triggeredAt, receivedAt }: PendingWebhook): void => {
    const at = triggeredAt ?? receivedAt;
    const sentAt = at.getTime();
    switch (effect.kind) {
      case "order": {
        newest(orders, effect.order.id, effect.order, sentAt);
        const known = customerPayload.safeParse(effect.order.customer);
        if (known.success) seen.set(known.data.id, known.data);
        return;
      }
      case "customer":
        newest(customers, effect.customer.id, effect.customer, sentAt);
        return;
      case "consent":
        consents.push(effect.consent);
        return;
      case "merge":
        merges.push(effect);
        return;
      case "gone":
      case "ask": {
        const of = ids[effect.kind].get(effect.table) ?? new Set();
        ids[effect.kind].set(effect.table, of.add(effect.id));
        return;
      }
      case "askForCheckouts":
        if (checkoutsSince === null || at < checkoutsSince) checkoutsSince = at;
        return;
      case "ignore":
    }
  };

  for (const webhook of webhooks) {
    const effects = effectsOf(webhook);
    const refusal = effects.length === 1 && effects[0]?.kind === "ignore" ? effects[0].reason : null;
    if (effects.length === 0) outcomes.push({ ...named(webhook), outcome: "refused", reason: unreadable });
    else if (refusal !== null) outcomes.push({ ...named(webhook), outcome: "ignored", reason: refusal });
    else outcomes.push({ ...named(webhook), outcome: "applied", reason: null });
    for (const effect of effects) apply(effect, webhook);
  }

  const introduced = [...seen.values()].filter(({ id }) => !customers.has(id));
  return {
    orders: [...orders.values()].flatMap(({ payload }) => orderLines(payload)),
    customers: [
      ...[...customers.values()].map(({ payload }) => customerLine(payload)),
      ...introduced.map((known) => customerLine(olderThanAny(known))),
    ],
    consents,
    merges,
    gone: listed(ids.gone),
    ask: listed(ids.ask),
    checkoutsSince,
    outcomes,
  };
}

const unreadable = "The payload is not what Shopify documents for its topic.";

const named = ({ webhookId }: PendingWebhook) => ({ webhookId });

/** None where the payload cannot be read. */
function effectsOf({ topic: name, payload }: PendingWebhook): Effect[] {
  const known = topics[name];
  if (!known) return [{ kind: "ignore", reason: "Nothing follows from this topic." }];
  const parsed = known.payload.safeParse(readWebhookJson(payload));
  return parsed.success ? known.effects(parsed.data) : [];
}

interface Version<Payload> {
  readonly payload: Payload;
  readonly updatedAt: number;
  readonly sentAt: number;
}

function newest<Payload extends { readonly updated_at: string }>(
  of: Map<bigint, Version<Payload>>,
  id: bigint,
  payload: Payload,
  sentAt: number,
): void {
  const updatedAt = Date.parse(payload.updated_at);
  const known = of.get(id);
  const isNewer =
    known === undefined ||
    updatedAt > known.updatedAt ||
    (updatedAt === known.updatedAt && sentAt >= known.sentAt);
  if (isNewer) of.set(id, { payload, updatedAt, sentAt });
}

/** A customer as an order shows them is stored where they are not known yet, and never instead of what is. */
function olderThanAny(customer: CustomerPayload): CustomerPayload {
  return { ...customer, updated_at: new Date(Date.parse(customer.created_at) - 1_000).toISOString() };
}

function listed(ids: ReadonlyMap<RecordTable, ReadonlySet<bigint>>): Map<RecordTable, bigint[]> {
  return new Map([...ids].map(([table, of]) => [table, [...of]]));
}

/** One row of {@link topics}, its payload's type checked against its schema and then forgotten. */
function topic<Payload>(payload: z.ZodType<Payload>, effects: (payload: Payload) => Effect[]): Topic {
  return { payload, effects: (read: unknown) => effects(read as Payload) };
}
