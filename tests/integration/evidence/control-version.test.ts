import { afterAll, beforeAll, expect, test } from 'vitest'
import { controlVersion } from '@/lib/domains/evidence/control-version'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { type CorrectAnswer, replaceReport } from '@/lib/domains/evidence/replace-report'
import { openVerifier, type Verifier } from '@/lib/domains/evidence/verifier'
import { architect } from '@/lib/domains/generation/agents/architect/architect'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { writeSite } from '@/lib/domains/generation/builtin/site/write-site'
import { correctedAnswer } from '@/lib/domains/generation/stages/delivery/corrected-answer'
import { summarise } from '@/lib/domains/generation/stages/delivery/summary'
import type { RunContext } from '@/lib/domains/generation/stages/plan'
import { addMessage } from '@/lib/domains/projects/internal/add-message'
import type { Message } from '@/lib/domains/projects/contract'
import type { Ask } from '@/lib/domains/spec/asks'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* What a control takes back is taken back in the conversation too: both at once, or neither. */

let api: TestApi
let verifier: Verifier
let ana: Person
beforeAll(async () => {
  api = await openApi()
  verifier = openVerifier(api.ctx)
  ana = await newPerson(api)
})
afterAll(async () => {
  await verifier?.close()
  await api?.close()
})

const PROMPT = 'A bakery called Blue Door, and a page about us'
const asking = (id: string, words: string, item: string): Ask => ({
  id,
  prompt: 0,
  spans: [{ from: PROMPT.indexOf(words), text: words }],
  meaning: words,
  kind: 'page',
  state: 'planned',
  items: [item],
  scenarios: [
    {
      title: 'It is there',
      steps: [
        { do: 'visit', path: '/' },
        { do: 'see', text: 'Blue Door' },
      ],
    },
  ],
})
const NAMED = asking('a1', 'called Blue Door', 'name:')
/** Sees what is there anyway. */
const BLIND = asking('a2', 'a page about us', 'page:/about')

/** A site that was handed over with these asks, all of them proven by now. */
async function handedOver(...asks: Ask[]) {
  const planned = planSite({ prompt: PROMPT })
  const prompts = [{ text: PROMPT, context: [], notUnderstood: [] }]
  const spec: AppSpec = { ...planned, asks, prompts, makers: {} }
  const files = [...writeSite(spec), ...architect.make.builtin.write(spec)]
  const written = new Map(files.map(({ path, content }) => [path, content]))
  const { id: projectId } = await ana.project({ files: [...written].map(([path, content]) => ({ path, content })) })
  const at = { projectId, version: 1 }
  const bytes = new Map([...written].map(([path, content]) => [path, new TextEncoder().encode(content)]))
  const now = await verifier.verify(bytes, { signal: new AbortController().signal })
  await replaceReport(api.ctx, at, { plan: undefined, before: null, now }, correctedAnswer)
  const text = summarise.message({ isNew: true, previous: null } as unknown as RunContext, spec, {
    files: written.size,
    report: now,
    conflicts: [],
    deleted: [],
    rewritten: [],
    ignored: [],
    remarks: [],
  })
  await addMessage(api.ctx, { ...at, role: 'assistant', text })
  const control = (correct: CorrectAnswer): Promise<void> =>
    controlVersion(api.ctx, verifier, at, { attempt: 'a', signal: new AbortController().signal }, correct)
  const shown = async (): Promise<unknown[]> =>
    ((await ana.send('GET', `/projects/${projectId}/asks`)).body as AskedView).asks.map(({ result }) => [
      result.status,
      result.control,
    ])
  const said = async (): Promise<string[]> =>
    ((await ana.send('GET', `/projects/${projectId}/messages`)).body as { items: Message[] }).items.map(
      (message) => message.text,
    )
  return { text, control, shown, said }
}

test('the message says so, in the words of the prompt, once', async () => {
  const { text, control, shown, said } = await handedOver(NAMED, BLIND)
  expect(text).toMatch(/^Blue Door is ready: a plain site\..*\n\nBoth things you asked for are proven/)
  await control(correctedAnswer)
  expect(await shown()).toEqual([
    ['proven', 'held'],
    ['unproven', 'none'],
  ])
  const [corrected, ...others] = await said()
  expect(others).toEqual([])
  expect(corrected!.split('\n\n').slice(0, 3)).toEqual([
    text.split('\n\n')[0]!.replace('is ready', 'is built'),
    '1 of the 2 things you asked for is proven by using the site.',
    'Not proven after all, though I said so at first:\n- “a page about us” (It also passes without the page /about)',
  ])
  await control(correctedAnswer)
  expect(await said()).toEqual([corrected])
})

test('whoever dies between the report and the message has written neither, and does both the next time', async () => {
  const { text, control, shown, said } = await handedOver(NAMED, BLIND)
  const pending = await shown()
  await control(() => {
    throw new Error('It ends here.')
  })
  expect([await shown(), await said()]).toEqual([pending, [text]])
  await control(correctedAnswer)
  expect(await shown()).toEqual([
    ['proven', 'held'],
    ['unproven', 'none'],
  ])
  expect((await said())[0]).toContain('Not proven after all')
})

test('nothing is written when all that was proven is missed', async () => {
  const { text, control, shown, said } = await handedOver(NAMED)
  await control(correctedAnswer)
  expect([await shown(), await said()]).toEqual([[['proven', 'held']], [text]])
})
