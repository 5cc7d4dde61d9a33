import { state } from "~/state/client.server";
import type { Prisma } from "~/state/generated/sqlite/client";

/**
 * Runs work in one transaction, which waits for any other of the shop that runs by this, in whichever process. What is
 * written while somebody edits the shop's segments and depends on them belongs in here.
 */
export async function inTurn<Result>(
  shop: string,
  work: (db: Prisma.TransactionClient) => Promise<Result>,
): Promise<Result> {
  return (await state()).$transaction(async (db) => {
    // A write, and the first statement. PostgreSQL locks the shop's row; SQLite lets nobody else write from here on,
    // where a transaction that had read first would fail if another one wrote in between.
    await db.$executeRaw`UPDATE "Shop" SET "domain" = "domain" WHERE "domain" = ${shop}`;
    return work(db);
  });
}
