/**
 * What one person may have at most. The one table of these numbers; each refusal names the limit (`quota_exceeded`,
 * `too_many_runs`). Sizes of a single version, file or attachment stand with what they describe (policy.ts, and
 * generation/contract.ts). Browser-safe.
 */
export const QUOTAS = {
  /** Bytes of all versions and attachments, each file once per change; deleted projects count until they are gone. */
  storageBytes: 64 * 1024 * 1024,
  /** Bytes of files that are no part of a version: pictures, uploads, results. */
  fileBytes: 64 * 1024 * 1024,
  projects: 100,
  /** With those that were deleted and can still be brought back. */
  projectsWithDeleted: 300,
  versionsPerProject: 1_000,
  /** Runs that have not ended, whatever they wait for. Three of them are worked on at a time. */
  runsUnderWay: 10,
  /** Event streams open at once (`too_many_streams`): one per studio tab, each a connection of the web process. */
  openStreams: 20,
} as const
