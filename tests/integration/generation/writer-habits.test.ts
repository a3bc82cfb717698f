import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownsPathsOf } from '../../../lib/domains/generation/agents/agent'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { writeFrontend } from '../../../lib/domains/generation/builtin/frontend/write-frontend'
import { modelWriter } from '../../../lib/domains/generation/agents/model-writer'
import { HONEST, LAZY } from '../../support/answers/lazy-answers'
import {
  BUTTON,
  BUTTON_NEW,
  BUTTON_OLD,
  CARD,
  CARD_OLD,
  CARD_TEXT,
  PAGE,
  PAGE_OLD,
  PAGE_TEXT,
} from '../../support/answers/project'
import {
  EDITS,
  FENCES,
  type Outcome,
  PROSE,
  STRUCTURED,
  TAGS,
  THINKING,
  type WriterCase,
} from '../../support/answers/writer-answers'
import { portTo } from '../../support/model-requests'
import type { Answer } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

/*
 * How real models answer a writer, through the real SDK over HTTP and the real judge: what they said is taken in
 * whatever form they said it, and what is not whole is never stored. Each answer belongs to a model of its own name, so
 * that all of a table are asked at once.
 */

const spec = planApp({ prompt: 'A notebook where people keep notes' })
const written = [
  ...(writeFrontend({ spec, signal: new AbortController().signal }) as Iterable<{ path: string; content: string }>),
]
const existing = new Map<string, string>([
  ...written.map(({ path, content }): [string, string] => [path, content]),
  [CARD, CARD_OLD],
  [PAGE, PAGE_OLD],
  [BUTTON, BUTTON_OLD],
])
const WANTED: Record<Exclude<Outcome, 'safe'>, string[]> = {
  both: [CARD, PAGE],
  card: [CARD],
  page: [PAGE],
  button: [BUTTON],
  none: [],
}

let server: ModelServer
const answers = new Map<string, Answer>()
beforeAll(async () => {
  server = await startModelServer(({ model }) => answers.get(model)!)
})
afterAll(() => server.stop())

/** What is wrong with what became of an answer; empty when nothing is. */
async function faultsOf([habit, text, outcome, card = CARD_TEXT]: WriterCase): Promise<string[]> {
  answers.set(habit, { text, ignoresLimit: true })
  const port = portTo(server)
  const write = modelWriter({ name: 'frontend', owns: ownsPathsOf('frontend') }, { port, model: habit })
  const files = new Map<string, string>()
  const input = { spec, previous: spec, existing, prompt: 'Change the notes', signal: new AbortController().signal }
  const faults: string[] = []
  try {
    for await (const { path, content } of write(input)) files.set(path, content)
  } catch (error) {
    if ((error as Error).name !== 'GeneratorFailed') faults.push(String(error))
  }
  const good = new Map([
    [CARD, card],
    [PAGE, PAGE_TEXT],
    [BUTTON, BUTTON_NEW],
  ])
  for (const [path, content] of files)
    if (content.trimEnd() !== good.get(path)?.trimEnd() && content !== `// ${path}\n${good.get(path)}`)
      faults.push(`${path} is damaged:\n${content}`)
  if (outcome !== 'safe' && [...files.keys()].sort().join() !== [...WANTED[outcome]].sort().join())
    faults.push(`${[...files.keys()].join()} instead of ${WANTED[outcome].join()}`)
  return faults.map((fault) => `${habit}: ${fault}`)
}

/** Of so many lazy answers the everyday suite hears one: each costs a whole second answer. */
const LAZY_STEP = 4

/** Their answers are asked for again and again, or are as many as all the others. */
const COSTLY = new Set([
  'has tags of its own',
  'leaves holes',
  'uses the words of holes honestly',
  'answers in fences',
  'edits in other forms',
])

const TABLES: Record<string, WriterCase[]> = {
  'thinks aloud': THINKING,
  'talks around its files': PROSE,
  'answers in fences': FENCES,
  'has tags of its own': TAGS,
  'answers JSON': STRUCTURED,
  'edits in other forms': EDITS,
  'leaves holes': LAZY.filter((_, at) => at % LAZY_STEP === 0),
  'uses the words of holes honestly': HONEST,
}

async function faultsIn(cases: WriterCase[]): Promise<string[]> {
  expect(new Set(cases.map(([habit]) => habit)).size).toBe(cases.length)
  const faults: string[] = []
  const rest = cases.values()
  // As many at a time as the judge answers within its own time on a busy machine.
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const one of rest) faults.push(...(await faultsOf(one)))
    }),
  )
  return faults
}

describe('a model that', () => {
  const tables = Object.entries(TABLES)
  it.each(tables.filter(([name]) => !COSTLY.has(name)))('%s', async (_, cases) => {
    expect(await faultsIn(cases)).toEqual([])
  })
  it.each(tables.filter(([name]) => COSTLY.has(name)))('%s', { tags: ['deep'] }, async (_, cases) => {
    expect(await faultsIn(cases)).toEqual([])
  })
  it('leaves holes of any other kind', { tags: ['deep'] }, async () => {
    expect(await faultsIn(LAZY.filter((_, at) => at % LAZY_STEP !== 0))).toEqual([])
  })
})
