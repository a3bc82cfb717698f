import Negotiator from 'negotiator'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '../core/locale'

/**
 * The language that `Accept-Language` prefers of those that Devora speaks (RFC 9110, 12.5.4: `es-MX` is served by
 * `es`); English for everybody who asks for none of them.
 */
export function acceptedLocale(headers: Headers): Locale {
  const header = headers.get('accept-language')
  if (header === null) return DEFAULT_LOCALE
  const [best] = new Negotiator({ headers: { 'accept-language': header.slice(0, 500) } }).languages([...LOCALES])
  return LOCALES.find((locale) => locale === best) ?? DEFAULT_LOCALE
}
