import { expect, it } from 'vitest'
import { login } from '@/lib/domains/accounts/contract'
import { problemOf } from '@/lib/http/problem'
import { readInput } from '@/lib/http/read-input'

const reasonsFor = async (locale: 'en' | 'es', body: unknown): Promise<unknown> => {
  const headers = { 'content-type': 'application/json', 'accept-language': locale }
  const request = new Request('http://localhost/x', { method: 'POST', headers, body: JSON.stringify(body) })
  const refused = await readInput(login, request, { params: Promise.resolve({}) }).catch((error: unknown) => error)
  return problemOf(refused, 'req_1', locale).problem
}

it("tells a validator's own words in the caller's language", async () => {
  const body = { email: 'ana@example.com', password: 7 }
  expect(await reasonsFor('en', body)).toMatchObject({
    detail: 'password: Invalid input: expected string, received number',
    invalidParams: [{ name: 'password', reason: 'Invalid input: expected string, received number' }],
  })
  expect(await reasonsFor('es', body)).toMatchObject({
    detail: 'password: Entrada inválida: se esperaba texto, recibido número',
    invalidParams: [{ name: 'password', reason: 'Entrada inválida: se esperaba texto, recibido número' }],
  })
})
