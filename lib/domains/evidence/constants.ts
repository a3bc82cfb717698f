/** Words of reports, for pages too: these do not load the contract with its schemas. Browser-safe. */

export const CHECK_NAMES = [
  'parse',
  'imports',
  'types',
  'lint',
  'contract',
  'schema',
  'access',
  'secrets',
  'preview',
  'behaviour',
  'build',
] as const
export const CHECK_STATUSES = ['passed', 'failed', 'not_run', 'unavailable', 'error'] as const
