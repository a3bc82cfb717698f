import { CHECK_STATUSES } from '@/lib/domains/evidence/constants'

/** A check in a run that is going may also be running, or not begun; `outside`: it does not apply to this project. */
export const LIVE_STATUSES = [...CHECK_STATUSES, 'running', 'waiting', 'outside'] as const
export type LiveStatus = (typeof LIVE_STATUSES)[number]
