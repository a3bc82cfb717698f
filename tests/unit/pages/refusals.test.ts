import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { IntlProvider } from 'use-intl'
import { describe, expect, it } from 'vitest'
import { useErrorText } from '@/components/shell/use-error-text'
import type { Locale } from '@/lib/core/locale'
import { ApiError, call } from '@/lib/http/client'
import type { getSettings } from '@/lib/domains/accounts/contract'
import { MESSAGES } from '@/messages/messages'

type Told = Parameters<ReturnType<typeof useErrorText>>
const Said = ({ told }: { told: Told }) => useErrorText()(...told)
function Page({ locale, told }: { locale: Locale; told: Told }) {
  const children = createElement(Said, { told })
  return IntlProvider({ locale, messages: MESSAGES[locale], timeZone: 'UTC', children })
}
/** What a page in that language says of an error. */
const says = (locale: Locale, ...told: Told): string => renderToStaticMarkup(createElement(Page, { locale, told }))

/** The error that a call ends in when the network answers so. */
const failing = (answer: () => Promise<Response>): Promise<unknown> =>
  call<typeof getSettings>('GET /settings', {}, { baseUrl: 'http://devora.invalid', fetch: answer }).catch(
    (error: unknown) => error,
  )
const refused = new ApiError({
  type: 'about:blank',
  title: 'No',
  status: 422,
  code: 'invalid_input',
  detail: 'attachments.0.data: foto.png está vacío.',
  requestId: 'req_1',
  invalidParams: [{ name: 'name', reason: 'Ponle un nombre.' }],
})

describe('what a page says of a refusal', () => {
  it('is the sentence of the server, which speaks its language already', () => {
    expect(says('es', refused)).toBe('foto.png está vacío.')
    expect(says('es', refused, { field: 'name' })).toBe('Ponle un nombre.')
    expect(says('es', refused, { field: 'text', otherwise: 'nada' })).toBe('foto.png está vacío.')
  })
  it('is in the language of the page too where no answer came, or none that can be read', async () => {
    const away = await failing(() => Promise.reject(new TypeError('fetch failed')))
    expect(says('en', away)).toBe('Devora does not answer. Check your connection and try again.')
    expect(says('es', away)).toBe('Devora no responde. Comprueba tu conexión e inténtalo de nuevo.')
    const proxy = await failing(() => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })))
    expect(says('es', proxy)).toBe('Devora dio una respuesta inesperada (502). Inténtalo de nuevo.')
  })
  it('is that it did not work for whatever else went wrong, or what the place has for that', () => {
    expect(says('es', new Error('x'))).toBe('No ha funcionado. Inténtalo de nuevo.')
    expect(says('es', new Error('x'), { otherwise: 'No se ha guardado.' })).toBe('No se ha guardado.')
  })
})
