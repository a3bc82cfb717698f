import { createAccount, changeAccount, deleteAccount, readAccountById } from './admin/accounts.ts'
import { deleteFactor, listFactors, renameFactor } from './admin/factors.ts'
import { generateLink } from './admin/generate-link.ts'
import { invite } from './admin/invite.ts'
import { listAccounts } from './admin/list-accounts.ts'
import {
  authorize,
  linkIdentity,
  readHealth,
  readKeys,
  readSettings,
  signInWithSso,
  unlinkIdentity,
} from './verbs/about.ts'
import { challengeFactor, enrollFactor, unenrollFactor, verifyFactor } from './verbs/factors.ts'
import { reauthenticate, recover, resend, sendMagicLink } from './verbs/mails.ts'
import { signOut } from './verbs/sign-out.ts'
import { signUp } from './verbs/sign-up.ts'
import { token } from './verbs/token.ts'
import { changeUser, readUser } from './verbs/user.ts'
import { followLink, verifyCode } from './verbs/verify.ts'
import type { Verb } from './work.ts'

const FIXED: Readonly<Record<string, Verb>> = {
  'GET /health': readHealth,
  'GET /settings': readSettings,
  'GET /.well-known/jwks.json': readKeys,
  'GET /authorize': authorize,
  'POST /signup': signUp,
  'POST /token': token,
  'POST /recover': recover,
  'POST /otp': sendMagicLink,
  'POST /magiclink': sendMagicLink,
  'POST /resend': resend,
  'POST /sso': signInWithSso,
  'GET /verify': followLink,
  'POST /verify': verifyCode,
  'POST /logout': signOut,
  'GET /reauthenticate': reauthenticate,
  'POST /reauthenticate': reauthenticate,
  'GET /user': readUser,
  'PUT /user': changeUser,
  'GET /user/identities/authorize': linkIdentity,
  'POST /factors': enrollFactor,
  'POST /invite': invite,
  'GET /admin/users': listAccounts,
  'POST /admin/users': createAccount,
  'POST /admin/generate_link': generateLink,
}

/** Paths with names in them, which the pairs of brackets find. */
const NAMED: readonly [method: string, pattern: RegExp, verb: (...names: [string, string]) => Verb][] = [
  ['GET', /^\/admin\/users\/([^/]+)$/, readAccountById],
  ['PUT', /^\/admin\/users\/([^/]+)$/, changeAccount],
  ['DELETE', /^\/admin\/users\/([^/]+)$/, deleteAccount],
  ['GET', /^\/admin\/users\/([^/]+)\/factors$/, listFactors],
  ['PUT', /^\/admin\/users\/([^/]+)\/factors\/([^/]+)$/, renameFactor],
  ['DELETE', /^\/admin\/users\/([^/]+)\/factors\/([^/]+)$/, deleteFactor],
  ['DELETE', /^\/user\/identities\/([^/]+)$/, unlinkIdentity],
  ['POST', /^\/factors\/([^/]+)\/challenge$/, challengeFactor],
  ['POST', /^\/factors\/([^/]+)\/verify$/, verifyFactor],
  ['DELETE', /^\/factors\/([^/]+)$/, unenrollFactor],
]

const known = (path: string): string[] => [
  ...Object.keys(FIXED).flatMap((route) => (route.endsWith(` ${path}`) ? [route.split(' ')[0] ?? ''] : [])),
  ...NAMED.flatMap(([method, pattern]) => (pattern.test(path) ? [method] : [])),
]

/** The verb of an address; the status to refuse with when there is none. */
export function findVerb(method: string, asked: string): Verb | 404 | 405 {
  const path = asked.length > 1 ? asked.replace(/\/+$/, '') : asked
  const fixed = Object.hasOwn(FIXED, `${method} ${path}`) ? FIXED[`${method} ${path}`] : undefined
  if (fixed) return fixed
  for (const [verbMethod, pattern, verb] of NAMED) {
    const [, name, second = ''] = (verbMethod === method ? pattern.exec(path) : null) ?? []
    if (name !== undefined) return verb(name, second)
  }
  return known(path).length > 0 ? 405 : 404
}
