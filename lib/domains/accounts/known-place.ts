import { DAY } from '../../core/time'

/**
 * Networks from which the account was signed in to within this time are not locked out with it: otherwise anybody could
 * keep a person out of their own account. What is known of a place is kept for as long.
 */
export const KNOWN_PLACE_MS = 30 * DAY
