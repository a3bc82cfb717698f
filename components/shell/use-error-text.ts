'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { ApiError } from '@/lib/http/client'

/** The place of an attachment in the request says nothing to a person; its name follows. */
const PLACE = /^attachments\.\d+\.\w+: /

type ErrorTextOptions = {
  /** The field that the text is shown beside: the reason given for it is told before the sentence of the whole. */
  field?: string
  /** What to say of something that is no answer of the API; otherwise that it did not work. */
  otherwise?: string
}

/**
 * What a refusal tells, in the language of the page: the server's own sentence, which comes in that language. Where no
 * answer came, or none that can be read, the page has its own.
 */
export function useErrorText(): (error: unknown, options?: ErrorTextOptions) => string {
  const t = useTranslations('common')
  return useCallback(
    (error, { field, otherwise } = {}) => {
      if (!(error instanceof ApiError)) return otherwise ?? t('failed')
      const { code, status, detail, requestId } = error.problem
      // Made in the browser, which has no request to name.
      if (requestId === '' && code === 'unreachable') return t('unreachable')
      if (requestId === '' && code === 'unexpected') return t('unexpected', { status })
      return (field === undefined ? undefined : error.reasonFor(field)) ?? detail.replace(PLACE, '')
    },
    [t],
  )
}
