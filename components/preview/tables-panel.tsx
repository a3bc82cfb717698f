'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PAGE_ROWS, type Table } from '@/lib/app-runtime/tab/frame-link'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Select } from '../ui/fields/select'
import { Rows } from './table-rows'
import { usePersonName } from './use-person-name'
import type { Session } from './use-session'

/** What stands in the database, and what of it whoever is shown may see: the policies answer, not this page. */
export function TablesPanel({ session, sessionId }: { session: Session; sessionId: string }) {
  const t = useTranslations('preview.tables')
  const { changes } = session.state
  const { data: tables } = useQuery({
    queryKey: ['preview-tables', sessionId, session.round],
    queryFn: session.tables,
    staleTime: Infinity,
    gcTime: 0,
  })
  const [chosen, setChosen] = useState<string | null>(null)
  const [isEverything, setEverything] = useState(false)
  const table = tables?.find(({ name }) => name === chosen) ?? tables?.[0]
  if (tables === undefined) return null
  if (table === undefined) return <p className="px-4 py-3 text-xs text-muted-foreground">{t('none')}</p>
  return (
    <div className="flex h-full min-h-0">
      <ul aria-label={t('list')} className="w-44 shrink-0 overflow-auto border-r py-1 max-md:hidden">
        {tables.map(({ name, isView }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === table.name}
              onClick={() => setChosen(name)}
              className={cn(
                'flex h-7 w-full items-center gap-2 px-4 text-left font-mono text-xs -outline-offset-2 hover:bg-muted',
                name === table.name ? 'bg-muted text-foreground' : 'text-muted-foreground',
              )}
            >
              <span className="truncate">{name}</span>
              {isView && <span className="ml-auto font-sans text-[11px]">{t('view')}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="p-2 md:hidden">
          <Select
            size="sm"
            aria-label={t('list')}
            value={table.name}
            onChange={(event) => setChosen(event.target.value)}
            className="font-mono text-xs"
          >
            {tables.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </div>
        <ShownTable
          key={`${table.name} ${session.state.person} ${isEverything}`}
          session={session}
          table={table}
          queryKey={['preview-rows', sessionId, session.round, changes]}
          isEverything={isEverything}
          onEverything={setEverything}
        />
      </div>
    </div>
  )
}

type ShownTableProps = {
  session: Session
  table: Table
  queryKey: readonly unknown[]
  isEverything: boolean
  onEverything: (isEverything: boolean) => void
}

function ShownTable({ session, table, queryKey, isEverything, onEverything }: ShownTableProps) {
  const t = useTranslations('preview.tables')
  const name = usePersonName(session.state)(session.state.person)
  const [page, setPage] = useState(0)
  const person = isEverything ? null : session.state.person
  const account = session.state.places[session.state.person]?.account?.id ?? null
  const { data, error } = useQuery({
    queryKey: [...queryKey, table.name, person, account, page],
    queryFn: () => session.rows({ person, table, offset: page * PAGE_ROWS }),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
  const visible = data?.visible ?? 0
  const pages = Math.max(1, Math.ceil(visible / PAGE_ROWS))
  return (
    <>
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1 text-xs">
        <p role="status" className="min-w-0 flex-1 text-muted-foreground">
          {data === undefined || data === null
            ? ''
            : isEverything
              ? t('all', { count: data.total })
              : t('visible', { visible, total: data.total, name })}
        </p>
        {pages > 1 && (
          <span className="flex items-center gap-1 tabular-nums">
            <Button size="sm" variant="ghost" disabled={page === 0} onClick={() => setPage(page - 1)}>
              {t('previous')}
            </Button>
            {t('page', { page: page + 1, pages })}
            <Button size="sm" variant="ghost" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
              {t('next')}
            </Button>
          </span>
        )}
        <Button size="sm" variant="ghost" aria-pressed={isEverything} onClick={() => onEverything(!isEverything)}>
          {isEverything ? <EyeOff className="size-3.5!" /> : <Eye className="size-3.5!" />}
          {isEverything ? t('asPerson', { name }) : t('everything')}
        </Button>
      </div>
      {error === null ? (
        data !== undefined && data !== null && <Rows rows={data} label={table.name} />
      ) : (
        <p role="alert" className="px-4 py-3 text-xs text-failed">
          {error.message}
        </p>
      )}
    </>
  )
}
