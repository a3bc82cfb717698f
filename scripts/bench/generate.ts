/*
 * npm run bench:generate -- [file.jsonl] : runs every prompt of a file through a Devora of its own, one after another,
 * and prints per prompt the time from request to delivered version, its files and its checks. One JSON object with a
 * `prompt` per line. With --full each version is then built too (`next build` in its sandbox), which the times do not
 * hold; mutation controls, which follow a delivery by themselves, are off. Without a file: DEVORA_PROMPTS, then the
 * repository's own prompts.
 */
import { cpus } from 'node:os'
import { fromStreamPart } from '../../lib/domains/runs/events.ts'
import { startOwnApp } from './own-app.ts'
import { promptFile, readPrompts } from './prompts.ts'
import { type Api, median, signIn } from './sign-in.ts'

type Row = {
  projectId: string
  id: string
  ms: number
  files: number
  status: string
  checks: string
  bad: boolean
  entities: string[]
  pages: number
  theme: string
}

const IS_FULL = process.argv.includes('--full')

/** Checks the version again with `next build`, and says what came out: `built`, or what it is instead. */
async function buildToo(api: Api, projectId: string): Promise<string> {
  const started = performance.now()
  const { runId } = (await (await api(`/projects/${projectId}/versions/1/verify`, { full: true })).json()) as {
    runId: string
  }
  await (await api(`/runs/${runId}/events`)).text()
  const { status } = (await (await api(`/projects/${projectId}/report`)).json()) as { status: string }
  return `${status} after ${((performance.now() - started) / 1000).toFixed(1)} s`
}

async function generate(api: Api, id: string, prompt: string): Promise<Row> {
  const started = performance.now()
  const answer = await api('/generate', { prompt, mode: 'fullstack' })
  if (answer.status !== 202) throw new Error(`${id}: ${answer.status} ${await answer.text()}`)
  const { runId, projectId } = (await answer.json()) as { runId: string; projectId: string }
  const stream = await (await api(`/runs/${runId}/events`)).text()
  const ms = performance.now() - started
  const events = stream
    .split('\n')
    .flatMap((line) =>
      line.startsWith('data: {') ? [fromStreamPart(JSON.parse(line.slice(6)) as { type: string })] : [],
    )
  const end = events.find((event) => event?.type === 'end')
  const plan = events.find((event) => event?.type === 'plan')
  if (end?.type !== 'end' || end.status !== 'completed')
    return {
      projectId: '',
      id,
      ms,
      files: 0,
      status: `run ${end?.status ?? 'without end'}`,
      checks: '',
      bad: true,
      entities: [],
      pages: 0,
      theme: '',
    }
  const report = (await (await api(`/projects/${projectId}/report`)).json()) as {
    status: string
    checks: Array<{ check: string; status: string; ms?: number }>
  }
  const tree = (await (await api(`/projects/${projectId}/files`)).json()) as { items: unknown[] }
  const devora = (await (await api(`/projects/${projectId}/files/devora.json`)).json()) as { content: string }
  const { theme } = JSON.parse(devora.content) as { theme: { background: string; component: string } }
  const checks = report.checks.filter((check) => check.status !== 'not_run' && check.status !== 'unavailable')
  return {
    projectId,
    id,
    ms,
    files: tree.items.length,
    status: report.status,
    checks: checks
      .map(
        (check) =>
          `${check.check}${check.status === 'passed' ? '' : ` ${check.status.toUpperCase()}`} ${check.ms ?? '?'}`,
      )
      .join(', '),
    bad: checks.some((check) => check.status !== 'passed'),
    entities: plan?.type === 'plan' ? plan.entities : [],
    pages: plan?.type === 'plan' ? plan.pages.length : 0,
    theme: `${theme.background}/${theme.component}`,
  }
}

const file = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? promptFile()
const prompts = readPrompts(file).map((one, index) => ({ id: String(index + 1), ...one }))
console.log(`${prompts.length} prompts of ${file}, ${cpus().length} cores`)
const app = await startOwnApp({ EVIDENCE_CONTROLS: 'false' })
const rows: Row[] = []
try {
  const api = await signIn(app)
  for (const { id, prompt } of prompts) {
    const row = await generate(api, id, prompt)
    rows.push(row)
    if (IS_FULL && row.projectId !== '') console.log(`${''.padEnd(9)}${await buildToo(api, row.projectId)}`)
    console.log(
      `${row.id.padEnd(8)} ${(row.ms / 1000).toFixed(2)} s  ${String(row.files).padStart(3)} files  ${row.status.padEnd(10)} ${row.checks}`,
    )
    console.log(`         ${row.pages} pages, ${row.theme}: ${row.entities.join(', ')}`)
  }
} finally {
  await app.stop()
}
const times = rows.map((row) => row.ms)
const bad = rows.filter((row) => row.bad)
console.log(
  `median ${(median(times) / 1000).toFixed(2)} s, slowest ${(Math.max(...times) / 1000).toFixed(2)} s; ${rows.length - bad.length} of ${rows.length} with all checks passed`,
)
process.exitCode = bad.length > 0 ? 1 : 0
