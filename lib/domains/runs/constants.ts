/** Words of runs, for pages too: these do not load the contract with its schemas. Browser-safe. */

/** `waiting`: for its user to confirm the plan; days, if need be. */
export const RUN_STATUSES = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const
export const isEnded = (status: (typeof RUN_STATUSES)[number]): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled'
