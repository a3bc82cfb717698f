/*
 * npm run bench:pipeline [runs] [tokens/s …] : runs of a model that answers at a fixed rate, through a Devora of its
 * own. Prints as ratios within one run: wall time against the critical path, and the same calls one after another
 * against wall time; how late events reach a reader; how soon after the request the first model call is made. The model
 * is the tests' stand-in server, over real HTTP.
 */
import { startModelServer } from '../../tests/support/model-server.ts'
import { goodAnswer, PROMPT, stageOf } from '../../tests/support/model-team.ts'
import { startOwnApp } from './own-app.ts'
import { type Api, median, signIn } from './sign-in.ts'

const RUNS = Number(process.argv[2] ?? 5)
/** The first is a fast model of today; the second makes our own share of the time as visible as it can get. */
const RATES = process.argv.length > 3 ? process.argv.slice(3).map(Number) : [1_000, 12_000]
const STAGES = ['context', 'architect', 'pages', 'frontend', 'backend', 'database', 'review', 'deliver']

let rate = Math.max(...RATES)
type Call = { stage: string; from: number; to: number }
const calls: Call[] = []
const server = await startModelServer((request) => {
  if (!request.path.endsWith('/chat/completions')) return {}
  const call: Call = { stage: stageOf(request), from: performance.now(), to: 0 }
  calls.push(call)
  void request.closed.then(() => (call.to = performance.now()))
  return { ...goodAnswer(request), tokensPerSecond: rate, thinkMs: 50, ignoresLimit: true }
})

type Timing = {
  wall: number
  critical: number
  serial: number
  firstCall: number
  calls: number
  stages: Map<string, number>
}
type Event = { type: string; data: { stage: string; status: string; ms?: number; at?: number } }
/**
 * From the moment an event was said to the moment a reader of the run's stream had it, for events said while the reader
 * listened.
 */
const late = { stage: [] as number[], any: [] as number[] }

async function once(api: Api, isCounted = true): Promise<Timing> {
  calls.length = 0
  const asked = performance.now()
  const answer = await api('/generate', { prompt: PROMPT, model: 'gpt-5-mini', budgetMicros: 1_000_000 })
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
  const started = (await answer.json()) as { runId: string }
  const response = await api(`/runs/${started.runId}/events`)
  const listening = Date.now()
  const stages = new Map<string, number>()
  let buffer = ''
  let end = 0
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    const [now, clock] = [performance.now(), performance.timeOrigin + performance.now()]
    buffer += decoder.decode(chunk as Uint8Array, { stream: true })
    const blocks = buffer.split('\n\n')
    buffer = blocks.pop() ?? ''
    for (const block of blocks) {
      const json = /^data: (\{.*\})$/m.exec(block)?.[1]
      if (json === undefined) continue
      const { type, data } = JSON.parse(json) as Event
      if (type === 'data-end') end = now
      if (type === 'data-stage' && data.ms !== undefined) stages.set(data.stage, data.ms)
      if (!isCounted || data?.at === undefined || data.at < listening) continue
      late.any.push(clock - data.at)
      if (type === 'data-stage') late.stage.push(clock - data.at)
    }
  }
  const ms = (stage: string): number => stages.get(stage) ?? 0
  const critical =
    ms('context') +
    ms('architect') +
    Math.max(ms('pages') + ms('frontend'), ms('backend'), ms('database')) +
    ms('review')
  const serial = calls.reduce((sum, { from, to }) => sum + to - from, 0)
  return { wall: end - asked, critical, serial, firstCall: calls[0]!.from - asked, calls: calls.length, stages }
}

const percentile = (values: readonly number[], share: number): string =>
  `${([...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? NaN).toFixed(0)} ms`

const app = await startOwnApp({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'bench' })
try {
  await once(await signIn(app), false) // warms the checks and the compiler
  for (rate of RATES) {
    late.stage = []
    late.any = []
    const timings: Timing[] = []
    // each with the free credit of a new user
    for (let at = 0; at < RUNS; at++) timings.push(await once(await signIn(app)))
    const ratio = (of: (timing: Timing) => number): string => median(timings.map(of)).toFixed(2)
    console.log(
      `\n${RUNS} runs of a model at ${rate} tokens/s, ${median(timings.map((one) => one.calls))} calls each; medians`,
    )
    console.log(`wall ${(median(timings.map((one) => one.wall)) / 1000).toFixed(2)} s`)
    const ofStage = (stage: string): number => median(timings.map((one) => one.stages.get(stage) ?? 0))
    console.log(`  stages, ms: ${STAGES.map((stage) => `${stage} ${ofStage(stage)}`).join(', ')}`)
    console.log(`wall / critical path              ${ratio((one) => one.wall / one.critical)}`)
    console.log(`the calls one after another / wall ${ratio((one) => one.serial / one.wall)}`)
    console.log(`request to first model call       ${ratio((one) => one.firstCall)} ms`)
    for (const [what, values] of [
      ['stage events', late.stage],
      ['all events', late.any],
    ] as const)
      console.log(
        `${what} at the reader, p50 ${percentile(values, 0.5)}, p95 ${percentile(values, 0.95)} (${values.length})`,
      )
  }
} finally {
  await app.stop()
  await server.stop()
}
