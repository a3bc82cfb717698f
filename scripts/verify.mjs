/*
 * npm run verify -- <folder|zip> [--json] [--full] [--only a,b]: the evidence checks on any project, without a server.
 */
import { fileURLToPath } from 'node:url'
import { continueOnLockedNode, ensureInstalled } from './launch/install.mjs'
import { complain } from './launch/progress.mjs'

try {
  // Whoever pipes the report gets nothing else on stdout: what an installation says goes to stderr.
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  await ensureInstalled()
  process.stdout.write = write
  await continueOnLockedNode(fileURLToPath(import.meta.url))
  const { register } = await import('tsx/esm/api')
  register()
  const { runVerify } = await import('./verify.ts')
  process.exitCode = await runVerify(process.argv.slice(2))
} catch (error) {
  complain(error.message)
  process.exitCode = 2
}
