import { afterAll } from 'vitest'
import { forgetEnv } from '../../lib/core/env'

/*
 * Test files that open an application follow each other in one process, because importing all of it anew costs more
 * than most of them do. What one of them sets is gone before the next begins; hooks of a file run before this one.
 */

const before = { ...process.env }
/** Set by a module when it is loaded, which it is once (`trustRequestHost`). */
const OF_MODULES = new Set(['AUTH_TRUST_HOST'])

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before) && !OF_MODULES.has(name)) delete process.env[name]
  Object.assign(process.env, before)
  forgetEnv()
  // The context of `lib/web`, whose database the file has dropped.
  delete (globalThis as { devoraContext?: unknown }).devoraContext
})
