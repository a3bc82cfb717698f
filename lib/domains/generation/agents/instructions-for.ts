import { BACKEND } from './instructions/backend'
import { CONTRACT } from './instructions/contract'
import { DATABASE } from './instructions/database'
import { FRONTEND } from './instructions/frontend'
import { NOTES } from './instructions/notes'
import { PROTOCOL } from './instructions/protocol'
import { SITE } from './instructions/site'
import { TESTER } from './instructions/tester'

const ROLES = { frontend: FRONTEND, backend: BACKEND, database: DATABASE, tests: TESTER } as const
/** Agents that answer files. */
export type WritingAgent = keyof typeof ROLES | 'site'

/** Everything a writing agent is told before the request; the same for every project, so that servers can keep it cached. */
export const instructionsFor = (agent: WritingAgent): string =>
  // A plain site shares nothing with the others, and knows none of their frameworks.
  (agent === 'site' ? [SITE, PROTOCOL] : [ROLES[agent], CONTRACT, NOTES, PROTOCOL]).join('\n\n')
