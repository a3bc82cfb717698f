import { hostileSqlSuite } from './hostile-sql-suite'

/** One of each kind: rights, files, programs, time, claims, and what happens when requests come in. All: tests/deep. */
const PICKED = new Set([
  'copy-program.sql',
  'endless-loop-catching.sql',
  'other-database.sql',
  'replace-auth-uid.sql',
  'set-role.sql',
  'trigger-set-role.sql',
])
hostileSqlSuite((name) => PICKED.has(name))
