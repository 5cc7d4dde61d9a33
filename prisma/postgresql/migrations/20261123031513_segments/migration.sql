-- AlterTable
ALTER TABLE "Shop" ADD COLUMN     "customersChangedAt" TIMESTAMP(3),
ADD COLUMN     "rankedAt" TIMESTAMP(3),
ADD COLUMN     "segmentsDay" TEXT,
ADD COLUMN     "segmentsStaleSince" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Segment" (
    "id" SERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "readyMade" TEXT,
    "settings" JSONB,
    "definition" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Segment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SegmentReference" (
    "fromId" INTEGER NOT NULL,
    "toId" INTEGER NOT NULL,

    CONSTRAINT "SegmentReference_pkey" PRIMARY KEY ("fromId","toId")
);

-- CreateTable
CREATE TABLE "GivenSegment" (
    "shop" TEXT NOT NULL,
    "readyMade" TEXT NOT NULL,

    CONSTRAINT "GivenSegment_pkey" PRIMARY KEY ("shop","readyMade")
);

-- CreateIndex
CREATE UNIQUE INDEX "Segment_shop_name_key" ON "Segment"("shop", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Segment_shop_readyMade_key" ON "Segment"("shop", "readyMade");

-- CreateIndex
CREATE INDEX "SegmentReference_toId_idx" ON "SegmentReference"("toId");

-- AddForeignKey
ALTER TABLE "Segment" ADD CONSTRAINT "Segment_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop"("domain") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SegmentReference" ADD CONSTRAINT "SegmentReference_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Segment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SegmentReference" ADD CONSTRAINT "SegmentReference_toId_fkey" FOREIGN KEY ("toId") REFERENCES "Segment"("id") ON DELETE NO ACTION ON UPDATE CASCADE
  -- By hand: looked at when the transaction ends, because deleting a shop deletes its segments one by one.
  DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "GivenSegment" ADD CONSTRAINT "GivenSegment_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop"("domain") ON DELETE CASCADE ON UPDATE CASCADE;
