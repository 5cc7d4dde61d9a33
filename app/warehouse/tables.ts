/**
 * The warehouse's tables as Kysely sees them. The DDL is in `migrations/`; a test holds the two against each other.
 * Money: minor units of the shop's currency. Times: UTC. Ids: the number at the end of Shopify's gid.
 */
export interface WarehouseTables {
  products: ProductRow;
  customers: CustomerRow;
  orders: OrderRow;
  order_lines: OrderLineRow;
  refunds: RefundRow;
  fulfillments: FulfillmentRow;
  customer_metrics: CustomerMetricsRow;
  rfm_breaks: RfmBreaksRow;
  rfm_scores: RfmScoreRow;
  customer_metafields: CustomerMetafieldRow;
  customer_tag_events: CustomerTagEventRow;
  collections: CollectionRow;
  product_collections: ProductCollectionRow;
  abandoned_checkouts: AbandonedCheckoutRow;
  abandoned_checkout_lines: AbandonedCheckoutLineRow;
  memberships: MembershipRow;
  past_memberships: PastMembershipRow;
  segment_evaluations: SegmentEvaluationRow;
  segment_thresholds: SegmentThresholdRow;
  segment_records: SegmentRecordRow;
  segment_backcasts: SegmentBackcastRow;
  gone_records: GoneRecordRow;
  awaited_records: AwaitedRecordRow;
  changed_customers: ChangedCustomerRow;
}

export interface ProductRow {
  product_id: bigint;
  title: string;
  vendor: string | null;
  product_type: string | null;
  status: string | null;
  tags: string[];
  created_at: Date;
  updated_at: Date;
}

export interface CustomerRow {
  customer_id: bigint;
  created_at: Date;
  updated_at: Date;
  first_name: string | null;
  last_name: string | null;
  display_name: string | null;
  email: string | null;
  phone: string | null;
  /** Consent per channel, as Shopify spells it (`SUBSCRIBED`, …); null where there is no address or number. */
  email_consent: string | null;
  email_consent_at: Date | null;
  sms_consent: string | null;
  sms_consent_at: Date | null;
  whatsapp_consent: string | null;
  whatsapp_consent_at: Date | null;
  locale: string | null;
  account_state: string | null;
  verified_email: boolean | null;
  tax_exempt: boolean | null;
  tags: string[];
  note: string | null;
  city: string | null;
  province_code: string | null;
  country_code: string | null;
  zip: string | null;
  data_sale_opt_out: boolean | null;
  subscriber_status: string | null;
  /** Shopify's own figures, kept for "Compare with Shopify" and as attributes; never used as ours. */
  shopify_orders: bigint;
  shopify_spent: bigint;
  shopify_rfm_group: string | null;
  shopify_spend_tier: string | null;
  address1: string | null;
  address2: string | null;
  /**
   * The tags in lower case, each between unit separators (U+001F), for conditions: looking for one in this text takes
   * 3 ms per million customers, in `tags` without regard to case 73 ms.
   */
  tags_folded: string;
  /** The city in lower case, for conditions: lowering it in the query takes 15 ms per million customers. */
  city_folded: string | null;
}

export interface OrderRow {
  order_id: bigint;
  /** Null: an order with no customer is kept and belongs to nobody. */
  customer_id: bigint | null;
  name: string;
  created_at: Date;
  updated_at: Date;
  /** When the sale happened (imported orders carry their original date): the time that every metric uses. */
  processed_at: Date;
  cancelled_at: Date | null;
  cancel_reason: string | null;
  test: boolean;
  financial_status: string | null;
  fulfillment_status: string | null;
  return_status: string | null;
  /** `web`, `pos`, `subscription_contract`, `shopify_draft_order`, an app's id, … */
  source_name: string | null;
  retail_location_id: bigint | null;
  presentment_currency: string | null;
  tags: string[];
  discount_codes: string[];
  /** As sold, before returns (totalPriceSet). */
  total: bigint;
  /** After edits and returns, with tax, shipping and discounts (currentTotalPriceSet). */
  current_total: bigint;
  current_tax: bigint;
  current_shipping: bigint;
  discounts: bigint;
  refunded: bigint;
  /** Received less refunded (netPaymentSet). */
  net_payment: bigint;
  /** What is left of gift cards sold in this order after removals: they are money moved, not spent. */
  gift_cards: bigint;
  /** Every line of it is a line of a selling plan (a subscription). */
  subscription: boolean;
  country_code: string | null;
  province_code: string | null;
  city: string | null;
}

export interface OrderLineRow {
  line_id: bigint;
  order_id: bigint;
  product_id: bigint | null;
  variant_id: bigint | null;
  title: string;
  variant_title: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  current_quantity: number;
  is_gift_card: boolean;
  unit_price: bigint;
  discounted_total: bigint;
  selling_plan: string | null;
  /**
   * The customer of its order; null where there is none or where the order never counts (`neverCounts.ts`). Written with
   * the order's lines, as they are replaced together: looking up who bought a product takes 3 ms at 10M lines, with a join
   * 28 ms.
   */
  bought_by: bigint | null;
  /** `processed_at` of its order, where `bought_by` is known. */
  bought_at: Date | null;
}

export interface RefundRow {
  refund_id: bigint;
  order_id: bigint;
  processed_at: Date | null;
  amount: bigint;
}

export interface FulfillmentRow {
  fulfillment_id: bigint;
  order_id: bigint;
  created_at: Date | null;
  status: string | null;
  display_status: string | null;
  delivered_at: Date | null;
}

/** One row per customer (buyers and others). Counted orders only: see `customers/orderValue.ts`. */
export interface CustomerMetricsRow {
  customer_id: bigint;
  orders: number;
  spend: bigint;
  first_order_at: Date | null;
  last_order_at: Date | null;
  /** The shop's own calendar days. */
  first_order_on: string | null;
  last_order_on: string | null;
  /** The day of the second counted order (may be the first one's): when the buyer became a repeat buyer. */
  second_order_on: string | null;
  refunded: bigint;
  failed_orders: number;
  discounted_orders: number;
  highest_unit_price: bigint | null;
  /** Gaps between consecutive days with an order, in days. */
  gap_mean_days: number | null;
  gap_max_days: number | null;
  /** `source_name` of the first counted order: how the customer came to the store. */
  first_order_source: string | null;
}

export interface RfmBreaksRow {
  version: number;
  /** The shop's day that recency counts back from, `YYYY-MM-DD`. */
  analysis_date: string;
  /** The zone whose days were counted, IANA. */
  time_zone: string;
  /** The money rules and exclusions that were counted by: JSON, read through the schema of app/customers/settings.ts. */
  settings: string;
  method: string;
  buyers: number;
  /** Interior breaks: score = 1 + #{k : x > break_k}; recency is reversed afterwards. */
  recency_breaks: number[];
  frequency_breaks: number[];
  monetary_breaks: number[];
  created_at: Date;
  /** When the whole store was last scored against these breaks. */
  scored_at: Date;
}

/** Buyers only. */
export interface RfmScoreRow {
  customer_id: bigint;
  breaks_version: number;
  recency: number;
  frequency: number;
  monetary: number;
  rfm_group: string;
}

/** A custom attribute of a customer. `value` is Shopify's text; the typed columns are null where it is not of that kind. */
export interface CustomerMetafieldRow {
  customer_id: bigint;
  namespace: string;
  key: string;
  type: string;
  value: string;
  value_number: number | null;
  value_date: string | null;
}

/** A tag that was not there when the customer was last seen. Tags of the first sync are not events. */
export interface CustomerTagEventRow {
  customer_id: bigint;
  tag: string;
  added_at: Date;
}

export interface CollectionRow {
  collection_id: bigint;
  title: string;
}

export interface ProductCollectionRow {
  product_id: bigint;
  collection_id: bigint;
}

export interface AbandonedCheckoutRow {
  checkout_id: bigint;
  customer_id: bigint | null;
  created_at: Date;
  updated_at: Date;
  /** When it was completed after all. */
  completed_at: Date | null;
  total: bigint;
}

export interface AbandonedCheckoutLineRow {
  checkout_id: bigint;
  /** Tells the lines of a checkout apart: these have no numbers at Shopify but ids such as `27de…680d`. */
  line_key: string;
  product_id: bigint | null;
  variant_id: bigint | null;
  title: string | null;
  sku: string | null;
  quantity: number;
  total: bigint;
}

/** Who is in which active segment now. Who left is in `past_memberships`. Causes: `segments/membership/causes.ts`. */
export interface MembershipRow {
  /** `Segment.id` of the state. */
  segment_id: number;
  customer_id: bigint;
  entered_at: Date;
  entered_cause: string;
}

export interface PastMembershipRow {
  segment_id: number;
  customer_id: bigint;
  entered_at: Date;
  entered_cause: string;
  left_at: Date;
  left_cause: string;
}

/** How the stored members of a segment were found: written in one transaction with them. */
export interface SegmentEvaluationRow {
  segment_id: number;
  /** Fingerprint of the definition. */
  definition_hash: string;
  evaluated_at: Date;
  /** The shop's day that relative dates counted from. */
  evaluated_on: string;
  /**
   * The newest change of an order or customer that the members follow, by Shopify's `updated_at`; at most the end of that
   * day, as what comes later did not count yet. Who changed since enters or leaves for that.
   */
  facts_until: Date;
  /**
   * The scoring that metrics, scores and settings were read from (`rfm_breaks.version` and `scored_at`): where the newest
   * one is another, the members are to be found anew.
   */
  breaks_version: number;
  scored_at: Date;
}

/** The value that a percentile of the store stands at, by the fingerprint of what is ranked. */
export interface SegmentThresholdRow {
  key: string;
  /** Null: nobody to rank. */
  value: number | null;
  computed_at: Date;
  computed_on: string;
}

/** Since when the members of a segment are recorded. Kept while it is switched off. */
export interface SegmentRecordRow {
  segment_id: number;
  /** When it was first evaluated. */
  since: Date;
}

/** How many would have been members of a segment at the end of a day before its record, as far as later facts tell. */
export interface SegmentBackcastRow {
  segment_id: number;
  day: string;
  /** Fingerprint of the rule and of what it was counted by (`segments/sizes/lookBack.server.ts`). */
  definition_hash: string;
  /** Null: could not be counted. */
  members: number | null;
}

/** A record that Shopify said is gone: an older notice of it that comes late does not bring it back. */
export interface GoneRecordRow {
  /** The table it was in. */
  kind: string;
  id: bigint;
  gone_at: Date;
}

/** A record of which Shopify knows more, or something newer, than it told: it is to be asked for. */
export interface AwaitedRecordRow {
  /** The table it is in. */
  kind: string;
  id: bigint;
  /** When it was last said to have changed, by our clock. */
  since: Date;
}

/** A customer whose facts changed since their scores and memberships last followed. */
export interface ChangedCustomerRow {
  customer_id: bigint;
  /** Why they may enter or leave: "order" or "edit". */
  cause: string;
  changed_at: Date;
}
