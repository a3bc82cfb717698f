/*
 * npm start, npm run dev, npm run worker. Needs no package and runs on Node 20 until it has installed the locked Node.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { continueOnLockedNode, ensureInstalled } from './launch/install.mjs'
import { complain } from './launch/progress.mjs'
import { devoraHome, loadDotEnv } from './launch/project.mjs'

const USAGE = `npm start           web server, worker and database
npm run dev         the same, reloading what you edit
npm run worker      one more worker for a database that is there already`

const MODES = { '--dev': 'dev', '--worker-only': 'worker' }

function readMode(args) {
  const [flag, ...rest] = args
  const mode = flag === undefined ? 'start' : MODES[flag]
  if (!mode || rest.length > 0) throw new Error(`Unknown option "${args.join(' ')}".\n\n${USAGE}`)
  return mode
}

try {
  const mode = readMode(process.argv.slice(2))
  await ensureInstalled()
  await continueOnLockedNode(fileURLToPath(import.meta.url))
  loadDotEnv()
  mkdirSync(devoraHome(), { recursive: true })
  const { launch } = await import('./launch/launch.mjs')
  await launch(mode)
} catch (error) {
  complain(error.message)
  process.exit(1)
}
