-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "shop" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "eventId" TEXT,
    "triggeredAt" TIMESTAMP(3),
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "appliedAt" TIMESTAMP(3),
    "outcome" TEXT,
    "reason" TEXT,
    "payload" TEXT,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("shop","webhookId")
);

-- CreateIndex
CREATE INDEX "WebhookDelivery_shop_appliedAt_receivedAt_idx" ON "WebhookDelivery"("shop", "appliedAt", "receivedAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_appliedAt_idx" ON "WebhookDelivery"("appliedAt");
