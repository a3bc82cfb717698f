'use client'

import { useTranslations } from 'next-intl'
import { type ErrorCode, TITLE } from '@/lib/core/errors'
import { useTold } from '../ui/text/use-told'

const asSentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
const isCode = (value: string): value is ErrorCode => value in TITLE

/**
 * Opens a browser session. Null when it worked, else a sentence for the form. next-auth hands back `CredentialsSignin`
 * for a plain refusal, or what `authorize` threw: one of our codes or its message.
 */
export function useSignIn(): (email: string, password: string) => Promise<string | null> {
  const [t, common] = [useTranslations('auth'), useTranslations('common')]
  const { words } = useTold()
  return async (email, password) => {
    try {
      const { signIn } = await import('next-auth/react')
      const result = await signIn('credentials', { email, password, redirect: false })
      if (result === undefined) return common('unreachable')
      if (result.ok && result.error === null) return null
      const error = result.error ?? ''
      if (error === 'CredentialsSignin' || error === 'invalid_credentials' || error === '') return t('wrong')
      if (error === 'account_locked') return t('locked')
      return asSentence(isCode(error) ? words({ key: `title.${error}` }) : error)
    } catch {
      return common('unreachable')
    }
  }
}
