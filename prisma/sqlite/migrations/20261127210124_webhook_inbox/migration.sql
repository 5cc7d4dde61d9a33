-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "shop" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "eventId" TEXT,
    "triggeredAt" DATETIME,
    "receivedAt" DATETIME NOT NULL,
    "appliedAt" DATETIME,
    "outcome" TEXT,
    "reason" TEXT,
    "payload" TEXT,

    PRIMARY KEY ("shop", "webhookId")
);

-- CreateIndex
CREATE INDEX "WebhookDelivery_shop_appliedAt_receivedAt_idx" ON "WebhookDelivery"("shop", "appliedAt", "receivedAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_appliedAt_idx" ON "WebhookDelivery"("appliedAt");
