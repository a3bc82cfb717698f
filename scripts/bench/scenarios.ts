import { openPreviewRuntime } from '../../lib/domains/evidence/build-preview.ts'
import { runAsks } from '../../lib/domains/evidence/behaviour/run-asks.ts'
import { loadProject } from '../../lib/domains/evidence/load-project.ts'
import { BEHAVIOUR_MS, PREVIEW_MS } from '../../lib/domains/evidence/preview/bounds.ts'
import { SharedApplication } from '../../lib/domains/evidence/preview/shared-application.ts'
import { openScratchCluster } from '../../lib/domains/evidence/scratch/cluster.ts'
import type { Ask } from '../../lib/domains/spec/asks.ts'
import { devoraHome } from '../launch/project.mjs'
import { median } from './built-in-project.ts'

const ROUNDS = 3

/** What the scenarios of some asks cost: all of them, one, a step, a copy of the database. */
export async function measureScenarios(files: ReadonlyMap<string, Uint8Array>, asks: readonly Ask[]): Promise<void> {
  const cluster = await openScratchCluster({ home: devoraHome() })
  const { signal } = new AbortController()
  const project = loadProject(files)
  const application = new SharedApplication({
    project,
    scratch: () => Promise.resolve(cluster),
    runtime: openPreviewRuntime(devoraHome()),
    signal,
    isCopied: true,
    bundleMs: PREVIEW_MS,
    processMs: BEHAVIOUR_MS * ROUNDS,
  })
  const began = performance.now()
  const prepared = await application.prepare()
  if (prepared.is !== 'ready') throw new Error(`There is nothing to run: ${prepared.is}.`)
  const say = (what: string, ms: number, more = ''): void =>
    console.log(`${what.padEnd(34)} ${ms.toFixed(0).padStart(20)} ms wall${more}`)
  say('its database and its bundle', performance.now() - began)
  const copies: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    const copy = await prepared.base.copy()
    copies.push(performance.now() - start)
    await copy.drop()
  }
  const all: number[] = []
  const each: number[] = []
  const steps: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const { results } = await runAsks(asks, { project, application, signal, until: Infinity })
    all.push(performance.now() - start)
    for (const { id, status, scenarios } of results) {
      if (status !== 'proven') throw new Error(`${id} is ${status}: ${JSON.stringify(scenarios)}`)
      each.push(...scenarios.map(({ ms = 0 }) => ms))
      steps.push(...scenarios.map(({ ms = 0, steps: done }) => ms / done.length))
    }
  }
  const count = asks.flatMap(({ scenarios }) => scenarios).length
  say(`${count} scenarios`, median(all), `, ${((median(all) / count) * 15).toFixed(0)} ms for 15`)
  say('a scenario', median(each))
  say('a step', median(steps))
  say('a copy of the database', median(copies))
  await application.close()
  await cluster.close({ stop: true })
}
