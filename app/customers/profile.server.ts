import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { averageOrderValue } from "./averageOrderValue";
import { customerExcluded, leftOut, ordersWithCustomers } from "./orderValue";
import type { CustomerProfile, Consent } from "./profile";
import type { RfmGroupId } from "./rfmGroups";
import type { Scoring } from "./scoredState.server";
import { endOfShopDay } from "./shopDays";

/** A customer as of a scoring; null where the store has none of this number. */
export async function customerProfile(
  connection: Connection,
  customerId: bigint,
  scoring: Scoring,
): Promise<CustomerProfile | null> {
  const [[row], [counted]] = await Promise.all([
    connection.all(statement<ProfileRow>`
      SELECT c.customer_id, c.display_name, c.email, c.phone, c.city, c.province_code, c.country_code, c.tags, c.note,
        c.account_state, c.locale, c.tax_exempt, c.created_at, c.email_consent, c.email_consent_at, c.sms_consent,
        c.sms_consent_at, c.whatsapp_consent, c.whatsapp_consent_at, ${customerExcluded(scoring.settings)} AS excluded,
        m.orders, m.spend, m.first_order_on, m.last_order_on,
        CAST(CAST(${scoring.analysisDate} AS date) - m.last_order_on AS integer) AS days, m.gap_mean_days,
        m.gap_max_days, m.refunded, m.discounted_orders, m.failed_orders, r.recency, r.frequency, r.monetary, r.rfm_group
      FROM customers c
      LEFT JOIN customer_metrics m ON m.customer_id = c.customer_id
      LEFT JOIN rfm_scores r ON r.customer_id = c.customer_id
      WHERE c.customer_id = ${customerId}`),
    connection.all(statement<{ left_out: number }>`
      SELECT CAST(count(*) AS integer) AS left_out
      FROM ${ordersWithCustomers}
      WHERE o.customer_id = ${customerId} AND ${leftOut(scoring.settings)} IS NOT NULL
        AND o.processed_at < ${endOfShopDay(scoring.analysisDate, scoring.timeZone)}`),
  ]);
  return row ? profileOf(row, counted?.left_out ?? 0, scoring) : null;
}

interface ProfileRow {
  customer_id: bigint;
  display_name: string | null;
  email: string | null;
  phone: string | null;
  city: string | null;
  province_code: string | null;
  country_code: string | null;
  tags: string[];
  note: string | null;
  account_state: string | null;
  locale: string | null;
  tax_exempt: boolean | null;
  created_at: Date;
  email_consent: string | null;
  email_consent_at: Date | null;
  sms_consent: string | null;
  sms_consent_at: Date | null;
  whatsapp_consent: string | null;
  whatsapp_consent_at: Date | null;
  excluded: boolean;
  /** Null, as the other metrics, of somebody who was not there yet at the last scoring. */
  orders: number | null;
  spend: bigint | null;
  first_order_on: string | null;
  last_order_on: string | null;
  days: number | null;
  gap_mean_days: number | null;
  gap_max_days: number | null;
  refunded: bigint | null;
  discounted_orders: number | null;
  failed_orders: number | null;
  recency: number | null;
  frequency: number | null;
  monetary: number | null;
  rfm_group: RfmGroupId | null;
}

function profileOf(row: ProfileRow, leftOutOrders: number, scoring: Scoring): CustomerProfile {
  const { recency, frequency, monetary, rfm_group: group } = row;
  const orders = row.orders ?? 0;
  const spend = row.spend ?? 0n;
  return {
    customerId: String(row.customer_id),
    name: row.display_name,
    email: row.email,
    phone: row.phone,
    city: row.city,
    provinceCode: row.province_code,
    countryCode: row.country_code,
    tags: row.tags,
    note: row.note,
    accountState: row.account_state,
    language: row.locale,
    taxExempt: row.tax_exempt ?? false,
    createdAt: row.created_at.toISOString(),
    consents: [
      consent("email", row.email_consent, row.email_consent_at),
      consent("sms", row.sms_consent, row.sms_consent_at),
      consent("whatsapp", row.whatsapp_consent, row.whatsapp_consent_at),
    ],
    value: {
      orders,
      spend,
      averageOrderValue: averageOrderValue(spend, orders),
      firstOrderOn: row.first_order_on,
      lastOrderOn: row.last_order_on,
      daysSinceLastOrder: row.days,
      averageGapDays: row.gap_mean_days,
      longestGapDays: row.gap_max_days,
      refunded: row.refunded ?? 0n,
      discountedOrders: row.discounted_orders ?? 0,
      failedOrders: row.failed_orders ?? 0,
      leftOutOrders,
    },
    scores:
      recency === null || frequency === null || monetary === null || group === null
        ? null
        : { recency, frequency, monetary, group },
    excluded: row.excluded,
    limits: {
      method: scoring.method,
      recencyBreaks: scoring.breaks.recency,
      frequencyBreaks: scoring.breaks.frequency,
      monetaryBreaks: scoring.breaks.monetary,
    },
    analysisDate: scoring.analysisDate,
  };
}

function consent(channel: Consent["channel"], state: string | null, since: Date | null): Consent {
  return { channel, state, since: since?.toISOString() ?? null };
}
