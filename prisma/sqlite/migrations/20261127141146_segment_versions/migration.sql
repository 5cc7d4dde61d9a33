-- CreateTable
CREATE TABLE "SegmentVersion" (
    "segmentId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "settings" JSONB,
    "madeAt" DATETIME NOT NULL,
    "madeBy" TEXT,

    PRIMARY KEY ("segmentId", "version"),
    CONSTRAINT "SegmentVersion_segmentId_fkey" FOREIGN KEY ("segmentId") REFERENCES "Segment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SegmentActivity" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "segmentId" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "by" TEXT,
    "kind" TEXT NOT NULL,
    "version" INTEGER,
    CONSTRAINT "SegmentActivity_segmentId_fkey" FOREIGN KEY ("segmentId") REFERENCES "Segment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SegmentDraft" (
    "shop" TEXT NOT NULL,
    "staff" TEXT NOT NULL,
    "segmentId" INTEGER NOT NULL,
    "baseVersion" INTEGER,
    "content" JSONB NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shop", "staff", "segmentId"),
    CONSTRAINT "SegmentDraft_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop" ("domain") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StaffMember" (
    "shop" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "askedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shop", "userId"),
    CONSTRAINT "StaffMember_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop" ("domain") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable. Not by making the table anew, as Prisma's engine would: to drop a table in a transaction deletes what refers to it.
ALTER TABLE "Segment" ADD COLUMN "updatedBy" TEXT;
ALTER TABLE "Segment" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "SegmentActivity_segmentId_at_idx" ON "SegmentActivity"("segmentId", "at");

-- What stands is the first version that is known of each segment.
INSERT INTO "SegmentVersion" ("segmentId", "version", "name", "description", "definition", "settings", "madeAt", "madeBy")
SELECT "id", 1, "name", "description", "definition", "settings", "updatedAt", "createdBy" FROM "Segment";
INSERT INTO "SegmentActivity" ("segmentId", "at", "by", "kind", "version")
SELECT "id", "createdAt", "createdBy", 'created', 1 FROM "Segment";
