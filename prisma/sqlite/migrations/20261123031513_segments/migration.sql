-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "customersChangedAt" DATETIME;
ALTER TABLE "Shop" ADD COLUMN "rankedAt" DATETIME;
ALTER TABLE "Shop" ADD COLUMN "segmentsDay" TEXT;
ALTER TABLE "Shop" ADD COLUMN "segmentsStaleSince" DATETIME;

-- CreateTable
CREATE TABLE "Segment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "shop" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "readyMade" TEXT,
    "settings" JSONB,
    "definition" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Segment_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop" ("domain") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SegmentReference" (
    "fromId" INTEGER NOT NULL,
    "toId" INTEGER NOT NULL,

    PRIMARY KEY ("fromId", "toId"),
    CONSTRAINT "SegmentReference_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Segment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "SegmentReference_toId_fkey" FOREIGN KEY ("toId") REFERENCES "Segment" ("id") ON DELETE NO ACTION ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "GivenSegment" (
    "shop" TEXT NOT NULL,
    "readyMade" TEXT NOT NULL,

    PRIMARY KEY ("shop", "readyMade"),
    CONSTRAINT "GivenSegment_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop" ("domain") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Segment_shop_name_key" ON "Segment"("shop", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Segment_shop_readyMade_key" ON "Segment"("shop", "readyMade");

-- CreateIndex
CREATE INDEX "SegmentReference_toId_idx" ON "SegmentReference"("toId");
