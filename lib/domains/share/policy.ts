import { invalid } from '../../core/errors'
import { after, DAY, MINUTE } from '../../core/time'
import { MAX_SHARE_DAYS, SHARE_DAYS, type ShareProjectInput } from './contract'

/** Links to one project that show it at one time. More than a person can keep in mind is a leak. */
export const MAX_LINKS = 20

/** Every link ends: one that nobody remembers is the commonest leak there is. @throws invalid_input */
export function expiryOf(input: Pick<ShareProjectInput, 'days' | 'expiresAt'>, now: Date): Date {
  if (input.expiresAt === undefined) return after(now, (input.days ?? SHARE_DAYS) * DAY)
  const moment = new Date(input.expiresAt)
  if (moment < after(now, MINUTE) || moment > after(now, MAX_SHARE_DAYS * DAY))
    throw invalid('expiresAt', { key: 'reason.shareExpiry', values: { days: MAX_SHARE_DAYS } })
  return moment
}

/**
 * The version that a link shows, or null when it does not show the one that is asked for. A link that follows the
 * newest has shown every version since its own, so whoever looks at one goes on when the next comes.
 */
export function shownVersion(
  link: { version: number; followsNewest: boolean },
  current: number,
  asked: number | undefined,
): number | null {
  const last = link.followsNewest ? Math.max(current, link.version) : link.version
  if (asked === undefined) return last
  return asked >= link.version && asked <= last ? asked : null
}
