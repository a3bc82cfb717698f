import { getRequestConfig } from 'next-intl/server'
import { pageLocale } from '@/lib/web'
import { MESSAGES } from './messages'

/** What next-intl asks for once per request: the language has no place in the address, so the caller decides. */
export default getRequestConfig(async () => {
  const locale = await pageLocale()
  // Moments are told by components/ui/text/time, which takes over in the reader's own zone.
  return { locale, messages: MESSAGES[locale], timeZone: 'UTC' }
})
