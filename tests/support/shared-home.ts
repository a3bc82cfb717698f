import { inject } from 'vitest'

/**
 * The DEVORA_HOME that test files have in common, as the processes of an installation do: its scratch cluster is made
 * once, and ends with the run.
 */
export const sharedHome = (): string => inject('sharedHome')
