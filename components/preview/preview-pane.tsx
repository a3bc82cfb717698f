'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type RefObject, useRef, useState } from 'react'
import type { PreviewProblem } from '@/lib/domains/preview/contract'
import { useErrorText } from '../shell/use-error-text'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { BuildProblems } from './build-problems'
import { Notices } from './notices'
import { PreviewProgress } from './preview-progress'
import type { PreviewSource } from './preview-source'
import { PreviewToolbar, type Size } from './preview-toolbar'
import { PreviewTools, type Tool } from './preview-tools'
import type { ProblemActions } from './problem-list'
import { type AppProblem, useProblems } from './use-problems'
import { usePicture } from './use-picture'
import { type Session, useSession } from './use-session'

type PreviewPaneProps = ProblemActions & { source: PreviewSource }

const WIDTHS: Record<Size, string> = { desktop: 'max-w-full', tablet: 'max-w-192', phone: 'max-w-97.5' }

/** A version of a project, running: its pages, its server and its database, all in this tab. */
export default function PreviewPane({ source, ...actions }: PreviewPaneProps) {
  const errorText = useErrorText()
  const { data, error, refetch } = useQuery({
    queryKey: ['preview', source.key, source.version],
    queryFn: ({ signal }) => source.load(signal),
    staleTime: Infinity,
    retry: false,
    // While the next version is built, the one before it runs on.
    placeholderData: keepPreviousData,
  })
  const frame = useRef<HTMLIFrameElement>(null)
  const session = useSession(source.key, data ?? null, frame)
  const problems = useProblems(source, session.state.printed)
  usePicture(source, session)
  const [size, setSize] = useState<Size>('desktop')
  const [tool, setTool] = useState<Tool | null>(null)
  const { sqlProblem } = session.state
  const isSite = data?.kind === 'site'
  const buildProblems = data?.app === null ? data.problems : sqlProblem === null ? [] : [sqlProblem]
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PreviewToolbar
        session={session}
        sessionId={source.key}
        isSite={isSite}
        size={size}
        onSize={setSize}
        isToolsOpen={tool !== null}
        onTools={() => setTool(tool === null ? (problems.length > 0 || isSite ? 'problems' : 'tables') : null)}
      />
      <Notices session={session} absent={data?.absent ?? []} />
      <Screen
        session={session}
        frame={frame}
        size={size}
        isBuilding={data === undefined}
        problems={buildProblems}
        failure={error === null ? session.state.failure : errorText(error)}
        onAgain={() => (error === null ? session.restart() : void refetch())}
        {...actions}
      />
      {tool === null ? (
        <LatestProblem problems={problems} onOpen={() => setTool('problems')} />
      ) : (
        <PreviewTools
          session={session}
          sessionId={source.key}
          isSite={isSite}
          problems={problems}
          tool={tool}
          onTool={setTool}
          {...actions}
        />
      )}
    </div>
  )
}

type ScreenProps = ProblemActions & {
  session: Session
  frame: RefObject<HTMLIFrameElement | null>
  size: Size
  isBuilding: boolean
  problems: readonly PreviewProblem[]
  failure: string | null
  onAgain: () => void
}

/** What the person sees, or why there is nothing to be seen. */
function Screen({ session, frame, size, isBuilding, problems, failure, onAgain, ...actions }: ScreenProps) {
  const t = useTranslations('preview')
  const { sqlProblem, stage } = session.state
  return (
    <div className="relative flex min-h-0 flex-1 bg-muted">
      {!session.isOut && (
        <iframe
          key={session.round}
          ref={frame}
          title={t('frame')}
          sandbox="allow-scripts allow-forms"
          className={cn('mx-auto h-full w-full bg-white', WIDTHS[size], problems.length > 0 && 'hidden')}
        />
      )}
      {problems.length > 0 ? (
        <div className="absolute inset-0 flex overflow-auto bg-background">
          <BuildProblems title={t(sqlProblem === null ? 'notBuilt' : 'sqlFailed')} problems={problems} {...actions} />
        </div>
      ) : failure !== null ? (
        <Failure reason={failure} onAgain={onAgain} />
      ) : (
        <PreviewProgress stage={isBuilding ? 'build' : stage} />
      )}
    </div>
  )
}

/** While nothing else is open: that something went wrong, and where. */
function LatestProblem({ problems, onOpen }: { problems: readonly AppProblem[]; onOpen: () => void }) {
  const t = useTranslations('preview')
  const [latest] = problems
  if (latest === undefined) return null
  const { file, line, message } = latest
  return (
    <div role="status" className="flex h-9 shrink-0 items-center gap-3 border-t bg-failed-soft px-4 text-xs">
      <span className="min-w-0 flex-1 truncate text-failed">{message}</span>
      {file !== undefined && line !== undefined && (
        <span className="shrink-0 font-mono text-muted-foreground max-sm:hidden">{t('at', { file, line })}</span>
      )}
      <Button size="sm" onClick={onOpen}>
        {t('showProblems', { count: problems.length })}
      </Button>
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
