import type { useFormatter, useTranslations } from 'next-intl'

/** The words of runs in the reader's language; in tests, those of a language. */
export type RunTexts = ReturnType<typeof useTranslations<'run'>>
/** Joins words as the language does: "a, b and c". */
export type ListText = ReturnType<typeof useFormatter>['list']
