-- CreateTable
CREATE TABLE "stored_file" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT,
    "isOfProject" BOOLEAN NOT NULL,
    "projectId" TEXT,
    "namespace" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "storage_object" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "chunkBytes" INTEGER NOT NULL,
    "storedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "storage_object_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "storage_chunk" (
    "objectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "storage_chunk_pkey" PRIMARY KEY ("objectId","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "stored_file_key_key" ON "stored_file"("key");

-- CreateIndex
CREATE INDEX "stored_file_ownerId_idx" ON "stored_file"("ownerId");

-- CreateIndex
CREATE INDEX "stored_file_projectId_idx" ON "stored_file"("projectId");

-- CreateIndex
CREATE INDEX "stored_file_expiresAt_idx" ON "stored_file"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "storage_object_key_key" ON "storage_object"("key");

-- AddForeignKey
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storage_chunk" ADD CONSTRAINT "storage_chunk_objectId_fkey" FOREIGN KEY ("objectId") REFERENCES "storage_object"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Pictures and archives are compressed already. Uncompressed here, a part of a chunk is read without the rest of it.
ALTER TABLE "storage_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
