import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { readFolder } from '@/lib/domains/evidence/read-folder'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import { OWN_PROMPTS, promptFile, readPrompts } from '@/scripts/bench/prompts'
import { openPreviewHost, type PreviewHost } from '../support/preview-tab'
import { visitInTab } from '../support/visit-tab'

/*
 * What the built-in generators write for every prompt of the file that DEVORA_PROMPTS names: each page starts in the
 * tab without an error, for a visitor and for people of the seed. `npm run bench:preview -- --all` asks the same of the
 * server. One project, one tab at a time.
 */

const path = promptFile('../shared/data/prompts.jsonl')
const note = path === OWN_PROMPTS ? ', for DEVORA_PROMPTS is not set and there are no others' : ''

let host: PreviewHost
beforeAll(async () => void (host = await openPreviewHost()))
afterEach(() => host.closeTabs())
afterAll(() => host?.close())

const ids = new Map(readPrompts(path).map(({ id, prompt }) => [id ?? prompt.slice(0, 60), prompt]))

describe(`prompts of ${path}${note}`, () => {
  test.each([...ids])('every page of %s starts in the tab', { timeout: 1_200_000 }, async (_id, prompt) => {
    const files = await writeProject(prompt)
    await host.serve('project', files)
    const tab = await host.openTab('project')
    expect(tab.opened).toEqual({ problem: null })
    const { visits, faults } = await visitInTab(tab, files, planApp({ prompt }))
    expect(visits).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })
})

/** Folders of projects that others wrote, with a colon between them. */
const others = (process.env['DEVORA_PROJECTS'] ?? '').split(':').filter(Boolean)

describe.skipIf(others.length === 0)('projects that DEVORA_PROJECTS names', () => {
  test.each(others)('every page of %s starts in the tab', { timeout: 1_200_000 }, async (folder) => {
    const { files } = await readFolder(folder)
    await host.serve('project', files)
    const tab = await host.openTab('project')
    expect(tab.opened).toEqual({ problem: null })
    expect((await visitInTab(tab, files)).faults).toEqual([])
  })
})

test('a page that fails on the server, in the browser or in what it asks for is told', async () => {
  const failing = new Map(
    Object.entries({
      'app/layout.tsx': `export default ({ children }: { children: React.ReactNode }) =>
  <html lang="en"><body>{children}</body></html>`,
      'app/server/page.tsx': `export const dynamic = 'force-dynamic'
export default function Page() { throw new Error('the server of it') }`,
      'app/browser/page.tsx': `'use client'
import { useEffect } from 'react'
export default function Page() { useEffect(() => { throw new Error('the browser of it') }, []); return null }`,
      'app/asking/page.tsx': `'use client'
import { useEffect } from 'react'
export default function Page() { useEffect(() => void fetch('/broken'), []); return null }`,
      'app/broken/route.ts': `export const GET = () => new Response('no', { status: 500 })`,
    }),
  )
  await host.serve('failing', failing)
  const { faults } = await visitInTab(await host.openTab('failing'), failing)
  const of = (page: string, who: string) => faults.filter((one) => one.startsWith(page) && one.includes(who))
  for (const who of ['as a visitor', 'as member@example.com']) {
    expect(of('/server', who)).toEqual([expect.stringContaining('the server of it')])
    expect(of('/browser', who)).toEqual([expect.stringContaining('the browser of it')])
    expect(of('/asking', who)).toEqual([expect.stringContaining('/broken answers 500')])
  }
  expect(faults).toHaveLength(6)
})
