import { AuthError } from '../auth-error.ts'

const FORMAT =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i

/** The address in lower case; refuses what is none. */
export function readEmail(text: string): string {
  if (text === '') throw new AuthError(400, 'validation_failed', 'An email address is required')
  if (text.length > 255) throw new AuthError(400, 'validation_failed', 'An email address is too long')
  if (!FORMAT.test(text)) {
    throw new AuthError(400, 'validation_failed', 'Unable to validate email address: invalid format')
  }
  return text.toLowerCase()
}
