import { expect, test } from 'vitest'
import { createVerifyCache } from '@/lib/domains/evidence/verify/verify-cache'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import type { Ask } from '@/lib/domains/spec/asks'

/** A plain site has no server of its own: its files are its pages. */

const PROMPT = 'A page about bread with opening hours, and a form'
const ask = (at: number, text: string, steps: Ask['scenarios'][number]['steps'], items: string[]): Ask => ({
  id: `a${at}`,
  prompt: 0,
  spans: [{ from: PROMPT.indexOf(text), text }],
  meaning: text,
  kind: 'page',
  state: 'planned',
  items,
  scenarios: [{ title: 'It is there', steps }],
})

const files = new Map(
  Object.entries({
    'index.html':
      '<!doctype html><html lang="en"><title>Bread</title><h1>Bread</h1><a href="hours.html">Hours</a></html>',
    'hours.html':
      '<!doctype html><html lang="en"><title>Hours</title><table><tr><th>Monday</th><td>9–17</td></tr></table></html>',
    'devora.json': JSON.stringify({
      devora: 1,
      mode: 'site',
      prompts: [{ text: PROMPT, context: [], notUnderstood: [] }],
      asks: [
        ask(
          1,
          'opening hours',
          [
            { do: 'visit', path: '/' },
            { do: 'follow', link: 'Hours' },
            { do: 'see', text: '9–17', beside: 'Monday' },
          ],
          ['page:/hours.html'],
        ),
        ask(
          2,
          'a form',
          [
            { do: 'visit', path: '/contact' },
            { do: 'see', text: 'Send' },
          ],
          [],
        ),
      ],
    }),
  }).map(([path, text]) => [path, new TextEncoder().encode(text)]),
)

test('is used as people use it, and its controls hold', async () => {
  const { asks, checks } = await verifyProject(files, { only: ['behaviour'], full: true })
  expect(asks?.map(({ status, control }) => [status, control])).toEqual([
    ['proven', 'held'],
    ['failed', undefined],
  ])
  const found = checks.flatMap(({ findings }) => findings)
  expect(found.map(({ message }) => message)).toEqual([
    '“a form” (a2): “It is there” fails at step 2 of 2: Visitor sees “Send”. It answers 404. The page is empty.',
  ])
})

test('tells of each ask once, in their order, also where the result is one of before', async () => {
  const cache = createVerifyCache()
  for (let time = 0; time < 2; time++) {
    const told: string[] = []
    await verifyProject(files, {
      only: ['behaviour'],
      cache,
      onStart: (check) => told.push(`${check} begins`),
      onAsk: ({ id, status }) => told.push(`${id} ${status}`),
      onCheck: ({ check }) => told.push(`${check} ends`),
    })
    expect(told).toEqual(['behaviour begins', 'a1 proven', 'a2 failed', 'behaviour ends'])
  }
})

test.each([
  ['en', 'It also passes without the page /hours.html.'],
  ['es', 'También pasa sin la página /hours.html.'],
])('is told in the language of the project (%s) what nobody misses', async (locale, why) => {
  const steps: Ask['scenarios'][number]['steps'] = [
    { do: 'visit', path: '/' },
    { do: 'see', text: 'Bread' },
  ]
  const plan = {
    devora: 1,
    mode: 'site',
    locale,
    prompts: [{ text: PROMPT, context: [], notUnderstood: [] }],
    asks: [ask(1, 'opening hours', steps, ['page:/hours.html'])],
  }
  const changed = new Map([...files, ['devora.json', new TextEncoder().encode(JSON.stringify(plan))]])
  const { asks } = await verifyProject(changed, { only: ['behaviour'], full: true })
  expect(asks).toMatchObject([{ status: 'unproven', control: 'none', why }])
})
