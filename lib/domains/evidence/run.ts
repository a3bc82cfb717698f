import type { Ctx } from '../../context'
import { defineRun, type StepContext } from '../../engine/define'
import { readManifest, readManifestFiles } from '../projects/internal/read-manifest'
import { completeRun, failRun } from '../runs/internal/finish-run'
import { readRun } from '../runs/internal/read-run'
import { StageRecorder } from '../runs/internal/recorder'
import type { FoundView } from '../runs/reduce'
import type { Finding, Report } from './contract'
import { PLAN_FILE } from '../spec/file-path'
import { controlVersion } from './control-version'
import { type CorrectAnswer, replaceReport, reportOf } from './replace-report'
import type { Verifier, VerifierOptions } from './verifier'
import { VERIFICATION, type VerificationInput } from './verify-version'

/**
 * Registers the run that checks a version again: one stage, whose report replaces the one before.
 * @param correct what was said of the version by whoever made it, where the new report shows less
 */
export function defineVerification(ctx: Ctx, verifier: Verifier, correct: CorrectAnswer): void {
  defineRun(VERIFICATION, async (scope) => {
    try {
      const done = await scope.step('review', (step) => verifyAgain({ ctx, verifier, correct }, scope.runId, step))
      await scope.step('end', async () => {
        const { version, evidence } = done
        await completeRun(ctx, scope.runId, { version, evidence, result: { version, status: evidence } })
      })
      await scope.step('control', (step) => controlVersion(ctx, verifier, done, step, correct))
    } catch (error) {
      await scope.step('fail', async () => {
        ctx.log.error({ err: error, runId: scope.runId }, 'verification failed')
        await failRun(ctx, scope.runId, { code: 'internal', told: { key: 'run.unchecked' } })
      })
      throw error
    }
  })
}

async function verifyAgain(
  { ctx, verifier, correct }: { ctx: Ctx; verifier: Verifier; correct: CorrectAnswer },
  runId: string,
  step: StepContext,
): Promise<{ projectId: string; version: number; evidence: Report['status'] }> {
  const started = performance.now()
  const run = await readRun(ctx, runId)
  const { version, full } = run.input as VerificationInput
  const projectId = run.projectId!
  const recorder = await StageRecorder.begin(ctx, { runId, stage: 'review', attempt: step.attempt, percent: 10 })
  const before = await reportOf(ctx, { projectId, version })
  const files = await readManifestFiles(ctx, await readManifest(ctx, projectId, version))
  const report = await verifier.verify(files, {
    signal: step.signal,
    full,
    isFresh: true,
    ...checksTo(recorder),
  })
  await replaceReport(ctx, { projectId, version }, { plan: files.get(PLAN_FILE), before, now: report }, correct)
  recorder.say({
    type: 'stage',
    status: report.status === 'incomplete' ? 'failed' : 'done',
    ms: Math.round(performance.now() - started),
  })
  await recorder.settle()
  return { projectId, version, evidence: report.status }
}

/** More than so many of one check nobody reads while a run goes; the report has them all. */
const MOST_TOLD = 10

/** Findings as an event carries them: how many there are, and the first ones. */
export const told = (findings: readonly Finding[]): { findings: number; found: FoundView[] } => ({
  findings: findings.length,
  found: [...findings]
    .sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
    .slice(0, MOST_TOLD)
    .map(({ severity, message, fingerprint, file, line, hint }) => ({
      severity,
      message: message.slice(0, 500),
      fingerprint,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
      ...(hint === undefined ? {} : { hint: hint.slice(0, 500) }),
    })),
})

type Followed = Pick<VerifierOptions, 'onStart' | 'onCheck' | 'onAsk'>

/** Tells a stage's followers about each check as it starts and ends, and about each ask as soon as it was tried. */
export const checksTo = (recorder: StageRecorder): Followed => ({
  onStart: (check) => recorder.say({ type: 'check', check, status: 'running' }),
  onCheck: ({ check, status, findings, ms, checkedAt }) =>
    recorder.say({
      type: 'check',
      check,
      status,
      ...told(findings),
      ...(ms === undefined ? {} : { ms }),
      ...(checkedAt === undefined ? {} : { checkedAt }),
    }),
  onAsk: ({ id, status }) => recorder.say({ type: 'ask', id, status }),
})
