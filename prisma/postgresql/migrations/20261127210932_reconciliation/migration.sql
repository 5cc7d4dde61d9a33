-- AlterTable
ALTER TABLE "Shop" ADD COLUMN     "changesKnownUntil" TIMESTAMP(3),
ADD COLUMN     "checkoutsAskedSince" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "SyncRun" ADD COLUMN     "changedSince" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Reconciliation" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "outcome" TEXT,
    "since" TIMESTAMP(3) NOT NULL,
    "found" JSONB NOT NULL,
    "failure" TEXT,

    CONSTRAINT "Reconciliation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Reconciliation_shop_startedAt_idx" ON "Reconciliation"("shop", "startedAt");

-- AddForeignKey
ALTER TABLE "Reconciliation" ADD CONSTRAINT "Reconciliation_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop"("domain") ON DELETE CASCADE ON UPDATE CASCADE;
