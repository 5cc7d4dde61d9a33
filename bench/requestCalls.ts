import { scoredGroups } from "~/customers/scoredGroups.server";
import { readScoring } from "~/customers/scoredState.server";
import { customerProfile } from "~/customers/profile.server";
import { customerSorts } from "~/customers/figures";
import { findCustomers } from "~/customers/findCustomers.server";
import { groupMembers } from "~/customers/groupMembers.server";
import { homeFigures } from "~/customers/homeFigures.server";
import { consentGaps } from "~/history/health/consentGaps.server";
import { duplicates } from "~/history/health/duplicates.server";
import { orderFates } from "~/history/health/orderFates.server";
import { openBuilder } from "~/segments/draft/openBuilder.server";
import { whyIn } from "~/segments/explain/whyIn.server";
import { customerMemberships } from "~/segments/members/customerMemberships.server";
import { customerTimeline } from "~/segments/members/customerTimeline.server";
import { exportMembers } from "~/segments/members/export.server";
import { memberSorts } from "~/segments/members/memberList";
import { segmentMembers } from "~/segments/members/members.server";
import { segmentsOverview } from "~/segments/overview/overview.server";
import { previewParts } from "~/segments/preview/parts.server";
import { segmentFigures } from "~/segments/sizes/figures.server";
import { sizeHistory, sparklines } from "~/segments/sizes/history.server";
import { segmentOverlap } from "~/segments/sizes/overlap.server";
import { answerSuggestions } from "~/segments/suggestions/answer.server";
import type { Warehouse } from "~/warehouse/engine";

import { previewFilters } from "./previewFilters";

/** What the calls are about: a store with the ready-made segments. */
export interface Subject {
  readonly warehouse: Warehouse;
  readonly customers: number;
  /** Everybody, all buyers, and those without an order. */
  readonly segments: { readonly everybody: number; readonly buyers: number; readonly leads: number };
  /** Every ready-made segment. */
  readonly allSegments: readonly number[];
  /** With orders and memberships. */
  readonly customerId: bigint;
}

/** What a page or a part of one waits for on the server. */
export interface RequestCall {
  readonly name: string;
  /** The page says meanwhile that it counts, and is not held to the limit. */
  readonly saidToRun?: boolean;
  readonly call: (subject: Subject) => Promise<unknown>;
}

const pageSize = 50;
const descending = "descending";

const members = memberSorts.flatMap((sort): RequestCall[] => {
  const list = (search: string, page: (customers: number) => number) => (subject: Subject) =>
    segmentMembers(subject.warehouse, {
      segmentId: subject.segments.everybody,
      direction: descending,
      sort,
      search,
      page: page(subject.customers),
      pageSize,
    });
  return [
    { name: `members by ${sort}, page 1`, call: list("", () => 1) },
    { name: `members by ${sort}, last page`, call: list("", (customers) => Math.ceil(customers / pageSize)) },
    { name: `members by ${sort}, a frequent name`, call: list("last1", () => 1) },
    { name: `members by ${sort}, one email`, call: list("customer777@", () => 1) },
  ];
});

const groups = customerSorts.flatMap((sort): RequestCall[] => {
  const list = (search: string, page: number) => (subject: Subject) =>
    groupMembers(subject.warehouse, {
      group: "champions",
      direction: descending,
      sort,
      search,
      page,
      pageSize,
    });
  return [
    { name: `champions by ${sort}, page 1`, call: list("", 1) },
    { name: `champions by ${sort}, page 1,000`, call: list("", 1_000) },
    { name: `champions by ${sort}, a frequent name`, call: list("last1", 1) },
  ];
});

const drafts = previewFilters
  .filter(({ name }) => name === "c" || name === "f")
  .flatMap(({ name, definition }): RequestCall[] => {
    const part =
      (which: keyof typeof previewParts, edited = false) =>
      ({ warehouse, segments, customerId }: Subject) =>
        previewParts[which]({
          shop: warehouse.shop,
          connection: warehouse,
          definition,
          segmentId: edited ? segments.buyers : null,
          customerId,
          signal: AbortSignal.timeout(600_000),
        });
    return [
      { name: `draft ${name}, count`, call: part("count") },
      { name: `draft ${name}, count of an edit`, call: part("count", true) },
      { name: `draft ${name}, funnel`, call: part("funnel") },
      { name: `draft ${name}, people`, call: part("people") },
      { name: `draft ${name}, similar`, call: part("similar") },
      { name: `draft ${name}, one customer`, call: part("customer") },
      { name: `draft ${name}, last twelve months`, saidToRun: true, call: part("history") },
    ];
  });

const suggestions = [
  "field:city",
  "field:tags",
  "event:purchased:product",
  "event:purchased:vendor",
  "metafields",
].flatMap((of): RequestCall[] =>
  ["", "7"].map((search) => ({
    name: `suggestions of ${of}${search === "" ? "" : ", searched"}`,
    call: ({ warehouse }) => answerSuggestions(warehouse, new URLSearchParams({ of, search })),
  })),
);

const syncedAt = new Date("2026-01-01T05:00:00Z");

/** What the page on data health asks for, with and without a window that hides orders. */
const health = [null, new Date("2025-11-02T05:00:00Z")].map((ordersVisibleSince): RequestCall => ({
  name: `data health, orders${ordersVisibleSince === null ? "" : " with some hidden"}`,
  call: ({ warehouse }) =>
    withScoring(warehouse, (scoring) => orderFates(warehouse, { ...scoring, syncedAt, ordersVisibleSince })),
}));

/** Every call that a request of the segments' and customers' pages makes. A new one is one more entry. */
export const requestCalls: readonly RequestCall[] = [
  { name: "home", call: ({ warehouse }) => homeFigures(warehouse) },
  { name: "group figures", call: ({ warehouse }) => scoredGroups(warehouse) },
  { name: "segments", call: ({ warehouse }) => segmentsOverview(warehouse) },
  ...members,
  ...groups,
  {
    name: "export, first page",
    call: async ({ warehouse, segments }) => {
      const csv = exportMembers(warehouse, segments.everybody, {
        currency: "CAD",
        timeZone: "America/Toronto",
      });
      await csv.next();
      await csv.next();
      await csv.return();
    },
  },
  {
    name: "figures of everybody",
    call: ({ warehouse, segments }) => segmentFigures(warehouse, segments.everybody),
  },
  {
    name: "past of everybody",
    call: ({ warehouse, segments }) => sizeHistory(warehouse, segments.everybody, { days: 365 }),
  },
  {
    name: "sparklines of all segments",
    call: ({ warehouse, allSegments }) => sparklines(warehouse, allSegments),
  },
  {
    name: "overlap of three",
    call: ({ warehouse, segments: { everybody, buyers, leads } }) =>
      segmentOverlap(warehouse, [everybody, buyers, leads]),
  },
  {
    name: "builder, new",
    call: ({ warehouse }) => openBuilder(warehouse, "1", { segmentId: null }),
  },
  {
    name: "builder, edit",
    call: ({ warehouse, segments }) => openBuilder(warehouse, "1", { segmentId: segments.buyers }),
  },
  ...drafts,
  ...suggestions,
  { name: "look up a customer, frequent name", call: ({ warehouse }) => findCustomers(warehouse, "last1") },
  {
    name: "look up a customer, one email",
    call: ({ warehouse }) => findCustomers(warehouse, "customer777@"),
  },
  {
    name: "customer, profile",
    call: ({ warehouse, customerId }) =>
      withScoring(warehouse, (scoring) => customerProfile(warehouse, customerId, scoring)),
  },
  {
    name: "customer, memberships",
    call: ({ warehouse, customerId, allSegments }) => customerMemberships(warehouse, customerId, allSegments),
  },
  {
    name: "customer, timeline",
    call: ({ warehouse, customerId, allSegments }) =>
      withScoring(warehouse, (scoring) =>
        customerTimeline(warehouse, {
          customerId,
          segmentIds: allSegments,
          scoring,
          after: null,
          pageSize: 20,
        }),
      ),
  },
  {
    name: "customer, why in all buyers",
    call: ({ warehouse, segments, customerId }) => whyIn(warehouse, segments.buyers, customerId),
  },
  ...health,
  { name: "data health, who may be one person", call: ({ warehouse }) => duplicates(warehouse) },
  { name: "data health, consent", call: ({ warehouse }) => consentGaps(warehouse) },
];

async function withScoring<Result>(
  warehouse: Warehouse,
  ask: (scoring: NonNullable<Awaited<ReturnType<typeof readScoring>>>) => Promise<Result>,
): Promise<Result> {
  const scoring = await readScoring(warehouse);
  if (scoring === null) throw new Error("The store is not scored.");
  return ask(scoring);
}
