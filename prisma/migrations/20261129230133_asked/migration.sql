-- AlterTable
ALTER TABLE "project" ADD COLUMN     "currentAsked" JSONB;

-- AlterTable
ALTER TABLE "project_version" ADD COLUMN     "asked" JSONB;
