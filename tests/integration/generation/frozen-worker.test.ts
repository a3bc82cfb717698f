import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectUndisturbed, type FreezeRig, openFreezeRig } from '../../support/frozen-worker'
import { stageOf } from '../../support/model-team'

/*
 * A worker that freezes in the middle of a run and goes on when the run is somebody else's by then. Here the others are
 * told at once that it is gone; tests/deep has them find it out by themselves, in each stage.
 */

let rig: FreezeRig
beforeAll(async () => void (rig = await openFreezeRig()))
afterAll(() => rig?.close())

test('a worker that froze and was replaced ends, and its run is as if nothing had happened', async () => {
  const run = await rig.freezeAt((request) => stageOf(request) === 'frontend', 'none')
  await expectUndisturbed(rig.api, run)
  const attempts = await rig.api.ctx.db.workflowAttempt.findMany({ where: { runId: run.runId } })
  expect(Math.max(...attempts.map(({ attempt }) => attempt))).toBeGreaterThan(1)
})
