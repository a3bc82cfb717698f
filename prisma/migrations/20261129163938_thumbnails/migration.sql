-- CreateTable
CREATE TABLE "thumbnail" (
    "projectId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "fileId" TEXT NOT NULL,

    CONSTRAINT "thumbnail_pkey" PRIMARY KEY ("projectId","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "thumbnail_fileId_key" ON "thumbnail"("fileId");

-- AddForeignKey
ALTER TABLE "thumbnail" ADD CONSTRAINT "thumbnail_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thumbnail" ADD CONSTRAINT "thumbnail_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "stored_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;
