-- CreateTable
CREATE TABLE "model_trouble" (
    "runId" TEXT NOT NULL,
    "failedCalls" INTEGER NOT NULL DEFAULT 0,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "kind" TEXT,
    "detail" TEXT,

    CONSTRAINT "model_trouble_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "model_capability" (
    "key" TEXT NOT NULL,
    "known" JSONB NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_capability_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "model_capability_expiresAt_idx" ON "model_capability"("expiresAt");

-- AddForeignKey
ALTER TABLE "model_trouble" ADD CONSTRAINT "model_trouble_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
