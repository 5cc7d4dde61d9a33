-- AlterTable. Not by making the table anew, as Prisma's engine would: to drop a table in a transaction deletes what refers to it.
ALTER TABLE "Shop" ADD COLUMN "webhooksKeptDays" INTEGER NOT NULL DEFAULT 1;
