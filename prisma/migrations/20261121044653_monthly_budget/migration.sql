-- AlterTable
ALTER TABLE "model_call" ADD COLUMN     "payer" TEXT NOT NULL DEFAULT 'maker';

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "monthlyBudgetMicros" BIGINT;

-- CreateTable
CREATE TABLE "month_spend" (
    "userId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "ownMicros" BIGINT NOT NULL DEFAULT 0,
    "installationMicros" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "month_spend_pkey" PRIMARY KEY ("userId","month")
);

-- AddForeignKey
ALTER TABLE "month_spend" ADD CONSTRAINT "month_spend_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the month in which this is applied has cost already counts: otherwise everybody's budget would begin anew in its middle.
UPDATE "model_call" SET "payer" = 'installation'
WHERE EXISTS (SELECT 1 FROM "credit_entry" e WHERE e."runId" = "model_call"."runId" AND e."kind" = 'reserve');

INSERT INTO "month_spend" ("userId", "month", "ownMicros", "installationMicros")
SELECT r."ownerId", to_char(c."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM'),
  coalesce(sum(c."costMicros") FILTER (WHERE c."payer" = 'maker'), 0), coalesce(sum(c."costMicros") FILTER (WHERE c."payer" = 'installation'), 0)
FROM "model_call" c JOIN "run" r ON r."id" = c."runId"
WHERE c."isCharged" AND c."costMicros" > 0
GROUP BY 1, 2;
