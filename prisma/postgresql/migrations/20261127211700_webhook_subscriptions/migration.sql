-- AlterTable
ALTER TABLE "Shop" ADD COLUMN     "webhookRefusals" JSONB,
ADD COLUMN     "webhooksCheckedAt" TIMESTAMP(3);
