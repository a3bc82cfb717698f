-- CreateTable
CREATE TABLE "conversation_summary" (
    "projectId" TEXT NOT NULL,
    "throughId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_summary_pkey" PRIMARY KEY ("projectId")
);

-- CreateIndex
CREATE UNIQUE INDEX "conversation_summary_throughId_key" ON "conversation_summary"("throughId");

-- AddForeignKey
ALTER TABLE "conversation_summary" ADD CONSTRAINT "conversation_summary_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation_summary" ADD CONSTRAINT "conversation_summary_throughId_fkey" FOREIGN KEY ("throughId") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
