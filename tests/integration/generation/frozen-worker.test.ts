import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectOneBill, type FreezeRig, openFreezeRig, viewOf } from '../../support/frozen-worker'

/*
 * A worker that freezes in the middle of a run and goes on when the run is somebody else's by then: real processes, on
 * the shortest run there is, and the others are told at once that it is gone. tests/deep does the same in each stage of
 * an application, and has them find it out by themselves.
 */

const TEXT = 'Salt raises the boiling point of water, by very little.'

let rig: FreezeRig
beforeAll(async () => void (rig = await openFreezeRig(() => ({ text: TEXT }))))
afterAll(() => rig?.close())

test('a worker that froze and was replaced ends, and its run is as if nothing had happened', async () => {
  const question = { mode: 'simple', prompt: 'Does salted water boil later?' }
  const run = await rig.freezeAt((request) => request.path.endsWith('/chat/completions'), 'none', question)
  const { db } = rig.api.ctx
  expect(await db.run.findUniqueOrThrow({ where: { id: run.runId } })).toMatchObject({ status: 'completed' })
  const view = await viewOf(rig.api, run.runId)
  expect(view).toMatchObject({ text: TEXT, end: { status: 'completed' } })
  await expectOneBill(rig.api, run, view)
  const messages = await db.message.findMany({ where: { projectId: run.projectId }, orderBy: { createdAt: 'asc' } })
  expect(messages.map(({ role, text }) => [role, text])).toEqual([
    ['user', question.prompt],
    ['assistant', TEXT],
  ])
  const attempts = await db.workflowAttempt.findMany({ where: { runId: run.runId } })
  expect(Math.max(...attempts.map(({ attempt }) => attempt))).toBeGreaterThan(1)
}, 120_000)
