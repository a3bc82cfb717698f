/*
 * npm run bench:verify -- [folder] [--full]: what each check costs, warm, as medians over several runs; with --full
 * also `next build`, in fewer runs. Without a folder: what the built-in generators write for the prompt below, which is
 * about 50 files and 8 tables.
 */
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Report } from '../../lib/domains/evidence/contract.ts'
import { readFolder } from '../../lib/domains/evidence/read-folder.ts'
import { openScratchCluster } from '../../lib/domains/evidence/scratch/cluster.ts'
import { createVerifyCache } from '../../lib/domains/evidence/verify/verify-cache.ts'
import { verifyProject } from '../../lib/domains/evidence/verify-project.ts'
import { devoraHome } from '../launch/project.mjs'
import { builtInProject, median } from './built-in-project.ts'

const RUNS = 9
const TARGET_MS = 2500
const FULL_RUNS = 3
const FULL_TARGET_MS = 15_000
const PROMPT =
  'A learning site where teachers create courses with lessons and quizzes, students enroll in courses, answer quizzes, write reviews and ask questions, and see announcements. Light cyan background, teal components.'

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { full: { type: 'boolean', default: false } },
  })
  const [folder] = positionals
  const { full } = values
  const target = full ? FULL_TARGET_MS : TARGET_MS
  const files = folder === undefined ? await builtInProject(PROMPT) : (await readFolder(resolve(folder))).files
  const sql = [...files]
    .filter(([path]) => path.startsWith('supabase/migrations/'))
    .map(([, bytes]) => Buffer.from(bytes).toString('utf8'))
    .join('\n')
  const tables = sql.match(/^\s*create table /gim)?.length ?? 0
  console.log(`${files.size} files, ${tables} tables, ${cpus().length} cores, Node ${process.versions.node}\n`)
  const cluster = await openScratchCluster({ home: devoraHome() })
  try {
    const scratch = (): Promise<typeof cluster> => Promise.resolve(cluster)
    const began = performance.now()
    await verifyProject(files, { scratch, full })
    const cold = performance.now() - began
    const totals: number[] = []
    const reports: Report[] = []
    for (let run = 0; run < (full ? FULL_RUNS : RUNS); run++) {
      const start = performance.now()
      reports.push(await verifyProject(files, { scratch, full }))
      totals.push(performance.now() - start)
    }
    const cache = createVerifyCache()
    await verifyProject(files, { scratch, cache })
    const page = [...files.keys()].find((path) => /^app\/.*page\.tsx$/.test(path)) ?? ''
    const edits: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const edited = new Map(files).set(
        page,
        Buffer.concat([files.get(page) ?? Buffer.from(''), Buffer.from(`\n// ${run}\n`)]),
      )
      const start = performance.now()
      await verifyProject(edited, { scratch, cache })
      edits.push(performance.now() - start)
    }
    for (const { check, status } of reports[0]?.checks ?? []) {
      const times = reports.map((report) => report.checks.find((one) => one.check === check)?.ms ?? 0)
      console.log(`  ${check.padEnd(10)} ${status.padEnd(12)} ${String(median(times)).padStart(6)} ms`)
    }
    console.log(
      `\n  all        ${(reports[0]?.status ?? '').padEnd(12)} ${median(totals).toFixed(0).padStart(6)} ms   (target ${target}; first run ${cold.toFixed(0)} ms)`,
    )
    console.log(`  one file edited, with the cache  ${median(edits).toFixed(0).padStart(6)} ms`)
    if (median(totals) > target) process.exitCode = 1
  } finally {
    await cluster.close({ stop: true })
  }
}

await main()
process.exit()
