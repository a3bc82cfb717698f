import { appendFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { ownsPathsOf } from '../../../lib/domains/generation/agents/agent'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { writeFrontend } from '../../../lib/domains/generation/builtin/frontend/write-frontend'
import { modelWriter } from '../../../lib/domains/generation/models/writer-maker'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import { type Answer, type ModelServer, startModelServer } from '../../support/model-server'
import { HONEST_LINES, honest, LAZY, LAZY_JSX } from '../../support/answers/lazy-answers'
import * as P from '../../support/answers/project'
import { EDITS, FENCES, PROSE, STRUCTURED, TAGS, THINKING, type WriterCase } from '../../support/answers/writer-answers'

const spec = planApp({ prompt: 'A notebook where people keep notes' })
const existing = new Map([...[...writeFrontend({ spec, signal: new AbortController().signal }) as Iterable<{ path: string; content: string }>].map((f) => [f.path, f.content] as [string, string]), [P.CARD, P.CARD_OLD], [P.PAGE, P.PAGE_OLD], [P.BUTTON, P.BUTTON_OLD]])
const good = new Map([[P.CARD, P.CARD_TEXT], [P.PAGE, P.PAGE_TEXT], [P.BUTTON, P.BUTTON_NEW]])
let server: ModelServer
const answers = new Map<string, Answer>()
beforeAll(async () => { server = await startModelServer((request) => (request.headers['x'] , answers.get(request.model) ?? {})) })
afterAll(() => server.stop())

const OUT = '/tmp/habits.jsonl'
let n = 0
async function runCase(text: Answer): Promise<{ files: Map<string, string>; error: unknown; calls: number; problems: string[]; ms: number }> {
  const model = `m${n++}`
  answers.set(model, text)
  const port = createOpenAiCompatible({ baseUrl: server.url, apiKey: null, provider: 'compatible' }, { policy: { allowLocal: true }, retry: { baseMs: 1, attempts: 2 } as object, timeouts: { betweenTokensMs: 15_000, firstTokenMs: 15_000 } })
  const files = new Map<string, string>(); let calls = 0; let error: unknown = null; const problems: string[] = []
  const made = modelWriter({ name: 'frontend', owns: ownsPathsOf('frontend') }, { port, model, onUsage: () => calls++, onProgress: (e) => { if (e.type === 'problem') problems.push(`${e.rule}:${JSON.stringify(e).slice(0,160)}`) } })
  const t = performance.now()
  try { for await (const f of made({ spec, previous: spec, existing, prompt: 'Change it', signal: AbortSignal.timeout(20_000) })) files.set(f.path, f.content) } catch (e) { error = e }
  return { files, error, calls, problems, ms: performance.now() - t }
}
const norm = (s: string): string => s.replace(/\r\n/g, '\n').trimEnd()
const sets: Record<string, WriterCase[]> = { THINKING, PROSE, FENCES, TAGS, STRUCTURED, EDITS, LAZY, LAZY_JSX, HONEST: HONEST_LINES.map((line) => [`honest: ${line}`, `${P.tag(P.CARD, honest(line))}\n${P.tag(P.PAGE, P.PAGE_TEXT)}`, 'both']) }
describe.each(Object.entries(sets))('%s', (set, cases) => {
  it('measure', async () => {
    await Promise.all(cases.map(async ([habit, text, outcome]) => {
      const r = await runCase({ text, ignoresLimit: true })
      const want = { both: [P.CARD, P.PAGE], card: [P.CARD], page: [P.PAGE], button: [P.BUTTON], safe: null, none: [] }[outcome]
      let verdict = 'ok'; const notes: string[] = []
      for (const [path, content] of r.files) {
        const expected = set === 'HONEST' && path === P.CARD ? honest(habit.slice(8)) : good.get(path)
        if (!expected) { verdict = 'WRONG'; notes.push(`foreign ${path}: ${content}`) }
        else if (norm(content) !== norm(expected) && norm(content) !== norm(`// ${path}\n${expected}`)) { verdict = outcome === 'safe' ? 'LOOK' : 'WRONG'; notes.push(`damaged ${path}:\n${content}`) }
      }
      if (verdict === 'ok' && want && want.some((p) => !r.files.has(p))) { verdict = 'LOST'; notes.push(`lost ${want.filter((p) => !r.files.has(p)).join()}`) }
      if (verdict === 'ok' && want && [...r.files.keys()].some((p) => !want.includes(p))) { verdict = 'WRONG'; notes.push('extra') }
      if (r.error && (r.error as Error).name !== 'MakerFailed') { verdict = 'CRASH'; notes.push(String((r.error as Error).stack)) }
      appendFileSync(OUT, JSON.stringify({ set, habit, outcome, verdict, calls: r.calls, got: [...r.files.keys()], error: r.error && String(r.error), problems: r.problems, notes, ms: Math.round(r.ms) }) + '\n')
    }))
  }, 120_000)
})
