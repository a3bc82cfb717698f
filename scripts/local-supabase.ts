/*
 * Where `scripts/local-supabase.mjs` of a downloaded project starts. Nothing of Devora's runs it: it is bundled into
 * one file, which an archive brings (lib/domains/evidence/laptop-script.ts, decision 029).
 */
import { runLocal } from '../lib/laptop/run-local.ts'

const status = await runLocal({
  folder: process.cwd(),
  args: process.argv.slice(2),
  env: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
})
process.exit(status)
