import { CheckStatus } from '@/lib/domains/evidence/contract'

/** A check in a run that is going may also be running, or not begun; `outside`: it does not apply to this project. */
export const LIVE_STATUSES = [...CheckStatus.options, 'running', 'waiting', 'outside'] as const
export type LiveStatus = (typeof LIVE_STATUSES)[number]
