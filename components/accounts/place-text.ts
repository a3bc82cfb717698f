import type { useTranslations } from 'next-intl'
import type { SessionInfo } from '@/lib/domains/accounts/contract'

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl/i, 'curl'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

type Say = ReturnType<typeof useTranslations<'settings'>>

/** `Chrome on Linux`; the beginning of what it calls itself when it is nothing known. Pure. */
export function placeText({ userAgent, kind }: Pick<SessionInfo, 'userAgent' | 'kind'>, t: Say): string {
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)]
  if (browser !== undefined) return system === undefined ? browser : t('sessions.browserOn', { browser, system })
  if (userAgent !== null && userAgent !== '') return userAgent.slice(0, 60)
  return t(kind === 'browser' ? 'sessions.aBrowser' : 'sessions.aProgram')
}
