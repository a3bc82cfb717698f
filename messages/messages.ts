import type { Locale } from '@/lib/core/locale'
import { en } from './en'
import { es } from './es'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof en
  }
}

/** All texts, by language. Keys are typed by the English ones. */
export const MESSAGES: Record<Locale, typeof en> = { en, es }
