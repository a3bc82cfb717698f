/*
 * What Supabase Auth answers when it refuses. Names of the codes: https://supabase.com/docs/guides/auth/debugging/error-codes
 */

export type AuthErrorCode =
  | 'unexpected_failure'
  | 'unknown'
  | 'validation_failed'
  | 'bad_json'
  | 'request_entity_too_large'
  | 'bad_jwt'
  | 'no_authorization'
  | 'not_admin'
  | 'email_exists'
  | 'user_already_exists'
  | 'user_not_found'
  | 'user_banned'
  | 'session_not_found'
  | 'session_expired'
  | 'refresh_token_not_found'
  | 'refresh_token_already_used'
  | 'flow_state_not_found'
  | 'flow_state_expired'
  | 'bad_code_verifier'
  | 'signup_disabled'
  | 'otp_disabled'
  | 'otp_expired'
  | 'anonymous_provider_disabled'
  | 'phone_provider_disabled'
  | 'oauth_provider_not_supported'
  | 'provider_disabled'
  | 'manual_linking_disabled'
  | 'saml_provider_disabled'
  | 'single_identity_not_deletable'
  | 'identity_not_found'
  | 'invalid_credentials'
  | 'email_not_confirmed'
  | 'weak_password'
  | 'same_password'
  | 'reauthentication_needed'
  | 'reauthentication_not_valid'
  | 'mfa_factor_not_found'
  | 'mfa_phone_enroll_not_enabled'
  | 'mfa_webauthn_enroll_not_enabled'
  | 'mfa_factor_name_conflict'
  | 'mfa_challenge_expired'
  | 'mfa_verification_failed'
  | 'too_many_enrolled_mfa_factors'
  | 'insufficient_aal'

/** A refusal. Thrown within the request's transaction, it also undoes what was written. */
export class AuthError extends Error {
  readonly status: number
  readonly code: AuthErrorCode
  readonly reasons: readonly string[] | undefined

  /**
   * `reasons` only goes with `weak_password`: `length`, `characters`. `cause` is what the database said; the body does
   * not tell it, as in the original.
   */
  constructor(status: number, code: AuthErrorCode, message: string, reasons?: readonly string[], cause?: unknown) {
    super(message, { cause })
    this.status = status
    this.code = code
    this.reasons = reasons
  }
}

export const VERSION_HEADER = 'x-supabase-api-version'
const NAMED_CODES_FROM = '2024-01-01'

/** Whether the client speaks the version in which `code` is a name; before it, `code` repeats the status. */
const hasNamedCodes = (request: Request): boolean => {
  const asked = request.headers.get(VERSION_HEADER) ?? ''
  return /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked >= NAMED_CODES_FROM
}

/** The answer to a refusal, in the shape of the version that the client asked for. */
export function errorResponse(error: AuthError, request: Request | null): Response {
  const isNamed = request !== null && hasNamedCodes(request)
  const weak = error.reasons ? { weak_password: { reasons: error.reasons } } : {}
  const body = isNamed
    ? { code: error.code, message: error.message, ...weak }
    : { code: error.status, error_code: error.code, msg: error.message, ...weak }
  const headers = new Headers({ 'content-type': 'application/json', 'x-sb-error-code': error.code })
  if (isNamed) headers.set(VERSION_HEADER, NAMED_CODES_FROM)
  // The original tells only its log; here whoever develops looks at the request instead.
  if (error.cause instanceof Error) headers.set('x-error-detail', encodeURIComponent(error.cause.message.slice(0, 500)))
  return new Response(JSON.stringify(body), { status: error.status, headers })
}
