import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIBRARY } from '../contract/supabase-local/rest/library'
import { randomNumbers, type RandomRequest, randomRequest } from '../contract/supabase-local/rest/random-request'
import { type Local, openLocal } from '../support/supabase-local'

/** What only a statement that was written wrongly makes Postgres say: syntax, types of parameters, names of ours. */
const OURS = /^(42P08|42P18|42712|42702|XX|syntax error at)|pgrst_/

const SEED = 20_261_129
const REQUESTS = 1500

type Answer = { status: number; code: string; message: string; rows: number; range: string | null }

describe('random requests', () => {
  let postgres: Local
  let pglite: Local
  beforeAll(async () => {
    postgres = await openLocal('postgres', LIBRARY)
    pglite = await openLocal('pglite', LIBRARY)
  })
  afterAll(() => Promise.all([postgres?.close(), pglite?.close()]))

  test('are answered, or refused for what they say, and the same by both databases', async () => {
    const next = randomNumbers(SEED)
    const faults: string[] = []
    let answered = 0
    for (let place = 0; place < REQUESTS; place++) {
      const request = randomRequest(next)
      const answers = [await ask(postgres, request), await ask(pglite, request)] as const
      const [{ status, code, message }] = answers
      const isOurs = status >= 500 || OURS.test(code) || OURS.test(message)
      // A planner's guess is each database's own.
      const isSame = /planned/.test(request.headers['prefer']!) || sameAnswer(...answers)
      if (isOurs || !isSame) faults.push(`${request.method} ${request.path} ${JSON.stringify(answers)}`)
      if (status < 400) answered++
    }
    expect(faults).toEqual([])
    expect(answered).toBeGreaterThan(REQUESTS / 3)
  })
})

const sameAnswer = (one: Answer, other: Answer): boolean => JSON.stringify(one) === JSON.stringify(other)

async function ask({ supabase }: Local, { method, path, headers, body }: RandomRequest): Promise<Answer> {
  const all = { ...headers, apikey: supabase.keys.anonKey }
  const response = await supabase.fetch(
    new Request(`http://supabase.local/rest/v1${path}`, { method, body, headers: all }),
  )
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
  const json: unknown = isJson ? JSON.parse(text) : {}
  const { code = '', message = '' } = (response.ok ? {} : json) as { code?: string; message?: string }
  const rows = Array.isArray(json) ? json.length : 0
  return { status: response.status, code, message, rows, range: response.headers.get('content-range') }
}
