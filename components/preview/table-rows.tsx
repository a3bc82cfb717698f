'use client'

import { useTranslations } from 'next-intl'
import { toast } from '../ui/notices/notices'
import type { Rows as RowsRead } from '@/lib/app-runtime/tab/frame-link'
import { cn } from '../ui/cn'
import { ScrollArea } from '../ui/scroll-area'

/** A page of a table. A click on a cell copies what stands in it. */
export function Rows({ rows: { columns, rows, refusal, total }, label }: { rows: RowsRead; label: string }) {
  const t = useTranslations('preview.tables')
  if (refusal !== null)
    return (
      <p className="px-4 py-3 text-xs leading-5">
        {t(refusal.code === '42501' ? 'refused' : 'broken')}{' '}
        <span className="font-mono text-muted-foreground">{refusal.message}</span>
      </p>
    )
  if (rows.length === 0)
    return <p className="px-4 py-3 text-xs text-muted-foreground">{t(total === 0 ? 'empty' : 'hidden')}</p>
  return (
    <ScrollArea label={label} className="flex-1">
      <table className="min-w-full border-separate border-spacing-0 text-left font-mono text-xs">
        <thead>
          <tr>
            {columns.map(({ name, type, isKey }) => (
              <th
                key={name}
                scope="col"
                className="sticky top-0 border-b bg-background px-3 py-1.5 font-normal whitespace-nowrap"
              >
                <span className={cn(isKey && 'font-medium')}>{name}</span>{' '}
                <span className="text-[11px] text-muted-foreground">{type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, at) => (
            // A page of rows is shown as it was read; nothing in it moves.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at} className="hover:bg-muted">
              {cells.map((cell, column) => (
                <Cell key={columns[column]?.name} value={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}

const MAX_SHOWN = 80
/** SQL's own word, in every language. */
const NULL = 'null'

function Cell({ value }: { value: string | null }) {
  const t = useTranslations('preview.tables')
  if (value === null) return <td className="border-b px-3 py-1.5 text-muted-foreground">{NULL}</td>
  const copy = (): void =>
    void navigator.clipboard.writeText(value).then(
      () => toast(t('copied')),
      () => toast.error(t('notCopied')),
    )
  return (
    <td className="max-w-70 border-b">
      <button
        type="button"
        onClick={copy}
        title={value.length > MAX_SHOWN ? value.slice(0, 500) : t('copy')}
        className="block w-full cursor-copy truncate px-3 py-1.5 text-left -outline-offset-2"
      >
        {value === '' ? ' ' : value.slice(0, MAX_SHOWN)}
      </button>
    </td>
  )
}
