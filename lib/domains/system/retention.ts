import { DAY, HOUR } from '../../core/time'

/** How long what nobody needs any more is kept, from the moment at which it ended. The one table of these numbers. */
export const RETENTION_MS = {
  /** A rate window says itself when it is over. */
  rateWindow: 0,
  /** A repeated request gets its first answer for so long. */
  idempotencyRecord: DAY,
  loginFailure: DAY,
  session: DAY,
  /** What was learnt of a model server says itself until when it is believed. */
  modelCapability: 0,
  /** As RESTORE_MS of projects: so long it can be brought back. */
  project: 30 * DAY,
  /** What superseded attempts of a run said. */
  attempt: HOUR,
  /** What the engine keeps of a workflow that has ended; the run's own rows stay with its project. */
  workflow: 7 * DAY,
  /** Says itself when it is over. */
  storedFile: 0,
  shareLink: DAY,
  /** Stored, and never named by a version or a run: longer than any run works. */
  blob: 7 * DAY,
  /** Folders of checks whose process was killed. */
  scratch: DAY,
} as const
