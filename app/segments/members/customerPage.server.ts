import { sql } from "kysely";

import { customerProfile } from "~/customers/profile.server";
import { readScoring } from "~/customers/scoredState.server";
import { statement } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";

import { reachOf } from "../reach/reach.server";
import { listSegments } from "../segmentStore.server";
import { customerMemberships } from "./customerMemberships.server";
import type { CustomerPage } from "./customerPage";
import type { TimelinePage, TimelinePlace } from "./customerTimeline";
import { customerTimeline } from "./customerTimeline.server";

const momentsAtOnce = 25;

/**
 * A customer of the warehouse's shop.
 *
 * @returns "unscored" until the store has been scored; "unknown" where it has no such customer
 */
export async function customerPage(
  warehouse: Warehouse,
  customerId: bigint,
): Promise<CustomerPage | "unscored" | "unknown"> {
  const [scoring, segments] = await Promise.all([readScoring(warehouse), listSegments(warehouse.shop)]);
  if (scoring === null) return "unscored";
  const segmentIds = segments.map(({ id }) => id);
  const [profile, reach, memberships, timeline] = await Promise.all([
    customerProfile(warehouse, customerId, scoring),
    reachOf(warehouse, sql`SELECT CAST(${customerId} AS bigint) AS customer_id`),
    customerMemberships(warehouse, customerId, segmentIds),
    customerTimeline(warehouse, { customerId, segmentIds, scoring, after: null, pageSize: momentsAtOnce }),
  ]);
  if (profile === null) return "unknown";
  return {
    profile,
    reach: reach.map(({ channel, gaps }) => ({
      channel,
      gap: gaps.find(({ customers }) => customers > 0)?.reason ?? null,
    })),
    memberships,
    segments: segments.map(({ id, name, active }) => ({ id, name, active })),
    timeline,
  };
}

/** A further part of a customer's timeline, empty until the store has been scored; "unknown" where it has no such customer. */
export async function furtherTimeline(
  warehouse: Warehouse,
  customerId: bigint,
  after: TimelinePlace,
): Promise<TimelinePage | "unknown"> {
  if (!(await isCustomer(warehouse, customerId))) return "unknown";
  const [scoring, segments] = await Promise.all([readScoring(warehouse), listSegments(warehouse.shop)]);
  if (scoring === null) return { moments: [], next: null };
  const segmentIds = segments.map(({ id }) => id);
  return customerTimeline(warehouse, { customerId, segmentIds, scoring, after, pageSize: momentsAtOnce });
}

async function isCustomer(connection: Connection, customerId: bigint): Promise<boolean> {
  const found = await connection.all(statement`
    SELECT c.customer_id FROM customers c WHERE c.customer_id = ${customerId}`);
  return found.length > 0;
}
