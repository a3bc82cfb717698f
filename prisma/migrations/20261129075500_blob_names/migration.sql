-- What Devora itself wrote of a version names blobs too, for the next merge.
CREATE INDEX "project_version_generated_idx" ON "project_version" USING gin (jsonb_path_query_array("generated", '$.*.sha256'));
