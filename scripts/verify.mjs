/*
 * npm run verify -- <folder|zip> [--json] [--full] [--only a,b]: the evidence checks on any project, without a server.
 */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { continueOnLockedNode, ensureInstalled } from './launch/install.mjs'
import { complain } from './launch/progress.mjs'

try {
  // Whoever pipes the report gets nothing else on stdout: what an installation says goes to stderr.
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  await ensureInstalled()
  await continueOnLockedNode(fileURLToPath(import.meta.url))
  const { ensureBundle } = await import('./launch/bundle.mjs')
  const folder = await ensureBundle()
  process.stdout.write = write
  const { runVerify } = await import(pathToFileURL(join(folder, 'verify.js')).href)
  process.exitCode = await runVerify(process.argv.slice(2))
} catch (error) {
  complain(error.message)
  process.exitCode = 2
}
