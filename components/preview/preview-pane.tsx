'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { getPreview } from '@/lib/domains/preview/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Activity } from './activity'
import { PreviewToolbar, type Size } from './preview-toolbar'
import { Problems } from './problems'
import { type Session, useSession } from './use-session'

type PreviewPaneProps = {
  projectId: string
  version: number
  onOpenFile: (path: string, line: number | null) => void
}

const WIDTHS: Record<Size, string> = { desktop: 'max-w-full', tablet: 'max-w-192', phone: 'max-w-97.5' }

/** A version of the project, running: its pages, its server and its database, all in this tab. */
export default function PreviewPane({ projectId, version, onOpenFile }: PreviewPaneProps) {
  const t = useTranslations('preview')
  const errorText = useErrorText()
  const { data, error, refetch } = useQuery({
    queryKey: ['preview', projectId, version],
    queryFn: ({ signal }) => call(getPreview, { params: { id: projectId }, query: { version } }, { signal }),
    staleTime: Infinity,
    retry: false,
  })
  const frame = useRef<HTMLIFrameElement>(null)
  const session = useSession(data ?? null, frame)
  const [size, setSize] = useState<Size>('desktop')
  const [isActivityOpen, setActivityOpen] = useState(false)
  const { failure, sqlProblem } = session.state
  const problems = data?.app === null ? data.problems : sqlProblem === null ? [] : [sqlProblem]
  const reason = error !== null ? errorText(error) : failure
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PreviewToolbar
        session={session}
        size={size}
        onSize={setSize}
        isActivityOpen={isActivityOpen}
        onActivity={() => setActivityOpen(!isActivityOpen)}
      />
      <Leaves session={session} />
      <div className="relative flex min-h-0 flex-1 bg-muted">
        <iframe
          key={session.round}
          ref={frame}
          title={t('frame')}
          sandbox="allow-scripts allow-forms"
          className={cn('mx-auto h-full w-full bg-white', WIDTHS[size], problems.length > 0 && 'hidden')}
        />
        {problems.length > 0 ? (
          <div className="absolute inset-0 flex overflow-auto bg-background">
            <Problems
              title={t(sqlProblem === null ? 'notBuilt' : 'sqlFailed')}
              problems={problems}
              onOpenFile={onOpenFile}
            />
          </div>
        ) : reason !== null ? (
          <Failure
            reason={reason}
            onAgain={() => {
              if (error !== null) void refetch()
              else session.restart()
            }}
          />
        ) : (
          <Progress stage={data === undefined ? 'build' : session.state.stage} />
        )}
      </div>
      {isActivityOpen && <Activity state={session.state} />}
    </div>
  )
}

const STAGES = ['build', 'load', 'database', 'page'] as const

/** What is being done until the first page stands there. */
function Progress({ stage }: { stage: string }) {
  const t = useTranslations('preview.stage')
  const current = STAGES.findIndex((name) => name === stage)
  if (current === -1) return null
  return (
    <div className="absolute inset-0 flex bg-background">
      <ol role="status" className="m-auto flex flex-col gap-2 p-6 text-sm">
        {STAGES.map((name, at) => (
          <li
            key={name}
            aria-hidden={at !== current}
            className={cn('flex items-center gap-3', at > current ? 'text-muted-foreground' : 'text-foreground')}
          >
            <span
              className={cn(
                'size-1.5 rounded-full',
                at < current ? 'bg-proven-fill' : at === current ? 'animate-pulse bg-pending-fill' : 'bg-border',
                'motion-reduce:animate-none',
              )}
            />
            {t(name)}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Failure({ reason, onAgain }: { reason: string; onAgain: () => void }) {
  const t = useTranslations('preview')
  return (
    <div role="alert" className="absolute inset-0 flex flex-col items-center justify-center gap-4 bg-background p-6">
      <p className="max-w-100 text-center text-sm leading-6 wrap-anywhere">{t('failed', { reason })}</p>
      <Button onClick={onAgain}>{t('again')}</Button>
    </div>
  )
}

/** A link of the application that leads to another host. */
function Leaves({ session }: { session: Session }) {
  const t = useTranslations('preview')
  const { leaves } = session.state
  if (leaves === null) return null
  const host = URL.canParse(leaves) ? new URL(leaves).host : leaves
  return (
    <p role="status" className="flex shrink-0 items-center gap-3 border-b bg-surface px-4 py-1.5 text-xs leading-5">
      <span className="min-w-0 flex-1 truncate text-muted-foreground">{t('leaves', { host })}</span>
      <Button variant="link" className="text-xs" onClick={session.stay}>
        {t('dismiss')}
      </Button>
    </p>
  )
}
