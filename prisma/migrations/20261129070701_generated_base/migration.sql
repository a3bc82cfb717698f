-- AlterTable
ALTER TABLE "project_version" ADD COLUMN     "generated" JSONB NOT NULL DEFAULT '{}';

-- What Devora itself wrote of the versions that runs delivered, from what the runs said they wrote: the version also holds
-- what was merged into it, and cannot tell whose a line is. Files that a run left as they were keep what was known of
-- them. A version whose run said nothing counts as Devora's altogether, as it did so far.
WITH RECURSIVE told AS (
  SELECT DISTINCT ON ("runId", data->>'path') "runId", data->>'path' AS path,
    jsonb_build_object('sha256', data->'sha256', 'size', data->'size') AS file
  FROM "run_event" WHERE type = 'file' ORDER BY "runId", data->>'path', seq DESC
), written AS (
  SELECT "runId", jsonb_object_agg(path, file) AS files FROM told GROUP BY "runId"
), made AS (
  SELECT v.id, v."projectId", v.manifest, CASE WHEN v.reason = 'generate' THEN w.files END AS files,
    row_number() OVER (PARTITION BY v."projectId" ORDER BY v.number) AS place
  FROM "project_version" v LEFT JOIN written w ON w."runId" = v."runId"
  WHERE v.reason IN ('generate', 'scaffold')
), walk AS (
  SELECT id, "projectId", place, coalesce(files, manifest) AS base FROM made WHERE place = 1
  UNION ALL
  SELECT m.id, m."projectId", m.place, CASE WHEN m.files IS NULL THEN m.manifest ELSE coalesce((
    SELECT jsonb_object_agg(key, walk.base->key) FROM jsonb_object_keys(m.manifest) AS key WHERE walk.base ? key
  ), '{}') || m.files END
  FROM walk JOIN made m ON m."projectId" = walk."projectId" AND m.place = walk.place + 1
)
UPDATE "project_version" v SET generated = walk.base FROM walk WHERE v.id = walk.id;

-- Every other version goes on from what Devora had written before it, one that was brought back from what it had written
-- by then.
WITH origin AS (
  SELECT v.id, v."projectId", coalesce((
    SELECT coalesce(substring(r.summary FROM '^Restored version (\d+)$')::INT, r.number) FROM "project_version" r
    WHERE r."projectId" = v."projectId" AND r.number <= v.number
      AND (r.reason IN ('generate', 'scaffold') OR r.summary ~ '^Restored version \d+$')
    ORDER BY r.number DESC LIMIT 1
  ), 0) AS number
  FROM "project_version" v WHERE v.reason NOT IN ('generate', 'scaffold')
)
UPDATE "project_version" v SET generated = coalesce((
  SELECT g.generated FROM "project_version" g
  WHERE g."projectId" = o."projectId" AND g.number <= o.number AND g.reason IN ('generate', 'scaffold')
  ORDER BY g.number DESC LIMIT 1
), '{}') FROM origin o WHERE o.id = v.id;
