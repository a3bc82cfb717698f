-- CreateTable
CREATE TABLE "share_link" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "sealedToken" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "followsNewest" BOOLEAN NOT NULL,
    "withConversation" BOOLEAN NOT NULL,
    "views" INTEGER NOT NULL DEFAULT 0,
    "lastOpenedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "share_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "share_link_tokenHash_key" ON "share_link"("tokenHash");

-- CreateIndex
CREATE INDEX "share_link_projectId_idx" ON "share_link"("projectId");

-- CreateIndex
CREATE INDEX "share_link_expiresAt_idx" ON "share_link"("expiresAt");

-- AddForeignKey
ALTER TABLE "share_link" ADD CONSTRAINT "share_link_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
