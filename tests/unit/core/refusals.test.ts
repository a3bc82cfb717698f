import { describe, expect, it } from 'vitest'
import { AppError, invalid, notFound, refusal } from '@/lib/core/errors'
import { problemOf } from '@/lib/http/problem'

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
    expect(told(invalid('password', 'At least 10 characters.'), 'es')).toMatchObject({
      detail: 'password: Al menos 10 caracteres.',
      invalidParams: [{ name: 'password', reason: 'Al menos 10 caracteres.' }],
    })
  })
  it('knows a sentence that was written without its key', () => {
    const text = 'A run is changing this project already. Wait for it, or stop it first.'
    expect(told(new AppError('conflict', text), 'es').detail).toContain('Una ejecución ya está cambiando')
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
