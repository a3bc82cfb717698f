import { createHash } from 'node:crypto'
import type { DevoraJson } from '../spec/contract'
import { ownerOf } from '../spec/ownership.ts' // extension: the analysis process is plain Node
import type { AccessTable, AskResult, CheckName, CheckStatus, Finding, GrantWorld, SetupStatement } from './contract'

/**
 * The files of exactly one version, as the checks see them. Never touched on disk by a check except in a sandbox of its
 * own.
 */
export type ProjectUnderCheck = {
  /** path → bytes; paths are relative, `/`-separated and already validated */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** The file as UTF-8 text, or undefined when it is absent, binary or not UTF-8. */
  text(path: string): string | undefined
  /** `devora.json`, parsed and completed; what was absent is derived and named in `derived`. */
  readonly spec: DevoraJson
  /**
   * What was wrong already while loading: paths, limits, `devora.json` unreadable or against its schema; reported by
   * `parse`.
   */
  readonly specFindings: readonly Finding[]
  readonly derived: readonly string[]
}

/** What most of a check needs: the files, and which of them are text. */
export type ProjectTexts = Pick<ProjectUnderCheck, 'files' | 'text'>

/** What a check may use from outside. */
export type CheckTools = {
  /** Aborted when the run is cancelled or the wall clock is over; a check stops its processes then. */
  signal: AbortSignal
  /**
   * Wall clock of each process that a check starts, in milliseconds, where it shall be shorter than the check's own
   * bound.
   */
  wallMs?: number
  /**
   * The project's own code may run without a sandbox where none can be made: only ever said by a person at their own
   * machine.
   */
  trusted?: boolean
  /** Opens (or reuses) the scratch cluster and returns its address; only `schema` and `access` ask for it. */
  scratch: () => Promise<import('./scratch/cluster').ScratchCluster>
  /**
   * The database that the migrations make, built on the first call and shared by `schema` and `access`; the runner
   * drops it.
   */
  scratchDatabase: () => Promise<import('./scratch/build-database').ScratchBuild>
  /** Is told what came of an ask as soon as its scenarios have run. */
  onAsk?: (result: AskResult) => void
  /** Each proven ask is also tried without what was asked. */
  controls?: boolean
  /** What scenarios are played in that need a browser; absent: there is none. */
  chromium?: import('./behaviour/chromium/chromium').Chromium
  /** The project as a running application, started when it is first used; absent where nothing is kept to run it on. */
  application?: import('./preview/shared-application').SharedApplication
}

export type CheckOutcome = {
  /** `not_run` is for what does not apply, with the reason in `outOfScope`. */
  status: Extract<CheckStatus, 'passed' | 'failed' | 'unavailable' | 'not_run'>
  findings: Finding[]
  /**
   * Something was not tried for want of time, memory or a server, on our side: the check is tried again and this
   * outcome is never remembered.
   */
  isShort?: true
  outOfScope?: string
  access?: AccessTable[]
  /** What is proven of what was asked. */
  asks?: AskResult[]
  /** The default grants under which `access` was tried. */
  grantWorlds?: GrantWorld[]
  /** How the rows of `access` were made; the runner adds it. */
  setup?: SetupStatement[]
  /** Tool → version, merged into the report's `tools`. */
  tools?: Record<string, string>
  /**
   * Milliseconds that the check itself worked, where it shares a process with others and waiting for them should not
   * count.
   */
  ms?: number
  /** What this check had to derive because `devora.json` does not say it; merged into the report's `derived`. */
  derived?: string[]
}

/** One check, one file in `checks/`. A thrown error becomes status `error`: it is our fault, never the project's. */
export type Check = {
  name: CheckName
  /** Which files can change the outcome; all when absent. An edit elsewhere reuses the last outcome. */
  dependsOn?(path: string): boolean
  run(project: ProjectUnderCheck, tools: CheckTools): Promise<CheckOutcome>
}

export type FindingInput = Omit<Finding, 'fingerprint' | 'owner' | 'severity'> & {
  severity?: Finding['severity']
  owner?: Finding['owner']
}

/** Completes a finding: owner from its path, fingerprint from everything except the position. */
export function finding(input: FindingInput): Finding {
  const identity = [input.check, input.rule ?? '', input.file ?? '', input.message.replace(/\d+/g, '#')].join('\n')
  return {
    severity: 'error',
    owner: input.file === undefined ? 'architect' : ownerOf(input.file),
    ...input,
    fingerprint: createHash('sha256').update(identity).digest('hex').slice(0, 16),
  }
}

/**
 * `failed` as soon as one finding is an error; warnings alone pass, unless something could not be tried: then it is
 * `unavailable`.
 */
export const outcome = (findings: Finding[], extra: Omit<CheckOutcome, 'status' | 'findings'> = {}): CheckOutcome => ({
  status: findings.some((one) => one.severity === 'error')
    ? 'failed'
    : extra.isShort === true
      ? 'unavailable'
      : 'passed',
  findings,
  ...extra,
})
