-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "checkoutsToldAt" DATETIME;
