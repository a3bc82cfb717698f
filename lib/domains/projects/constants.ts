/** Words of projects, for pages too: these do not load the contract with its schemas. Browser-safe. */

/**
 * What a list says of a project, in one word. `running` and `waiting` (for its plan to be confirmed) come before
 * everything else; `failed`: its run ended without a first version; `empty`: nothing was written and nothing is under
 * way; the others are what its newest version's evidence says.
 */
export const PROJECT_STATES = [
  'running',
  'waiting',
  'verified',
  'built',
  'incomplete',
  'unchecked',
  'failed',
  'empty',
] as const
