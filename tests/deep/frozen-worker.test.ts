import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectUndisturbed, type FreezeRig, openFreezeRig } from '../support/frozen-worker'
import { stageOf, type TeamStage } from '../support/model-team'

/*
 * The same as tests/integration/generation/frozen-worker.test.ts, in each stage of an application that asks a model,
 * and with the silence of the frozen worker as the only word that it is gone.
 */

let rig: FreezeRig
beforeAll(async () => void (rig = await openFreezeRig()))
afterAll(() => rig?.close())

test('the others may also be told at once', async () => {
  const run = await rig.freezeAt((request) => stageOf(request) === 'frontend', 'none')
  expect(run.runId).toMatch(/^run_/)
  await expectUndisturbed(rig.api, run)
}, 240_000)

const STAGES: TeamStage[] = ['architect', 'pages', 'database', 'backend', 'frontend', 'reviewer']

test.each(STAGES)(
  'a worker that freezes in %s is replaced, and nothing of it is seen',
  async (stage) => {
    const run = await rig.freezeAt((request) => stageOf(request) === stage, 'as it is')
    await expectUndisturbed(rig.api, run)
    expect(run.runId).toMatch(/^run_/)
  },
  240_000,
)
