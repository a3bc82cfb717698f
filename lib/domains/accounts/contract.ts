import { z } from 'zod'
import { endpoint } from '../../http/endpoint'

/** Sign-up, sign-in and the sessions behind both. Browser-safe. */

export const Email = z.email('Write an address like ana@example.com.').max(254).transform((value) => value.trim().toLowerCase()) // prettier-ignore
export const Password = z.string().min(10, 'At least 10 characters.').max(200, 'At most 200 characters.')

export const User = z.object({ id: z.string(), email: z.string(), fullName: z.string().nullable(), createdAt: z.iso.datetime() })
export type User = z.infer<typeof User>

export const RegisterInput = z.strictObject({ email: Email, password: Password, fullName: z.string().trim().min(1).max(100).optional() })
export type RegisterInput = z.infer<typeof RegisterInput>
export const LoginInput = z.strictObject({ email: Email, password: z.string().min(1).max(200) })
export type LoginInput = z.infer<typeof LoginInput>

export const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.int(),
  user: User,
})
export type Tokens = z.infer<typeof Tokens>

export const register = endpoint({
  id: 'register', method: 'POST', path: '/auth/register', tag: 'Accounts', summary: 'Create an account', auth: 'public', limit: 'auth',
  body: RegisterInput, reply: z.object({ user: User }), status: 201, errors: ['email_taken'],
}) // prettier-ignore

export const login = endpoint({
  id: 'login', method: 'POST', path: '/auth/login', tag: 'Accounts', summary: 'Sign in and get a bearer token', auth: 'public', limit: 'auth',
  body: LoginInput, reply: Tokens, errors: ['invalid_credentials', 'account_locked'],
}) // prettier-ignore

export const refresh = endpoint({
  id: 'refresh', method: 'POST', path: '/auth/refresh', tag: 'Accounts', summary: 'Exchange a refresh token for new tokens', auth: 'public', limit: 'auth',
  body: z.strictObject({ refreshToken: z.string().min(1).max(200) }), reply: Tokens, errors: ['unauthenticated'],
}) // prettier-ignore

export const logout = endpoint({
  id: 'logout', method: 'POST', path: '/auth/logout', tag: 'Accounts', summary: 'End this session', auth: 'user', reply: null,
}) // prettier-ignore

export const me = endpoint({
  id: 'me', method: 'GET', path: '/auth/me', tag: 'Accounts', summary: 'Who is asking', auth: 'user', reply: z.object({ user: User }),
}) // prettier-ignore

export const SessionInfo = z.object({
  id: z.string(),
  kind: z.enum(['browser', 'bearer']),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  current: z.boolean(),
})
export type SessionInfo = z.infer<typeof SessionInfo>

export const listSessions = endpoint({
  id: 'listSessions', method: 'GET', path: '/auth/sessions', tag: 'Accounts', summary: 'Where you are signed in', auth: 'user',
  reply: z.object({ items: z.array(SessionInfo), nextCursor: z.null() }),
}) // prettier-ignore

export const revokeSession = endpoint({
  id: 'revokeSession', method: 'DELETE', path: '/auth/sessions/{id}', tag: 'Accounts', summary: 'Sign one place out', auth: 'user',
  params: z.object({ id: z.string().regex(/^ses_[0-9a-hjkmnp-tv-z]{26}$/) }), reply: null, errors: ['not_found'],
}) // prettier-ignore

export const endpoints = [register, login, refresh, logout, me, listSessions, revokeSession]
