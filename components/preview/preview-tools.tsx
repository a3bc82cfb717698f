'use client'

import { useTranslations } from 'next-intl'
import { cn } from '../ui/cn'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs'
import { Mails } from './mails'
import { pathOf, type PreviewState } from './preview-state'
import { type ProblemActions, ProblemList } from './problem-list'
import { TablesPanel } from './tables-panel'
import type { AppProblem } from './use-problems'
import type { Session } from './use-session'

export const TOOLS = ['problems', 'tables', 'mails', 'requests', 'console'] as const
export type Tool = (typeof TOOLS)[number]
/** What is behind a page that has no server. */
const OF_SITES: readonly Tool[] = ['problems', 'requests', 'console']

type PreviewToolsProps = ProblemActions & {
  session: Session
  sessionId: string
  isSite: boolean
  problems: readonly AppProblem[]
  tool: Tool
  onTool: (tool: Tool) => void
}

/** What happens behind the page: what went wrong, what the database holds, what was sent and asked and printed. */
export function PreviewTools({ session, sessionId, isSite, problems, tool, onTool, ...actions }: PreviewToolsProps) {
  const t = useTranslations('preview')
  const { seen, printed, mails } = session.state
  const counts: Partial<Record<Tool, number>> = { problems: problems.length, mails: mails.length }
  return (
    <Tabs
      value={tool}
      onValueChange={(name) => onTool(TOOLS.find((one) => one === name) ?? 'problems')}
      className="h-[42%] min-h-52 shrink-0 border-t bg-background"
    >
      <TabsList className="h-8 overflow-x-auto" aria-label={t('activity')}>
        {(isSite ? OF_SITES : TOOLS).map((name) => (
          <TabsTrigger key={name} value={name} className="shrink-0 text-xs">
            {t(`tools.${name}`)}
            {(counts[name] ?? 0) > 0 && (
              <span
                className={cn(
                  'font-mono text-[11px] tabular-nums',
                  name === 'problems' ? 'text-failed' : 'text-muted-foreground',
                )}
              >
                {counts[name]}
              </span>
            )}
          </TabsTrigger>
        ))}
      </TabsList>
      <TabsContent value="problems">
        {problems.length === 0 ? (
          <Nothing text={t('noProblems')} />
        ) : (
          <ProblemList problems={problems} {...actions} className="h-full overflow-auto px-4" />
        )}
      </TabsContent>
      <TabsContent value="tables">
        <TablesPanel session={session} sessionId={sessionId} />
      </TabsContent>
      <TabsContent value="mails">
        <Mails mails={mails} onOpen={session.navigate} />
      </TabsContent>
      <TabsContent value="requests">
        <Requests seen={seen} />
      </TabsContent>
      <TabsContent value="console">
        <Printed printed={printed} />
      </TabsContent>
    </Tabs>
  )
}

const LIST = 'h-full overflow-auto px-4 py-2 font-mono text-xs leading-5'

const Nothing = ({ text }: { text: string }) => (
  <p className="px-4 py-3 text-xs leading-5 text-muted-foreground">{text}</p>
)

function Requests({ seen }: Pick<PreviewState, 'seen'>) {
  const t = useTranslations('preview')
  if (seen.length === 0) return <Nothing text={t('noRequests')} />
  return (
    <ol className={LIST}>
      {seen.map(({ number, method, url, status, ms }) => (
        <li key={number} className="flex gap-3">
          <span className={cn('w-8', status >= 400 ? 'text-failed' : 'text-muted-foreground')}>{status}</span>
          <span className="w-14 text-muted-foreground">{method}</span>
          <span className="min-w-0 flex-1 truncate">{pathOf(url).replace(/[?&]_rsc=[^&]*/, '')}</span>
          <span className="text-muted-foreground tabular-nums">{t('ms', { ms })}</span>
        </li>
      ))}
    </ol>
  )
}

function Printed({ printed }: Pick<PreviewState, 'printed'>) {
  const t = useTranslations('preview')
  if (printed.length === 0) return <Nothing text={t('noConsole')} />
  return (
    <ol className={LIST}>
      {printed.map(({ number, level, text }) => (
        <li key={number} className={cn('wrap-anywhere whitespace-pre-wrap', level === 'error' && 'text-failed')}>
          {text}
        </li>
      ))}
    </ol>
  )
}
