import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownsPathsOf } from '../../../lib/domains/generation/agents/agent'
import { judgeFile } from '../../../lib/domains/evidence/judge-file'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { GeneratorFailed } from '../../../lib/domains/generation/agents/generator-failed'
import { modelWriter } from '../../../lib/domains/generation/agents/model-writer'
import type { ModelPort } from '../../../lib/integrations/models/port'
import {
  block,
  BUTTON,
  BUTTON_NEW,
  BUTTON_OLD,
  CARD,
  CARD_OLD,
  edit,
  fence,
  PAGE,
  REPLACE,
  SEARCH,
  tag,
} from '../../support/answers/project'
import { portTo } from '../../support/model-requests'
import type { Fault } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

/*
 * A recorded answer with everything the protocol has, cut at every single byte on its way through HTTP and the SDK,
 * also inside a character: whatever is stored then is a whole file of that answer. The judge is the real one.
 */

const NOTE = 'components/notes/empty-note.tsx'
const CARD_NEW = "export function NoteCard() {\n  const quote = '</file>'\n  return <p title={quote}>ñ ☕ 👩‍🚀</p>\n}\n"
const NOTE_NEW = 'export function EmptyNote() {\n  return <p>Nothing yet</p>\n}\n'
const PAGE_NEW = "export default function NotesPage() {\n  return <h1>{'你好'}</h1>\n}\n"
const ANSWER = `<think>First the card.</think>
Here you go:
${tag(CARD, CARD_NEW)}

${edit(BUTTON, block(SEARCH, REPLACE))}

### ${PAGE}
${fence(PAGE_NEW)}
<delete path="components/notes/old-note.tsx"/>
<file path="${NOTE}">\r\n${NOTE_NEW.replaceAll('\n', '\r\n')}</file>
<none/>
That is all. ☕`

const existing = new Map([
  [CARD, CARD_OLD],
  [BUTTON, BUTTON_OLD],
  ['components/notes/old-note.tsx', 'export {}\n'],
])
const whole = new Map([
  [CARD, CARD_NEW],
  [BUTTON, BUTTON_NEW],
  [PAGE, PAGE_NEW],
  [NOTE, NOTE_NEW],
])
const spec = { ...planApp({ prompt: 'A notebook' }), pages: [], entities: [] }
const signal = new AbortController().signal

const BYTES = Buffer.from(ANSWER)
/**
 * The answer as a server streams it: pieces of a few bytes each, which may end inside a character, as JSON strings of
 * whole ones.
 */
const STREAM = Buffer.from(
  [...(ANSWER.match(/[\s\S]{1,120}/gu) ?? [])]
    .map((content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`)
    .join(''),
)
const END = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

type Cut = { model: string; fault: Fault }
let server: ModelServer
let port: ModelPort
const faults = new Map<string, Fault>()
beforeAll(async () => {
  server = await startModelServer(({ model }) => ({ fault: faults.get(model)! }))
  port = portTo(server, { retry: { attempts: 1 } })
})
afterAll(() => server.stop())

/** The real judge, asked once for each text: what it says follows from the text alone. */
const judged = new Map<string, Promise<string | null>>()
function judge({ path, content }: { path: string; content: string }): Promise<string | null> {
  const key = `${path}\n${content}`
  if (!judged.has(key))
    judged.set(
      key,
      judgeFile(path, content, signal).then(([finding]) => finding?.message ?? null),
    )
  return judged.get(key)!
}

class OnlyOnce extends Error {}

/** What is damaged among the files that a cut answer leaves; and how many were whole. */
async function damageOf({ model, fault }: Cut): Promise<{ damaged: string[]; whole: number }> {
  faults.set(model, fault)
  let calls = 0
  // What it would ask for again is not of interest: only the cut answer counts.
  const beforeCall = (): void => {
    if (calls++ > 0) throw new OnlyOnce()
  }
  const write = modelWriter({ name: 'frontend', owns: ownsPathsOf('frontend') }, { port, model, judge, beforeCall })
  const files = new Map<string, string>()
  try {
    for await (const file of write({ spec, previous: spec, existing, prompt: 'Change it', signal }))
      files.set(file.path, file.content)
  } catch (error) {
    if (!(error instanceof GeneratorFailed || error instanceof OnlyOnce)) throw error
  }
  const damaged = [...files].filter(([path, content]) => whole.get(path) !== content)
  return {
    damaged: damaged.map(([path, content]) => `${model}: ${path}\n${content}`),
    whole: files.size - damaged.length,
  }
}

async function cutEverywhere(cuts: Cut[]): Promise<{ tried: number; damaged: string[]; left: number[] }> {
  const results: { damaged: string[]; whole: number }[] = []
  const rest = cuts.values()
  await Promise.all(
    Array.from({ length: 24 }, async () => {
      for (const cut of rest) results.push(await damageOf(cut))
    }),
  )
  const left = [...new Set(results.map((result) => result.whole))].toSorted()
  return { tried: results.length, damaged: results.flatMap(({ damaged }) => damaged), left }
}
/** Every byte by `npm run test:deep`; every day as many, spread over all, as take a moment. */
const STEPS: [string, number, { tags?: string[] }][] = [
  ['every thirteenth byte', 13, {}],
  ['every byte', 1, { tags: ['deep'] }],
]
/** It proves something only when both happened: answers that left every file, and answers that left none. */
const unharmed = (tried: number): object => ({ tried, damaged: [], left: [0, 1, 2, 3, 4] })

const everyNth = (count: number, step: number): number[] =>
  Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step)

describe.each(STEPS)('an answer that is cut at %s', (_, step, options) => {
  it('of what the model said, by its limit', options, async () => {
    const upTo = (size: number): Fault => {
      const content = new TextDecoder('utf-8').decode(BYTES.subarray(0, size), { stream: true })
      const chunk = (delta: object, reason: string | null): string =>
        `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`
      return { kind: 'wire', pieces: [`${chunk({ content }, null)}${chunk({}, 'length')}data: [DONE]\n\n`] }
    }
    const cuts = everyNth(BYTES.length + 1, step).map((at) => ({ model: `limit-${at}`, fault: upTo(at) }))
    expect(await cutEverywhere(cuts)).toEqual(unharmed(cuts.length))
  })

  it('of what the server sent, by a body that ends or a connection that breaks', options, async () => {
    const all = Buffer.concat([STREAM, Buffer.from(END)])
    const cuts = everyNth(all.length + 1, step).map((at): Cut => {
      const fault: Fault = { kind: 'wire', pieces: [all.subarray(0, at)], ...(at % 2 === 1 && { end: 'reset' }) }
      return { model: `wire-${at}`, fault }
    })
    expect(await cutEverywhere(cuts)).toEqual(unharmed(cuts.length))
  })
})
