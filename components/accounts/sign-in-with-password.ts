'use client'

import { signIn } from 'next-auth/react'
import { type ErrorCode, TITLE } from '@/lib/core/errors'

const asSentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
const isCode = (value: string): value is ErrorCode => value in TITLE

/**
 * Opens a browser session. Null when it worked, else a sentence for the form. next-auth hands back `CredentialsSignin`
 * for a plain refusal, or what `authorize` threw: one of our codes or its message.
 */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  try {
    const result = await signIn('credentials', { email, password, redirect: false })
    if (result === undefined) return 'Devora does not answer. Check your connection and try again.'
    if (result.ok && result.error === null) return null
    const error = result.error ?? ''
    if (error === 'CredentialsSignin' || error === 'invalid_credentials' || error === '')
      return 'Address or password is wrong.'
    if (error === 'account_locked') return 'Too many failed attempts. Wait 15 minutes, then try again.'
    return asSentence(isCode(error) ? TITLE[error] : error)
  } catch {
    return 'Devora does not answer. Check your connection and try again.'
  }
}
