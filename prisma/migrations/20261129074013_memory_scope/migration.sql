-- AlterTable
ALTER TABLE "memory" ADD COLUMN     "isScopeChosen" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "scopeProjectId" TEXT;

-- CreateIndex
CREATE INDEX "memory_scopeProjectId_idx" ON "memory"("scopeProjectId");

-- AddForeignKey
ALTER TABLE "memory" ADD CONSTRAINT "memory_scopeProjectId_fkey" FOREIGN KEY ("scopeProjectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A look that was learned in a project holds there from now on, and its owner is asked whether it is to hold everywhere. What
-- they wrote themselves, habits seen in two projects, and looks of projects that are gone stay as they are.
UPDATE "memory" SET "scopeProjectId" = "sourceProjectId", "key" = "sourceProjectId" || ' ' || "key"
WHERE "source" IS NOT NULL AND "sourceProjectId" IS NOT NULL
  AND "key" IN ('topic:theme', 'topic:background-colour', 'topic:component-colour', 'topic:font');
