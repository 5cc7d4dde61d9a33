import { sql } from "kysely";
import { stringify } from "csv-stringify/sync";

import { groupWordings } from "~/customers/groups";
import type { RfmGroupId } from "~/customers/rfmGroups";
import { shopDay } from "~/customers/shopDays";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import { decimalString, minorUnitDigits } from "~/warehouse/minorUnits";

import { fieldOf, type FieldId } from "../language/fields";
import type { MembershipCause } from "../membership/causes";
import { enteredBecause } from "./causeWording";
import { storedMembers } from "./members.server";

/** What the cells of an export are written in. */
export interface ExportFacts {
  /** ISO 4217. */
  readonly currency: string;
  /** IANA. */
  readonly timeZone: string;
}

interface ExportedMember {
  customer_id: bigint;
  display_name: string | null;
  email: string | null;
  phone: string | null;
  city: string | null;
  country_code: string | null;
  email_consent: string | null;
  sms_consent: string | null;
  whatsapp_consent: string | null;
  tags: string[] | null;
  orders: number | null;
  spend: bigint | null;
  last_order_on: string | null;
  rfm_group: RfmGroupId | null;
  entered_on: string;
  entered_cause: MembershipCause;
}

interface ExportColumn {
  readonly header: (facts: ExportFacts) => string;
  readonly cell: (member: ExportedMember, facts: ExportFacts) => string | null;
}

const columns: readonly ExportColumn[] = [
  { header: () => "Customer ID", cell: (member) => String(member.customer_id) },
  { header: () => "Name", cell: (member) => member.display_name },
  { header: () => "Email", cell: (member) => member.email },
  { header: () => "Phone", cell: (member) => member.phone },
  { header: () => "City", cell: (member) => member.city },
  { header: () => "Country", cell: (member) => member.country_code },
  { header: () => "Email marketing", cell: (member) => consent("email_consent", member.email_consent) },
  { header: () => "SMS marketing", cell: (member) => consent("sms_consent", member.sms_consent) },
  {
    header: () => "WhatsApp marketing",
    cell: (member) => consent("whatsapp_consent", member.whatsapp_consent),
  },
  { header: () => "Tags", cell: (member) => member.tags?.join(", ") ?? null },
  { header: () => "Orders", cell: (member) => String(member.orders ?? 0) },
  {
    header: ({ currency }) => `Total spent (${currency})`,
    cell: (member, { currency }) => decimalString(member.spend ?? 0n, minorUnitDigits(currency)),
  },
  { header: () => "Last order", cell: (member) => member.last_order_on },
  {
    header: () => "RFM group",
    cell: ({ rfm_group: group }) => (group === null ? null : groupWordings[group].name),
  },
  { header: () => "In segment since", cell: (member) => member.entered_on },
  { header: () => "Why", cell: (member) => enteredBecause[member.entered_cause] },
];

/**
 * The stored members of a segment as CSV, piece after piece: all of one moment, whatever changes while it is read, in
 * bounded memory. Amounts are decimals of the shop's currency, days the shop's. RFC 4180; UTF-8 with a byte order mark,
 * without which Excel takes it for another encoding.
 */
export async function* exportMembers(
  connection: Connection,
  segmentId: number,
  facts: ExportFacts,
): AsyncGenerator<string, void> {
  yield csv([columns.map(({ header }) => header(facts))], { bom: true });
  const members = connection.pages(statement<ExportedMember>`
    SELECT s.customer_id, c.display_name, c.email, c.phone, c.city, c.country_code, c.email_consent, c.sms_consent,
      c.whatsapp_consent, c.tags, m.orders, m.spend, m.last_order_on, r.rfm_group,
      ${shopDay(sql`s.entered_at`, facts.timeZone)} AS entered_on, s.entered_cause
    ${storedMembers(segmentId)}
    ORDER BY s.customer_id`);
  for await (const page of members) {
    yield csv(
      page.map((member) => columns.map(({ cell }) => cell(member, facts))),
      { bom: false },
    );
  }
}

/** A number in international form: no formula, though it begins as one, and every other system must be able to read it. */
const phoneNumber = /^\+\d{5,15}$/;

/** Cells that begin like a formula get an apostrophe in front, which makes a spreadsheet show them as text. */
function csv(rows: (string | null)[][], { bom }: { bom: boolean }): string {
  return stringify(rows, {
    bom,
    record_delimiter: "windows",
    // A line break of either kind; on its own the library quotes whole record delimiters only.
    quoted_match: /[\n\r]/,
    escape_formulas: true,
    cast: { string: (value) => (phoneNumber.test(value) ? { value, escape_formulas: false } : value) },
  });
}

function consent(field: FieldId, state: string | null): string | null {
  return fieldOf(field).choices?.find(({ value }) => value === state)?.label ?? state;
}
