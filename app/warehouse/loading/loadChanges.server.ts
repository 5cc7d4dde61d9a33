import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "../compile";
import type { Connection, LoadingConnection } from "../engine";
import { awaitRecords, receiveIncoming } from "./awaited.server";
import { concerned, noteChanged } from "./changedCustomers.server";
import type { StagedTableName } from "./columns";
import { consentChannels, forgetConsentOfOthers, keepLaterConsent } from "./consents";
import { dropGone } from "./gone";
import { leaveOutRedacted, type RedactedAmong } from "./leaveOutRedacted.server";
import * as merge from "./mergeStatements";
import { type RecordKind, records, type RecordTable } from "./records";
import { count, stage } from "./stage.server";
import { noteAddedTags } from "./tagEvents";

/** Records that changed, in the lines of a bulk operation's file. */
export interface Changes {
  readonly files: Partial<Record<RecordTable, string>>;
  /** The shop's currency, ISO 4217. */
  readonly currency: string;
  /** `api`: all that Shopify knows of each record. `webhooks`: what webhooks carry of it; the rest is to be asked for. */
  readonly source: "api" | "webhooks";
  readonly now: Date;
  /** What the Admin API answered was so at this time, or later; of webhooks it says nothing. */
  readonly readAt: Date;
  readonly shop: string;
  readonly redactedAmong: RedactedAmong;
}

/** Of the records that came in, those that were not stored, or in an older version. */
export type NewerRecords = Readonly<Record<RecordTable, number>>;

interface WebhookKind {
  /** What webhooks do not tell, so that what is stored of it stays until Shopify was asked. */
  readonly untold: Partial<Record<StagedTableName, readonly string[]>>;
  /** The parts that they carry whole; what is stored of others stays. */
  readonly carried: readonly StagedTableName[];
}

/** Webhooks of products and checkouts say too little to be stored: these are asked for. */
const webhookKinds: Partial<Record<RecordTable, WebhookKind>> = {
  customers: {
    untold: {
      customers: [
        "email_consent",
        "email_consent_at",
        "sms_consent",
        "sms_consent_at",
        "whatsapp_consent",
        "whatsapp_consent_at",
        "locale",
        "tags",
        "data_sale_opt_out",
        "subscriber_status",
        "shopify_orders",
        "shopify_spent",
        "shopify_rfm_group",
        "shopify_spend_tier",
      ],
    },
    carried: [],
  },
  orders: {
    untold: { orders: ["return_status"], order_lines: ["selling_plan"] },
    carried: ["order_lines", "refunds", "fulfillments"],
  },
};

/**
 * Brings changed records in as a part of a transaction: newer versions replace older ones, none is ever taken for gone, and
 * what Shopify said is gone stays so. Notes the customers whom the changes concern, and, of what webhooks tell, the records
 * that are to be asked for. The same changes again change nothing.
 *
 * @param updatedBefore counts as newer only what Shopify changed before this time
 * @throws {MalformedFileError} for lines that cannot be read
 */
export async function loadChanges(
  connection: LoadingConnection,
  changes: Changes,
  updatedBefore: Date = changes.now,
): Promise<NewerRecords> {
  const newer = { products: 0, customers: 0, orders: 0, abandoned_checkouts: 0 };
  for (const kind of records) {
    const path = changes.files[kind.table];
    if (path === undefined) continue;
    await stage(connection, path, changes.currency, kind);
    await connection.run(dropGone(kind.table));
    await leaveOutRedacted(connection, { ...changes, table: kind.table });
    newer[kind.table] = await count(connection, countNewer(kind.table, updatedBefore));
    await merged(connection, kind, changes);
  }
  return newer;
}

async function merged(connection: Connection, kind: RecordKind & { table: RecordTable }, changes: Changes) {
  const { table, parts } = kind;
  const { source, now } = changes;
  const told = source === "webhooks" ? webhookKinds[table] : undefined;
  if (source === "webhooks") {
    if (told === undefined) throw new Error(`Webhooks do not tell enough of ${table}.`);
    await awaitRecords(connection, table, await idsOf(connection, table), now);
    for (const [part, columns] of Object.entries(told.untold))
      await connection.run(keepUntold(part as StagedTableName, columns));
    if (table === "customers")
      for (const channel of consentChannels) await connection.run(forgetConsentOfOthers(channel));
  } else {
    await connection.run(receiveIncoming(table, changes.readAt));
    if (table === "customers")
      for (const channel of consentChannels) await connection.run(keepLaterConsent(channel));
  }
  await connection.run(merge.findReplaced(table));
  if (table === "customers") await connection.run(noteAddedTags());
  const { cause, stored, fresh } = concerned[table];
  await connection.run(noteChanged(stored(), cause, now));
  for (const leaving of [table, ...(told?.carried ?? parts)])
    await connection.run(merge.deleteLeaving(leaving, table));
  await connection.run(merge.dropTable("leaving"));
  // What is stored now of the incoming ids is newer.
  await connection.run(merge.dropStored(table));
  await connection.run(noteChanged(fresh(), cause, now));
  for (const step of kind.insert()) await connection.run(step);
  for (const staged of [table, ...parts]) await connection.run(merge.dropTable(merge.incoming(staged)));
}

function countNewer(table: RecordTable, updatedBefore: Date): CompiledQuery<{ rows: bigint }> {
  const id = merge.idOf(table);
  return statement<{ rows: bigint }>`
    SELECT count(*) AS rows
    FROM ${sql.table(merge.incoming(table))} AS fresh
    LEFT JOIN ${sql.table(table)} AS stored ON stored.${id} = fresh.${id}
    WHERE fresh.updated_at < ${updatedBefore}
      AND (stored.${id} IS NULL OR stored.updated_at < fresh.updated_at)`;
}

async function idsOf(connection: Connection, table: RecordTable): Promise<bigint[]> {
  const rows = await connection.all(statement<{ id: bigint }>`
    SELECT ${merge.idOf(table)} AS id FROM ${sql.table(merge.incoming(table))}`);
  return rows.map(({ id }) => id);
}

/** Gives incoming rows what is stored of the columns that webhooks do not tell. */
function keepUntold(table: StagedTableName, columns: readonly string[]): CompiledQuery {
  const key: RawBuilder<unknown> = merge.keyColumn(table);
  return statement`
    UPDATE ${sql.table(merge.incoming(table))}
    SET ${sql.join(columns.map((column) => sql`${sql.ref(column)} = stored.${sql.ref(column)}`))}
    FROM ${sql.table(table)} AS stored
    WHERE stored.${key} = ${sql.table(merge.incoming(table))}.${key}`;
}
