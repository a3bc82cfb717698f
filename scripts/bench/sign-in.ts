import type { OwnApp } from './own-app.ts'

/** Calls the API as a user: GET without a body, POST with one. */
export type Api = (path: string, body?: unknown) => Promise<Response>

/** Signs up a user. */
export async function signIn(app: OwnApp): Promise<Api> {
  const account = { email: `bench-${Date.now()}@example.com`, password: 'a long enough password' }
  const post = (path: string, body: unknown, headers = {}) =>
    fetch(`${app.url}/api/v2${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  await post('/auth/register', account)
  const { accessToken } = (await (await post('/auth/login', account)).json()) as { accessToken: string }
  const headers = { authorization: `Bearer ${accessToken}` }
  return (path, body) =>
    body === undefined ? fetch(`${app.url}/api/v2${path}`, { headers }) : post(path, body, headers)
}

/** The middle value; of two middle ones their mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
