/** The languages that Devora speaks, for pages and for answers. Browser-safe. */
export const LOCALES = ['en', 'es'] as const
export type Locale = (typeof LOCALES)[number]
export const DEFAULT_LOCALE: Locale = 'en'

/** Where a browser keeps the choice of somebody who is not signed in. */
export const LOCALE_COOKIE = 'devora_locale'

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value)
