-- Sign-in tries are counted from a beginning, and a network remembers a sign-in that worked.
ALTER TABLE "login_failure" ADD COLUMN "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN "signedInAt" TIMESTAMPTZ(3);
