import { BACKEND } from './backend/instructions'
import { CONTRACT } from './shared/contract'
import { DATABASE } from './database/instructions'
import { FRONTEND } from './frontend/instructions'
import { NOTES } from './shared/notes'
import { PROTOCOL } from './shared/protocol'
import { SITE } from './site/instructions'
import { TESTER } from './tester/instructions'

const ROLES = { frontend: FRONTEND, backend: BACKEND, database: DATABASE, tests: TESTER } as const
/** Agents that answer files. */
export type WritingAgent = keyof typeof ROLES | 'site'

/**
 * Everything a writing agent is told before the request; the same for every project, so that servers can keep it
 * cached.
 */
export const instructionsFor = (agent: WritingAgent): string =>
  // A plain site shares nothing with the others, and knows none of their frameworks.
  (agent === 'site' ? [SITE, PROTOCOL] : [ROLES[agent], CONTRACT, NOTES, PROTOCOL]).join('\n\n')
