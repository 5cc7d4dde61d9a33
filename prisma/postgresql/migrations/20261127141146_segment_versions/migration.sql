-- AlterTable
ALTER TABLE "Segment" ADD COLUMN     "updatedBy" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "SegmentVersion" (
    "segmentId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "settings" JSONB,
    "madeAt" TIMESTAMP(3) NOT NULL,
    "madeBy" TEXT,

    CONSTRAINT "SegmentVersion_pkey" PRIMARY KEY ("segmentId","version")
);

-- CreateTable
CREATE TABLE "SegmentActivity" (
    "id" SERIAL NOT NULL,
    "segmentId" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "by" TEXT,
    "kind" TEXT NOT NULL,
    "version" INTEGER,

    CONSTRAINT "SegmentActivity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SegmentDraft" (
    "shop" TEXT NOT NULL,
    "staff" TEXT NOT NULL,
    "segmentId" INTEGER NOT NULL,
    "baseVersion" INTEGER,
    "content" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SegmentDraft_pkey" PRIMARY KEY ("shop","staff","segmentId")
);

-- CreateTable
CREATE TABLE "StaffMember" (
    "shop" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "askedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "StaffMember_pkey" PRIMARY KEY ("shop","userId")
);

-- CreateIndex
CREATE INDEX "SegmentActivity_segmentId_at_idx" ON "SegmentActivity"("segmentId", "at");

-- AddForeignKey
ALTER TABLE "SegmentVersion" ADD CONSTRAINT "SegmentVersion_segmentId_fkey" FOREIGN KEY ("segmentId") REFERENCES "Segment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SegmentActivity" ADD CONSTRAINT "SegmentActivity_segmentId_fkey" FOREIGN KEY ("segmentId") REFERENCES "Segment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SegmentDraft" ADD CONSTRAINT "SegmentDraft_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop"("domain") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StaffMember" ADD CONSTRAINT "StaffMember_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop"("domain") ON DELETE CASCADE ON UPDATE CASCADE;

-- What stands is the first version that is known of each segment.
INSERT INTO "SegmentVersion" ("segmentId", "version", "name", "description", "definition", "settings", "madeAt", "madeBy")
SELECT "id", 1, "name", "description", "definition", "settings", "updatedAt", "createdBy" FROM "Segment";
INSERT INTO "SegmentActivity" ("segmentId", "at", "by", "kind", "version")
SELECT "id", "createdAt", "createdBy", 'created', 1 FROM "Segment";
