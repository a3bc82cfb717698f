import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CHECK_NAMES } from '../lib/domains/evidence/constants.ts'
import { findChromium } from '../lib/domains/evidence/behaviour/chromium/find-chromium.ts'
import type { CheckName, Report } from '../lib/domains/evidence/contract.ts'
import { readArchive } from '../lib/domains/evidence/read-archive.ts'
import { loadProject } from '../lib/domains/evidence/load-project.ts'
import { readFolder } from '../lib/domains/evidence/read-folder.ts'
import { openPreviewRuntime } from '../lib/domains/evidence/build-preview.ts'
import { openScratchCluster, type ScratchCluster } from '../lib/domains/evidence/scratch/cluster.ts'
import { verifyProject } from '../lib/domains/evidence/verify-project.ts'
import { devoraHome } from './launch/project.mjs'
import { complain, say } from './launch/progress.mjs'
import { reportText } from './report-text.ts'

const USAGE = `npm run verify -- <folder or zip> [--json] [--full [--trust]] [--only check,check]

  --json   the report as JSON (public/schemas/report.schema.json) and nothing else
  --full   also next build, which runs the project's own code: in a sandbox without network, files of yours or rights
  --trust  build without a sandbox where none can be made (not Linux, or namespaces are off): the code then runs
           with your rights
  --only   only these checks: ${CHECK_NAMES.join(', ')}

Ends with 0 when the project is verified (with --full: built), 1 when it is incomplete, 2 when it could not be checked.`

type Options = { target: string; json: boolean; full: boolean; trusted: boolean; only?: CheckName[] }

function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      trust: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [target, ...rest] = positionals
  if (values.help === true || target === undefined || rest.length > 0) throw new Error(USAGE)
  const only = values.only
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  for (const name of only ?? [])
    if (!(CHECK_NAMES as readonly string[]).includes(name)) throw new Error(`There is no check "${name}".\n\n${USAGE}`)
  return {
    target: resolve(process.env.INIT_CWD ?? process.cwd(), target),
    json: values.json,
    full: values.full,
    trusted: values.trust,
    ...(only && { only: only as CheckName[] }),
  }
}

async function readTarget(target: string): Promise<{ files: Map<string, Uint8Array>; skipped: string[] }> {
  const found = await stat(target).catch(() => null)
  if (found === null) throw new Error(`There is nothing at ${target}.`)
  return found.isDirectory() ? readFolder(target) : readArchive(target)
}

/** Runs the checks and prints what they found; answers the exit status. */
export async function runVerify(args: string[]): Promise<number> {
  let cluster: Promise<ScratchCluster> | null = null
  const stop = new AbortController()
  const interrupt = (): void => stop.abort(new Error('Interrupted.'))
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const options = readOptions(args)
    const { files, skipped } = await readTarget(options.target)
    const chromium = await findChromium(process.env.DEVORA_CHROMIUM || undefined)
    const report: Report = await verifyProject(files, {
      signal: stop.signal,
      full: options.full,
      trusted: options.trusted,
      ...(options.only && { only: options.only }),
      scratch: () => (cluster ??= openScratchCluster({ home: devoraHome() })),
      previewRuntime: openPreviewRuntime(devoraHome()),
      chromium: () => Promise.resolve(chromium),
    })
    for (const one of skipped) process.stderr.write(`left out: ${one}\n`)
    say(options.json ? JSON.stringify(report, null, 2) : reportText(report, options.full, loadProject(files).spec.asks))
    return report.status === 'built' || (report.status === 'verified' && !options.full) ? 0 : 1
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    return 2
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    await (cluster as Promise<ScratchCluster> | null)?.then((open) => open.close({ stop: true })).catch(() => undefined)
  }
}
