-- CreateTable
CREATE TABLE "scenario_pictures" (
    "projectId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "fileId" TEXT NOT NULL,
    "entries" JSONB NOT NULL,

    CONSTRAINT "scenario_pictures_pkey" PRIMARY KEY ("projectId","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "scenario_pictures_fileId_key" ON "scenario_pictures"("fileId");

-- AddForeignKey
ALTER TABLE "scenario_pictures" ADD CONSTRAINT "scenario_pictures_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scenario_pictures" ADD CONSTRAINT "scenario_pictures_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "stored_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;
