'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { ApiError } from '@/lib/http/client'

/** The place of an attachment in the request says nothing to a person; its name follows. */
const PLACE = /^attachments\.\d+\.\w+: /

/** What a refusal tells: the server's own sentence, else that it did not work. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('common')
  return useCallback(
    (error) => (error instanceof ApiError ? error.problem.detail.replace(PLACE, '') : t('failed')),
    [t],
  )
}
