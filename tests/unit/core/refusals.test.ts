import { describe, expect, it } from 'vitest'
import messages from '../../../messages/en/errors.json'
import { z } from 'zod'
import { AppError, invalid, notFound, refusal } from '@/lib/core/errors'
import { errorText, storedText } from '@/lib/core/error-texts'
import { type ErrorKey, reason } from '@/lib/core/told'
import { invalidInput, problemOf } from '@/lib/http/problem'
import { fromStreamError } from '@/lib/integrations/models/failures/failures'
import { readError } from '@/lib/integrations/models/failures/said-in'

const told = (error: unknown, locale: 'en' | 'es') => problemOf(error, 'req_1', locale).problem

describe('a refusal', () => {
  it('is told in the language of the caller, with its values', () => {
    const error = refusal('account_locked', 'detail.locked', { minutes: 15 }, { retryAfter: 900 })
    expect(error.message).toBe('Too many failed attempts. Try again in 15 min.')
    expect(told(error, 'en')).toMatchObject({ title: 'Too many failed attempts', detail: error.message })
    expect(told(error, 'es')).toMatchObject({
      title: 'Demasiados intentos fallidos',
      detail: 'Demasiados intentos fallidos. Vuelve a intentarlo en 15 min.',
      code: 'account_locked',
    })
  })
  it('names what is missing, and a limit as it is sent', () => {
    expect(told(notFound('project'), 'es').detail).toBe('Ningún proyecto tiene este identificador.')
    expect(refusal('rate_limited', 'detail.rateLimited', { limit: 20_000, seconds: 9 }).message).toContain('20000')
  })
  it('tells the reason of a field, and says it as the detail', () => {
    expect(told(invalid('password', 'reason.atLeast10'), 'es')).toMatchObject({
      detail: 'password: Al menos 10 caracteres.',
      invalidParams: [{ name: 'password', reason: 'Al menos 10 caracteres.' }],
    })
  })
  it('says the reason that a schema carries by its key, and a validator’s own as it is', () => {
    const schema = z.strictObject({ password: z.string().min(10, reason('atLeast10')), age: z.int() })
    const error = invalidInput(schema.safeParse({ password: 'x', age: 'y', more: 1 }).error!, 'body')
    const reasons = (locale: 'en' | 'es') => told(error, locale).invalidParams!.map((one) => one.reason)
    expect(error.message).toBe('password: At least 10 characters.')
    expect(reasons('en')).toContain('This field does not exist here.')
    expect(reasons('es')).toEqual([
      'Al menos 10 caracteres.',
      expect.stringContaining('Invalid'),
      'Este campo no existe aquí.',
    ])
  })
  it('of a model server is told with the server’s own words in between', () => {
    const error = fromStreamError(readError({ code: 404, message: 'no such path' })!, null)
    expect(told(invalid('model.baseUrl', error.told), 'en').detail).toBe(`model.baseUrl: ${error.message}`)
    const spanish = told(invalid('model.baseUrl', error.told), 'es').detail
    expect(spanish).toContain('Dice: no such path.')
    expect(spanish).toContain('Nada responde en esta dirección')
  })
  it.each(['en', 'es'] as const)('can be said for every key, in %s', (locale) => {
    const texts: Record<string, Record<string, string>> = messages
    for (const [group, entries] of Object.entries(texts))
      for (const [name, text] of Object.entries(entries)) {
        const names = [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]!)
        const values = Object.fromEntries(names.map((one) => [one, 'x']))
        const said = errorText(locale, { key: `${group}.${name}` as ErrorKey, values })
        expect(said, `${group}.${name}`).not.toMatch(/[{}]|^\w+\.\w+$/)
      }
  })
  it('that was stored by key is told where the key is still known', () => {
    const words = [{ key: 'model.leftOut', values: { writer: 'frontend', count: 2 } }]
    expect(storedText('es', words)).toBe('El modelo de frontend dejó fuera 2 archivos.')
    expect(storedText('es', [...words, { key: 'model.nothingOfTheKind' }])).toBeNull()
    expect(storedText('es', [])).toBeNull()
  })
  it('keeps what has no translation as it is', () => {
    expect(told(new AppError('conflict', 'Only said here.'), 'es').detail).toBe('Only said here.')
    expect(told(new AppError('unauthenticated'), 'es').detail).toBe('Primero inicia sesión')
  })
  it('says nothing about the inside of a fault of ours', () => {
    expect(told(new Error('/etc/passwd'), 'es').detail).toBe(
      'Algo falló de nuestro lado. Cita req_1 cuando preguntes por ello.',
    )
  })
})
