import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, root } from './project.mjs'
import { step } from './progress.mjs'
import { runChild } from './run-child.mjs'

const output = join(root, 'lib', 'core', 'db', 'generated')
const mark = join(output, '.schema-hash')

/** The generated client depends on the schema and on the version of the generator. */
const wanted = () => hashOf(['prisma/schema', 'node_modules/prisma/package.json'])

/** Writes the Prisma client from prisma/schema; throws with Prisma's own message when the schema is wrong. */
export async function generateClient() {
  const hash = wanted()
  // `prisma generate` needs no schema engine, but looks for one and would download it: any executable stops that.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  const cli = join(root, 'node_modules', 'prisma', 'build', 'index.js')
  const args = [cli, 'generate', '--schema', join('prisma', 'schema'), '--no-hints']
  const done = await runChild(process.execPath, args, { cwd: root, env })
  if (done.status !== 0) throw new Error(`prisma generate failed:\n${done.output.trim()}`)
  writeFileSync(mark, `${hash}\n`)
}

/** Generates the client when the schema has changed since the last time. */
export async function ensureClient() {
  if (existsSync(mark) && readFileSync(mark, 'utf8').trim() === wanted()) return
  await step('Generating the database client', generateClient)
}
