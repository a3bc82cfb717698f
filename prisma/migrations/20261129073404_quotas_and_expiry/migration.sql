-- AlterTable
ALTER TABLE "file_blob" ADD COLUMN     "usedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "storedBytes" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "sweptAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "file_blob_usedAt_idx" ON "file_blob"("usedAt");

-- CreateIndex
CREATE INDEX "project_deletedAt_idx" ON "project"("deletedAt");

-- CreateIndex
CREATE INDEX "run_sweptAt_endedAt_idx" ON "run"("sweptAt", "endedAt");

-- The files that versions and runs name, so that the sweep finds what nobody names without reading every manifest.
CREATE INDEX "project_version_blobs_idx" ON "project_version" USING gin (jsonb_path_query_array("manifest", '$.*.sha256'));

CREATE INDEX "run_event_file_idx" ON "run_event" (("data"->>'sha256')) WHERE "type" = 'file';

-- What is stored already counts from here on: each file of a project once.
UPDATE "project" p SET "storedBytes" = coalesce((
  SELECT sum(size) FROM (
    SELECT DISTINCT f.value->>'sha256', (f.value->>'size')::bigint AS size
    FROM "project_version" v, jsonb_each(v."manifest") f WHERE v."projectId" = p."id"
  ) files), 0);
