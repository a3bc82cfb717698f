'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { revokeSession, type SessionInfo } from '@/lib/domains/accounts/contract'
import { ApiError, call } from '@/lib/http/client'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Time } from '../ui/time'

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

/** `Chrome on Linux`; the beginning of what it calls itself when it is nothing known. Pure. */
export function placeText({ userAgent, kind }: Pick<SessionInfo, 'userAgent' | 'kind'>): string {
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)]
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`
  if (userAgent !== null && userAgent !== '') return userAgent.slice(0, 60)
  return kind === 'browser' ? 'A browser' : 'A program'
}

/** Where one is signed in, and signing one of those places out. */
export function SettingsSessions({ initial }: { initial: SessionInfo[] }) {
  const [sessions, setSessions] = useState(initial)
  const [leaving, setLeaving] = useState<string | null>(null)
  async function signOut(session: SessionInfo) {
    setLeaving(session.id)
    const gone = () => setSessions((now) => now.filter(({ id }) => id !== session.id))
    try {
      await call(revokeSession, { params: { id: session.id } })
      gone()
      toast(`${placeText(session)} is signed out`)
    } catch (error) {
      // It ended by itself meanwhile.
      if (error instanceof ApiError && error.problem.code === 'not_found') gone()
      else toast.error('It is still signed in. Try again.')
    }
    setLeaving(null)
  }
  return (
    <ul className="flex flex-col divide-y rounded-lg border">
      {sessions.map((session) => (
        <li key={session.id} className="flex min-h-14 items-center gap-3 px-4 py-2">
          <div className="flex min-w-0 flex-1 flex-col">
            <span className="truncate text-sm" title={session.userAgent ?? undefined}>
              {placeText(session)}
            </span>
            <span className="truncate text-xs text-muted-foreground">
              {session.kind === 'bearer' ? 'API token · ' : ''}signed in <Time value={session.createdAt} />, seen{' '}
              <Time value={session.lastSeenAt} />
            </span>
          </div>
          {session.current ? (
            <Badge>This place</Badge>
          ) : (
            <Button size="sm" disabled={leaving === session.id} onClick={() => void signOut(session)}>
              Sign out<span className="sr-only"> {placeText(session)}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
