-- AlterTable
ALTER TABLE "Shop" ADD COLUMN     "factsAt" TIMESTAMP(3);
