-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "webhookRefusals" JSONB;
ALTER TABLE "Shop" ADD COLUMN "webhooksCheckedAt" DATETIME;
