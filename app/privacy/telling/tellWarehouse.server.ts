import { sql, type RawBuilder } from "kysely";

import { explainScores } from "~/customers/explain";
import { groupWordings } from "~/customers/groups";
import { customerProfile } from "~/customers/profile.server";
import { readScoring } from "~/customers/scoredState.server";
import { readShop } from "~/customers/shopSettings.server";
import { enteredBecause } from "~/segments/members/causeWording";
import type { MembershipCause } from "~/segments/membership/causes";
import { listSegments } from "~/segments/segmentStore.server";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import { decimalString, minorUnitDigits } from "~/warehouse/minorUnits";
import type { MembershipRow, PastMembershipRow, WarehouseTables } from "~/warehouse/tables";

import type { Told, ToldRow } from "../forgetting/forgetter";
import type { Person } from "../person";
import {
  checkoutColumns,
  checkoutLineColumns,
  customerColumns,
  fulfillmentColumns,
  lineColumns,
  metafieldColumns,
  metricColumns,
  orderColumns,
  refundColumns,
  tagEventColumns,
  type ToldColumn,
} from "./columns";

interface ToldTable {
  readonly title: string;
  readonly table: keyof WarehouseTables;
  readonly columns: Readonly<Record<string, ToldColumn | null>>;
  /** What its rows are put in order by; they are told apart by it. */
  readonly order: readonly string[];
  /** Tables whose rows belong to one of this table each. */
  readonly parts?: readonly (ToldTable & { readonly of: string })[];
}

const tablesByCustomer: readonly ToldTable[] = [
  { title: "Customer record", table: "customers", columns: customerColumns, order: ["customer_id"] },
  {
    title: "Metafields",
    table: "customer_metafields",
    columns: metafieldColumns,
    order: ["customer_id", "namespace", "key"],
  },
  {
    title: "Tags added",
    table: "customer_tag_events",
    columns: tagEventColumns,
    order: ["added_at", "customer_id", "tag"],
  },
];

const orders: ToldTable = {
  title: "Orders",
  table: "orders",
  columns: orderColumns,
  order: ["processed_at", "order_id"],
  parts: [
    { title: "Lines", table: "order_lines", columns: lineColumns, order: ["line_id"], of: "order_id" },
    { title: "Refunds", table: "refunds", columns: refundColumns, order: ["refund_id"], of: "order_id" },
    {
      title: "Fulfilments",
      table: "fulfillments",
      columns: fulfillmentColumns,
      order: ["fulfillment_id"],
      of: "order_id",
    },
  ],
};

const checkouts: ToldTable = {
  title: "Abandoned checkouts",
  table: "abandoned_checkouts",
  columns: checkoutColumns,
  order: ["created_at", "checkout_id"],
  parts: [
    {
      title: "Lines",
      table: "abandoned_checkout_lines",
      columns: checkoutLineColumns,
      order: ["line_key"],
      of: "checkout_id",
    },
  ],
};

const metrics: ToldTable = {
  title: "Figures worked out from the orders",
  table: "customer_metrics",
  columns: metricColumns,
  order: ["customer_id"],
};

/** Everything that the warehouse keeps of somebody, row by row as it is read. */
export async function tellWarehouse(warehouse: Warehouse, person: Person): Promise<readonly Told[]> {
  const { currency } = await readShop(warehouse.shop);
  const isTheirs = sql<boolean>`customer_id = ANY(CAST(${person.customerIds} AS bigint[]))`;
  const isTheirOrder = sql<boolean>`order_id = ANY(CAST(${person.orderIds} AS bigint[]))`;
  const told = (table: ToldTable, where: RawBuilder<boolean>): Told => ({
    title: table.title,
    rows: rowsOf(warehouse, table, where, currency),
  });
  const names = new Map((await listSegments(warehouse.shop)).map(({ id, name }) => [id, name]));
  const nameOf = (id: number) => names.get(id) ?? "A segment that was deleted";
  return [
    ...tablesByCustomer.map((table) => told(table, isTheirs)),
    told(orders, sql`(${isTheirs} OR ${isTheirOrder})`),
    told(checkouts, isTheirs),
    told(metrics, isTheirs),
    { title: "RFM scores", rows: scoresOf(warehouse, person, currency) },
    { title: "Segments they are in", rows: membershipsOf(warehouse, isTheirs, nameOf) },
    { title: "Segments they were in", rows: pastMembershipsOf(warehouse, isTheirs, nameOf) },
  ];
}

type Row = Readonly<Record<string, unknown>>;

async function* rowsOf(
  warehouse: Warehouse,
  { table, columns, order, parts = [] }: ToldTable,
  where: RawBuilder<boolean>,
  currency: string | null,
): AsyncGenerator<ToldRow> {
  const pages = warehouse.pages(
    statement<Row>`SELECT * FROM ${sql.table(table)} WHERE ${where} ORDER BY ${inOrder(order)}`,
  );
  for await (const page of pages) {
    const partsOfPage = await Promise.all(
      parts.map(async (part) => {
        const ids = page.map((row) => row[part.of] as bigint);
        const rows = await warehouse.all(statement<Row>`
          SELECT * FROM ${sql.table(part.table)}
          WHERE ${sql.ref(part.of)} = ANY(CAST(${ids} AS bigint[])) ORDER BY ${inOrder(part.order)}`);
        return { part, byId: grouped(rows, part.of) };
      }),
    );
    for (const row of page) {
      yield {
        ...named(row, columns, currency),
        ...Object.fromEntries(
          partsOfPage.map(({ part, byId }) => [
            part.title,
            (byId.get(row[part.of]) ?? []).map((each) => named(each, part.columns, currency)),
          ]),
        ),
      };
    }
  }
}

function grouped(rows: readonly Row[], column: string): ReadonlyMap<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) {
    const group = groups.get(row[column]);
    if (group) group.push(row);
    else groups.set(row[column], [row]);
  }
  return groups;
}

function inOrder(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

/** A row by what its columns are called. */
function named(row: Row, columns: ToldTable["columns"], currency: string | null): ToldRow {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, told]) =>
      told === null ? [] : [[told.title, told.isMoney ? amount(row[column], currency) : row[column]]],
    ),
  );
}

function amount(minor: unknown, currency: string | null): string | null {
  if (typeof minor !== "bigint") return null;
  return currency === null ? String(minor) : `${decimalString(minor, minorUnitDigits(currency))} ${currency}`;
}

async function* scoresOf(
  warehouse: Warehouse,
  { customerIds }: Person,
  currency: string | null,
): AsyncGenerator<ToldRow> {
  const scoring = await readScoring(warehouse);
  if (scoring === null) return;
  for (const id of customerIds) {
    const profile = await customerProfile(warehouse, id, scoring);
    if (!profile?.scores) continue;
    const { scores, value, limits } = profile;
    const why = explainScores({ ...scores, ...value }, limits, (minor) => amount(minor, currency) ?? "");
    const { name, meaning } = groupWordings[scores.group];
    yield {
      "Customer number": id,
      "Recency, of 5": scores.recency,
      "Why this recency": why.recency,
      "Frequency, of 5": scores.frequency,
      "Why this frequency": why.frequency,
      "Value, of 5": scores.monetary,
      "Why this value": why.monetary,
      "RFM group": name,
      "What the group means": meaning,
      "As of": profile.analysisDate,
    };
  }
}

type Naming = (segmentId: number) => string;
const because = (cause: string): string => enteredBecause[cause as MembershipCause];

async function* membershipsOf(
  warehouse: Warehouse,
  where: RawBuilder<boolean>,
  nameOf: Naming,
): AsyncGenerator<ToldRow> {
  const pages = warehouse.pages(statement<MembershipRow>`
    SELECT * FROM memberships WHERE ${where} ORDER BY entered_at, segment_id, customer_id`);
  for await (const page of pages) {
    for (const { segment_id, customer_id, entered_at, entered_cause } of page) {
      const entered = { Since: entered_at, "Entered because": because(entered_cause) };
      yield { Segment: nameOf(segment_id), "Customer number": customer_id, ...entered };
    }
  }
}

async function* pastMembershipsOf(
  warehouse: Warehouse,
  where: RawBuilder<boolean>,
  nameOf: Naming,
): AsyncGenerator<ToldRow> {
  const pages = warehouse.pages(statement<PastMembershipRow>`
    SELECT * FROM past_memberships WHERE ${where} ORDER BY left_at, segment_id, customer_id`);
  for await (const page of pages) {
    for (const { segment_id, customer_id, entered_at, entered_cause, left_at, left_cause } of page) {
      const entered = { From: entered_at, "Entered because": because(entered_cause) };
      const left = { Until: left_at, "Left because": because(left_cause) };
      yield { Segment: nameOf(segment_id), "Customer number": customer_id, ...entered, ...left };
    }
  }
}
