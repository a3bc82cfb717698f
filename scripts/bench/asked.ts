/*
 * npm run bench:asked -- [file.jsonl]: how much of what is asked the built-in generators do, and whether they say so.
 * Per prompt: asks, and how many of them are proven by using the application (and held by their mutation controls),
 * unproven, failed, not built; passages that were not understood; tables that no word asked for; tables open to
 * visitors that no ask speaks of; seconds to prove, and to control. One JSON object with a `prompt` per line; without
 * a file: DEVORA_PROMPTS, then the repository's own prompts. Exit 1 when a word was lost, an ask failed, or something
 * is called proven that nobody would miss.
 */
import { cpus } from 'node:os'
import { controlProject } from '../../lib/domains/evidence/behaviour/controls/control-project.ts'
import { openPreviewRuntime } from '../../lib/domains/evidence/build-preview.ts'
import type { AskResult } from '../../lib/domains/evidence/contract.ts'
import { openScratchCluster } from '../../lib/domains/evidence/scratch/cluster.ts'
import { verifyProject } from '../../lib/domains/evidence/verify-project.ts'
import { inventedIn } from '../../lib/domains/generation/builtin/asks/invented.ts'
import { AppSpec } from '../../lib/domains/spec/contract.ts'
import { devoraHome } from '../launch/project.mjs'
import { builtInProject, median } from './built-in-project.ts'
import { promptFile, readPrompts } from './prompts.ts'

type Row = {
  counts: Record<AskResult['status'], number>
  held: number
  notUnderstood: number
  /** Words of the prompt, beyond function words, that belong to nothing. */
  lost: number
  invented: string[]
  open: string[]
  proveMs: number
  controlMs: number
}

const scratchHome = devoraHome()
const cluster = await openScratchCluster({ home: scratchHome })
const scratch = (): Promise<typeof cluster> => Promise.resolve(cluster)
const previewRuntime = openPreviewRuntime(scratchHome)
const { signal } = new AbortController()

async function rowOf(prompt: string): Promise<Row> {
  const files = await builtInProject(prompt)
  const spec = AppSpec.parse(JSON.parse(new TextDecoder().decode(files.get('devora.json'))))
  const began = performance.now()
  const report = await verifyProject(files, {
    scratch,
    previewRuntime,
    only: ['schema', 'access', 'preview', 'behaviour'],
  })
  const proved = performance.now()
  const before = report.asks ?? []
  const results = await controlProject(files, before, { scratch, previewRuntime, signal })
  const of = (status: AskResult['status']): number => results.filter((one) => one.status === status).length
  const asks = spec.asks ?? []
  return {
    counts: {
      proven: of('proven'),
      unproven: of('unproven'),
      failed: of('failed'),
      not_built: of('not_built'),
      struck: of('struck'),
    },
    held: results.filter(({ status, control }) => status === 'proven' && control === 'held').length,
    notUnderstood: (spec.prompts ?? []).reduce((sum, one) => sum + one.notUnderstood.length, 0),
    lost: lostIn(spec),
    invented: inventedIn(spec, asks),
    open: openIn(spec),
    proveMs: proved - began,
    controlMs: performance.now() - proved,
  }
}

/** Words that stand in no span at all and are longer than function words are: told nowhere. */
function lostIn({ asks = [], prompts = [] }: AppSpec): number {
  return prompts.reduce((sum, { text, context, notUnderstood }, nth) => {
    const spans = [
      ...asks.filter((ask) => ask.prompt === nth).flatMap((ask) => ask.spans),
      ...context,
      ...notUnderstood,
    ]
    const isTold = (at: number): boolean => spans.some(({ from, text: said }) => at >= from && at < from + said.length)
    return sum + [...text.matchAll(/\p{L}{8,}/gu)].filter(({ index }) => !isTold(index)).length
  }, 0)
}

/** Tables that visitors read although no ask is about who may. */
function openIn({ access, asks = [] }: AppSpec): string[] {
  const told = new Set(asks.flatMap(({ items = [] }) => items.filter((item) => item.startsWith('access:'))))
  return access.flatMap(({ table, allow }) =>
    allow.anon?.includes('read') === true && !told.has(`access:${table}`) ? [table] : [],
  )
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const file = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? promptFile()
const prompts = readPrompts(file).map((one, index) => ({ id: String(index + 1), ...one }))
console.log(`${prompts.length} prompts of ${file}, ${cpus().length} cores`)
const rows: Row[] = []
try {
  for (const { id, prompt } of prompts) {
    const row = await rowOf(prompt)
    rows.push(row)
    const { proven, unproven, failed, not_built: notBuilt } = row.counts
    console.log(
      `${id.padEnd(8)} ${proven + unproven + failed + notBuilt} asks: ${proven} proven (${row.held} held), ${unproven} unproven, ` +
        `${failed} failed, ${notBuilt} not built; ${row.notUnderstood} passages not understood, ${row.lost} words lost; ` +
        `invented ${row.invented.join(', ') || 'nothing'}; open unasked ${row.open.join(', ') || 'nothing'}; ` +
        `proven in ${seconds(row.proveMs)}, controlled in ${seconds(row.controlMs)}`,
    )
  }
} finally {
  await cluster.close()
}
const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0)
const all = sum(({ counts }) => counts.proven + counts.unproven + counts.failed + counts.not_built)
const unheld = sum(({ counts, held }) => counts.proven - held)
console.log(
  `${all} asks: ${sum(({ counts }) => counts.proven)} proven, ${sum(({ counts }) => counts.unproven)} unproven, ` +
    `${sum(({ counts }) => counts.failed)} failed, ${sum(({ counts }) => counts.not_built)} not built; ` +
    `${sum((row) => row.notUnderstood)} passages not understood, ${sum((row) => row.lost)} words lost, ` +
    `${unheld} proven without a control that holds; median ${seconds(median(rows.map((row) => row.proveMs)))} to prove, ` +
    `${seconds(median(rows.map((row) => row.controlMs)))} to control`,
)
process.exit(sum((row) => row.lost) + unheld + sum(({ counts }) => counts.failed) > 0 ? 1 : 0)
