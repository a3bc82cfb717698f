import { randomBytes } from 'node:crypto'
import type { Tokens } from '@/lib/domains/accounts/contract'
import type { Project } from '@/lib/domains/projects/contract'
import type { HttpMethod } from '@/lib/http/endpoint'
import type { Principal } from '@/lib/http/principal'
import { type Answer, freshIp, type Sent, type TestApi } from './api'

export const PASSWORD = 'correct horse battery'

/** Somebody with an account who is signed in over the API. */
export type Person = {
  id: string
  email: string
  ip: string
  tokens: Tokens
  who: Principal
  send(method: HttpMethod, address: string, sent?: Sent): Promise<Answer>
  /** Creates a project of theirs. */
  project(input?: { name?: string; files?: Array<{ path: string; content: string }> }): Promise<Project>
}

/** Registers and signs in a new person. */
export async function newPerson(api: TestApi): Promise<Person> {
  const email = `person-${randomBytes(5).toString('hex')}@example.com`
  const ip = freshIp()
  const registered = await api.send('POST', '/auth/register', { body: { email, password: PASSWORD }, ip })
  if (registered.status !== 201) throw new Error(`register answered ${registered.status}`)
  const tokens = await logIn(api, email, ip)
  const sessionId = (
    JSON.parse(Buffer.from(tokens.accessToken.split('.')[1]!, 'base64url').toString()) as { sid: string }
  ).sid
  const send: Person['send'] = (method, address, sent = {}) =>
    api.send(method, address, { token: tokens.accessToken, ip, ...sent })
  return {
    id: tokens.user.id,
    email,
    ip,
    tokens,
    who: { kind: 'user', userId: tokens.user.id, sessionId, via: 'bearer', isStaff: false },
    send,
    async project(input = {}) {
      const answer = await send('POST', '/projects', { body: { name: 'Recipe box', ...input } })
      if (answer.status !== 201)
        throw new Error(`creating a project answered ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body as Project
    },
  }
}

/** Signs in once more. */
export async function logIn(api: TestApi, email: string, ip: string): Promise<Tokens> {
  const answer = await api.send('POST', '/auth/login', { body: { email, password: PASSWORD }, ip })
  if (answer.status !== 200) throw new Error(`login answered ${answer.status}`)
  return answer.body as Tokens
}
