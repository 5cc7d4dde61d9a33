-- CreateTable
CREATE TABLE "PrivacyRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shop" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "triggeredAt" DATETIME,
    "receivedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL,
    "finishedAt" DATETIME,
    "subject" TEXT,
    "proof" JSONB,
    "failure" TEXT,
    "warnedAt" DATETIME
);

-- CreateTable
CREATE TABLE "RedactedCustomer" (
    "shop" TEXT NOT NULL,
    "idHash" TEXT NOT NULL,
    "redactedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shop", "idHash")
);

-- CreateTable
CREATE TABLE "RedactionKey" (
    "shop" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "PrivacyRequest_shop_receivedAt_idx" ON "PrivacyRequest"("shop", "receivedAt");

-- CreateIndex
CREATE INDEX "PrivacyRequest_state_dueAt_idx" ON "PrivacyRequest"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "PrivacyRequest_shop_webhookId_key" ON "PrivacyRequest"("shop", "webhookId");
