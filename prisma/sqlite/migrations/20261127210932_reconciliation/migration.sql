-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "changesKnownUntil" DATETIME;
ALTER TABLE "Shop" ADD COLUMN "checkoutsAskedSince" DATETIME;

-- AlterTable
ALTER TABLE "SyncRun" ADD COLUMN "changedSince" DATETIME;

-- CreateTable
CREATE TABLE "Reconciliation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shop" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "outcome" TEXT,
    "since" DATETIME NOT NULL,
    "found" JSONB NOT NULL,
    "failure" TEXT,
    CONSTRAINT "Reconciliation_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop" ("domain") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Reconciliation_shop_startedAt_idx" ON "Reconciliation"("shop", "startedAt");
