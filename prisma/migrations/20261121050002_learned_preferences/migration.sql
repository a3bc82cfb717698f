-- AlterTable
ALTER TABLE "memory" ADD COLUMN     "source" TEXT,
ADD COLUMN     "sourcePath" TEXT,
ADD COLUMN     "sourceProjectId" TEXT;

-- CreateTable
CREATE TABLE "memory_sign" (
    "ownerId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "projectId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "forgottenAt" TIMESTAMPTZ(3),

    CONSTRAINT "memory_sign_pkey" PRIMARY KEY ("ownerId","key","value","event")
);

-- CreateIndex
CREATE INDEX "memory_sign_projectId_idx" ON "memory_sign"("projectId");

-- CreateIndex
CREATE INDEX "memory_sourceProjectId_idx" ON "memory"("sourceProjectId");

-- AddForeignKey
ALTER TABLE "memory" ADD CONSTRAINT "memory_sourceProjectId_fkey" FOREIGN KEY ("sourceProjectId") REFERENCES "project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memory_sign" ADD CONSTRAINT "memory_sign_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memory_sign" ADD CONSTRAINT "memory_sign_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
