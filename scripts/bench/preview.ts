/*
 * npm run bench:preview -- [--all | --browser]: what it costs to bundle a generated project, to start it on the server
 * and to open its pages, warm, as medians, and what a scenario costs; with --all the check `preview` over every prompt
 * that DEVORA_PROMPTS names (else the repository's own), and what fails; with --browser what a preview costs whoever
 * looks.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { AppBundle } from '../../lib/app-runtime/build-app.ts'
import type { Runtime } from '../../lib/app-runtime/open-runtime.ts'
import { buildPreview, openPreviewRuntime } from '../../lib/domains/evidence/build-preview.ts'
import { openScratchCluster } from '../../lib/domains/evidence/scratch/cluster.ts'
import { verifyProject } from '../../lib/domains/evidence/verify-project.ts'
import { devoraHome } from '../launch/project.mjs'
import { builtInProject, median } from './built-in-project.ts'
import { measureInBrowser } from './preview-browser.ts'
import { promptFile, readPrompts } from './prompts.ts'
import { RECIPE_ASKS, RECIPE_PROMPT, withRecipeAsks } from './recipe-asks.ts'
import { measureScenarios } from './scenarios.ts'

const RUNS = 9
const ENV = { NEXT_PUBLIC_SUPABASE_URL: 'http://supabase.local', NEXT_PUBLIC_SUPABASE_ANON_KEY: 'key' }

/** Milliseconds of CPU of this process's children so far (clock ticks of Linux are hundredths of a second). */
function childrenCpu(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
  return children
    .map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [])
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10, 0)
}

type Cost = { wall: number; cpu: number }
async function cost<T>(work: () => Promise<T>): Promise<Cost & { answer: T }> {
  const [began, own, theirs] = [performance.now(), process.cpuUsage(), childrenCpu()]
  const answer = await work()
  const used = process.cpuUsage(own)
  const cpu = (used.user + used.system) / 1000 + childrenCpu() - theirs
  return { wall: performance.now() - began, cpu, answer }
}

const line = (what: string, costs: readonly Cost[]): void =>
  console.log(
    `${what.padEnd(34)} ${median(costs.map(({ cpu }) => cpu))
      .toFixed(0)
      .padStart(6)} ms CPU ${median(costs.map(({ wall }) => wall))
      .toFixed(0)
      .padStart(6)} ms wall`,
  )

async function build(files: ReadonlyMap<string, Uint8Array>, runtime: Runtime): Promise<AppBundle> {
  const { bundle, problems } = await buildPreview(files, runtime, ENV)
  if (bundle === null) throw new Error(JSON.stringify(problems))
  return bundle
}

async function measure(): Promise<void> {
  const files = await builtInProject(RECIPE_PROMPT)
  console.log(`${files.size} files, ${cpus().length} cores, Node ${process.versions.node}\n`)
  const opened = await cost(openPreviewRuntime(devoraHome()))
  line('opening the runtime', [opened])
  const first = await cost(() => build(files, opened.answer))
  line('the first build of the process', [first])
  const builds: Cost[] = []
  for (let run = 0; run < RUNS; run++) {
    const edited = new Map(files).set(
      'app/page.tsx',
      Buffer.from(`${Buffer.from(files.get('app/page.tsx') ?? '').toString('utf8')}\n// ${run}\n`),
    )
    builds.push(await cost(() => build(edited, opened.answer)))
  }
  line('a build after an edit', builds)
  const bundle = first.answer
  for (const universe of ['rsc', 'ssr', 'client'] as const) {
    const chunks = await Promise.all(bundle[universe].chunks.map((name) => opened.answer.read(name)))
    const kb = (text: string): string => `${(text.length / 1024).toFixed(0)} kB`
    console.log(`${universe.padEnd(34)} ${kb(bundle[universe].code)} of its own, ${kb(chunks.join(''))} of packages`)
  }
  await measureScenarios(withRecipeAsks(files), RECIPE_ASKS)
}

async function checkAll(): Promise<void> {
  const path = promptFile()
  const prompts = readPrompts(path)
  console.log(`${prompts.length} prompts of ${path}, ${cpus().length} cores\n`)
  const cluster = await openScratchCluster({ home: devoraHome() })
  const previewRuntime = openPreviewRuntime(devoraHome())
  await previewRuntime()
  const times: number[] = []
  let passed = 0
  for (const { id, prompt } of prompts) {
    const files = await builtInProject(prompt)
    const options = { only: ['preview'] as const, scratch: () => Promise.resolve(cluster), previewRuntime }
    const check = (await verifyProject(files, options)).checks.find((one) => one.check === 'preview')
    times.push(check?.ms ?? 0)
    if (check?.status === 'passed') passed++
    console.log(`${(id ?? prompt).slice(0, 60).padEnd(60)} ${check?.status} ${check?.ms} ms`)
    for (const { message } of check?.findings ?? []) console.log(`    ${message}`)
  }
  console.log(`\n${passed} of ${prompts.length} passed; median ${median(times)} ms, slowest ${Math.max(...times)} ms`)
  await cluster.close({ stop: true })
}

const FLAG = { type: 'boolean', default: false } as const
const { values } = parseArgs({ options: { all: FLAG, browser: FLAG } })
await (values.all ? checkAll() : values.browser ? measureInBrowser() : measure())
process.exit(0)
