-- CreateTable
CREATE TABLE "workflow_attempt" (
    "workflowId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_attempt_pkey" PRIMARY KEY ("workflowId")
);

-- CreateIndex
CREATE INDEX "workflow_attempt_runId_idx" ON "workflow_attempt"("runId");

-- Holds the fence of a workflow until the statement's transaction ends. Whoever takes the workflow over waits so long, and a writer whose
-- attempt is not the newest any more is refused with an error. Without a workflow (a request, a sweep) there is nothing to hold.
-- In SQL and without a semicolon inside, because the schema engine takes a script apart at semicolons wherever they stand. The error is
-- therefore a failed cast, known by its words (lib/core/db/fence.ts), and random() keeps the planner from trying it beforehand.
CREATE FUNCTION require_attempt(workflow text, wanted integer) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT CASE
    WHEN workflow IS NULL THEN true
    WHEN (SELECT true FROM workflow_attempt WHERE "workflowId" = workflow AND attempt = wanted FOR SHARE) THEN true
    ELSE ('superseded attempt of ' || workflow || left(random()::text, 0))::boolean
  END
$$;
