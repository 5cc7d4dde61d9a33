import { type Checksum, startChecksum } from "./checksum";
import type { State } from "./client.server";
import type { Prisma } from "./generated/sqlite/client";

type Model = Prisma.TypeMap["meta"]["modelProps"];

/** Every model but leases, which lapse, and what tells its rows apart; whatever refers to another comes after it. */
const models = {
  shop: ["domain"],
  session: ["id"],
  staffMember: ["shop", "userId"],
  segment: ["id"],
  segmentReference: ["fromId", "toId"],
  givenSegment: ["shop", "readyMade"],
  segmentVersion: ["segmentId", "version"],
  segmentActivity: ["id"],
  segmentDraft: ["shop", "staff", "segmentId"],
  syncRun: ["id"],
  reconciliation: ["id"],
  privacyRequest: ["id"],
  redactedCustomer: ["shop", "idHash"],
  redactionKey: ["shop"],
  job: ["id"],
  webhookDelivery: ["shop", "webhookId"],
} as const satisfies Record<Exclude<Model, "lease">, readonly string[]>;

/** Those whose ids PostgreSQL counts up by itself. */
const counted = ["Segment", "SegmentActivity"];

const rowsAtOnce = 500;
/** For the target to have a connection free. */
const waitMs = 60_000;
/** As good as none: see `app/segments/inTurn.server.ts`. */
const limitMs = 2 ** 31 - 1;

type Row = Readonly<Record<string, unknown>>;

/** What all models have in common, as far as it is used here. */
interface Rows {
  findMany(query: { orderBy: Record<string, "asc">[]; skip: number; take: number }): Promise<Row[]>;
  createMany(rows: { data: Row[] }): Promise<unknown>;
  deleteMany(): Promise<unknown>;
}

/** The two sides of a copied model. */
export interface CopiedModel {
  readonly model: string;
  readonly source: Checksum;
  readonly target: Checksum;
}

/**
 * Replaces what the target (PostgreSQL) holds by what the source holds, in one transaction, and reads both again. Rows are
 * copied as they are: secrets stay sealed, and need the same keys.
 *
 * @throws {CopyDiffersError} where the target reads otherwise; then it stays as it was
 */
export async function copyState(source: State, target: State): Promise<CopiedModel[]> {
  return target.$transaction(
    async (db) => {
      const names = Object.keys(models) as (keyof typeof models)[];
      for (const model of [...names].reverse()) await rowsOf(db, model).deleteMany();
      const copied: CopiedModel[] = [];
      for (const model of names) {
        for await (const rows of pagesOf(source, model)) {
          // A missing value is stored as one, where a null of JSON would have to be named.
          const data = rows.map((row) =>
            Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)),
          );
          await rowsOf(db, model).createMany({ data });
        }
        copied.push({ model, source: await checksumOf(source, model), target: await checksumOf(db, model) });
      }
      for (const table of counted) {
        await db.$executeRawUnsafe(
          `SELECT setval(pg_get_serial_sequence('"${table}"', 'id'), coalesce((SELECT max("id") FROM "${table}"), 0) + 1, false)`,
        );
      }
      const differing = copied.filter(
        ({ source, target }) => JSON.stringify(source) !== JSON.stringify(target),
      );
      if (differing.length > 0) throw new CopyDiffersError(differing.map(({ model }) => model));
      return copied;
    },
    { maxWait: waitMs, timeout: limitMs },
  );
}

/** What was copied reads otherwise than the source. */
export class CopyDiffersError extends Error {
  override readonly name = "CopyDiffersError";
  constructor(differing: readonly string[]) {
    super(
      `What was copied differs from the source: ${differing.join(", ")}. Nothing of the source was changed.`,
    );
  }
}

async function checksumOf(db: Prisma.TransactionClient, model: keyof typeof models): Promise<Checksum> {
  const checksum = startChecksum();
  for await (const rows of pagesOf(db, model)) for (const row of rows) checksum.add([row]);
  return checksum.result();
}

async function* pagesOf(db: Prisma.TransactionClient, model: keyof typeof models): AsyncGenerator<Row[]> {
  const orderBy = models[model].map((key): Record<string, "asc"> => ({ [key]: "asc" }));
  for (let skip = 0; ; skip += rowsAtOnce) {
    const rows = await rowsOf(db, model).findMany({ orderBy, skip, take: rowsAtOnce });
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtOnce) return;
  }
}

function rowsOf(db: Prisma.TransactionClient, model: keyof typeof models): Rows {
  return db[model] as unknown as Rows;
}
