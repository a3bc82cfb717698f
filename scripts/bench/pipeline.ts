/*
 * npm run bench:pipeline : runs of a model that answers at a fixed rate, through a Devora of its own. Prints as ratios within one
 * run: wall time against the critical path, and against the same calls one after another; how late stage events reach a reader;
 * how soon after the request the first model call is made. The model is the tests' stand-in server, over real HTTP.
 */
import { startModelServer } from '../../tests/support/model-server.ts'
import { goodAnswer, PROMPT, stageOf } from '../../tests/support/model-team.ts'
import { startOwnApp } from './own-app.ts'
import { type Api, median, signIn } from './sign-in.ts'

const RUNS = Number(process.argv[2] ?? 5)
const RATE = 12_000 // tokens a second: a run takes some seconds, as with a fast model and a small project
type Call = { stage: string; from: number; to: number }
const calls: Call[] = []
const server = await startModelServer((request) => {
  if (!request.path.endsWith('/chat/completions')) return {}
  const stage = stageOf(request)
  const call: Call = { stage, from: performance.now(), to: 0 }
  calls.push(call)
  void request.closed.then(() => (call.to = performance.now()))
  return { ...goodAnswer(request), tokensPerSecond: RATE, thinkMs: 50, ignoresLimit: true }
})

type Timing = { wall: number; critical: number; serial: number; firstCall: number; late: number[] }

async function once(api: Api): Promise<Timing> {
  calls.length = 0
  const asked = performance.now()
  const answer = await api('/generate', { prompt: PROMPT, model: 'gpt-5-mini', budgetMicros: 300_000 })
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
  const started = (await answer.json()) as { runId: string }
  const response = await api(`/runs/${started.runId}/events`)
  const stages = new Map<string, { from: number; to: number; ms: number }>()
  const late: number[] = []
  let buffer = ''
  let end = 0
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    const now = performance.now()
    buffer += decoder.decode(chunk as Uint8Array, { stream: true })
    const blocks = buffer.split('\n\n')
    buffer = blocks.pop() ?? ''
    for (const block of blocks) {
      const json = /^data: (\{.*\})$/m.exec(block)?.[1]
      if (json === undefined) continue
      const { type, data } = JSON.parse(json) as { type: string; data: { stage: string; status: string; ms?: number } }
      if (type === 'data-end') end = now
      if (type !== 'data-stage') continue
      if (data.status === 'running') stages.set(data.stage, { from: now, to: 0, ms: 0 })
      else Object.assign(stages.get(data.stage)!, { to: now, ms: data.ms ?? 0 })
    }
  }
  // A writer's call ends at the server at a known moment; its stage's end reaches the reader after storing and telling it.
  for (const { stage, to } of calls) {
    const shown = stages.get(stage)
    if (shown !== undefined && ['frontend', 'backend', 'database'].includes(stage)) late.push(shown.to - to)
  }
  const ms = (stage: string): number => stages.get(stage)?.ms ?? 0
  const critical = ms('context') + ms('architect') + Math.max(ms('pages') + ms('frontend'), ms('backend'), ms('database')) + ms('review')
  const serial = ['context', 'architect', 'pages', 'frontend', 'backend', 'database', 'review'].reduce((sum, stage) => sum + ms(stage), 0)
  return { wall: end - asked, critical, serial, firstCall: calls[0]!.from - asked, late }
}

const app = await startOwnApp({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'bench' })
try {
  await once(await signIn(app)) // warms the checks and the compiler
  const timings: Timing[] = []
  for (let at = 0; at < RUNS; at++) timings.push(await once(await signIn(app))) // each with the free credit of a new maker
  const ratio = (of: (timing: Timing) => number): string => median(timings.map(of)).toFixed(2)
  const late = timings.flatMap((timing) => timing.late).sort((a, b) => a - b)
  console.log(`${RUNS} runs of a model at ${RATE} tokens/s; medians`)
  console.log(`wall ${(median(timings.map((one) => one.wall)) / 1000).toFixed(2)} s`)
  console.log(`wall / critical path        ${ratio((one) => one.wall / one.critical)}`)
  console.log(`one after another / wall    ${ratio((one) => one.serial / one.wall)}`)
  console.log(`request to first model call ${ratio((one) => one.firstCall)} ms`)
  console.log(
    `end of a call to its stage's end at the reader, p95 ${(late[Math.floor(late.length * 0.95)] ?? 0).toFixed(0)} ms (holds judging and storing the last files)`,
  )
} finally {
  await app.stop()
  await server.stop()
}
