-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "factsAt" DATETIME;
