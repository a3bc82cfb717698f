import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '@/lib/app-runtime/open-app'
import type { AppSandbox } from '@/lib/domains/evidence/preview/launch'
import { Prestarted } from '@/lib/domains/evidence/preview/prestarted'
import { programFor } from '@/lib/domains/evidence/preview/program'
import { bundleOf, previewRuntime } from '../../support/preview'

/** The process of an application that was started before its project was there, in the real sandbox. */

const BUNDLE = bundleOf(
  new Map(
    Object.entries({
      'app/layout.tsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>',
      'app/page.tsx': 'export default () => <p>{process.env.GREETING}</p>',
    }),
  ),
)

let prestarted: Prestarted | undefined
const open = (): Prestarted => (prestarted = new Prestarted(previewRuntime))
afterEach(() => prestarted?.close())

const run = async ({ launch }: AppSandbox): Promise<RunningApp> =>
  openApp({
    bundle: await BUNDLE,
    program: await programFor(await previewRuntime()),
    launch,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    env: { GREETING: 'hello' },
  })
const forEver = (): AbortSignal => new AbortController().signal

describe('a process that waits for its application', () => {
  test('runs the one that takes it, and no other', async () => {
    const waiting = open()
    waiting.prestart()
    const sandbox = waiting.take(forEver())
    expect(waiting.take(forEver())).toBeNull()
    const app = await run(sandbox!)
    const answer = await app.newPerson().fetch('/')
    expect(await answer.text()).toContain('hello')
    app.close()
    await sandbox!.end()
  })

  test('is one at most, however often it is asked for', async () => {
    const waiting = open()
    waiting.prestart()
    waiting.prestart()
    expect(waiting.take(forEver())).not.toBeNull()
    expect(waiting.take(forEver())).toBeNull()
  })

  test('ends with the verification that took it', async () => {
    const waiting = open()
    waiting.prestart()
    const called = new AbortController()
    const sandbox = waiting.take(called.signal)
    await run(sandbox!)
    called.abort()
    expect(await sandbox!.end(10_000)).toBeNull()
  })

  test('is not given out when it has ended meanwhile, and does not start after the end', async () => {
    const waiting = open()
    waiting.prestart()
    await waiting.close()
    expect(waiting.take(forEver())).toBeNull()
    waiting.prestart()
    expect(waiting.take(forEver())).toBeNull()
  })
})

test('what V8 has compiled of the packages lies beside them', async () => {
  const { scripts } = await previewRuntime()
  const [folder = ''] = (await programFor(await previewRuntime())).args(scripts).slice(2)
  // Also for the account of a sandbox.
  expect(statSync(folder).mode & 0o005).toBe(0o005)
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['rsc-core.js.compiled', 'ssr-core.js.compiled']))
  expect(readdirSync(scripts)).toContain(folder.slice(join(scripts, '/').length))
})
