-- CreateTable
CREATE TABLE "PrivacyRequest" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "triggeredAt" TIMESTAMP(3),
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "state" TEXT NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "subject" TEXT,
    "proof" JSONB,
    "failure" TEXT,
    "warnedAt" TIMESTAMP(3),

    CONSTRAINT "PrivacyRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RedactedCustomer" (
    "shop" TEXT NOT NULL,
    "idHash" TEXT NOT NULL,
    "redactedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RedactedCustomer_pkey" PRIMARY KEY ("shop","idHash")
);

-- CreateTable
CREATE TABLE "RedactionKey" (
    "shop" TEXT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "RedactionKey_pkey" PRIMARY KEY ("shop")
);

-- CreateIndex
CREATE INDEX "PrivacyRequest_shop_receivedAt_idx" ON "PrivacyRequest"("shop", "receivedAt");

-- CreateIndex
CREATE INDEX "PrivacyRequest_state_dueAt_idx" ON "PrivacyRequest"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "PrivacyRequest_shop_webhookId_key" ON "PrivacyRequest"("shop", "webhookId");
