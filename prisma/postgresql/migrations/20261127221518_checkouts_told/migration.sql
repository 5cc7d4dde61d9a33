-- AlterTable
ALTER TABLE "Shop" ADD COLUMN     "checkoutsToldAt" TIMESTAMP(3);
