import { Info, TriangleAlert } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { RunView } from '@/lib/domains/runs/reduce'
import { useTold } from '../../ui/text/use-told'
import { adaptedText, fallbackNotes } from './fallback-words'

/**
 * Where a run goes on without its model: what happened, what Devora did about it, what one can do. And in what ways the
 * model was asked otherwise than usual, because its server takes nothing else.
 */
export function FallbackNotes({ view }: { view: RunView }) {
  const t = useTranslations('run')
  const format = useFormatter()
  const notes = fallbackNotes(view, t, format.list, useTold().stored)
  if (notes.length === 0 && view.adapted.length === 0) return null
  return (
    <ul aria-label={t('withoutModel')} className="flex flex-col border-t">
      {notes.map(({ cause, why, done, advice, link }) => (
        <li key={cause} className="flex gap-2.5 border-b px-3 py-2 text-xs leading-5 last:border-b-0">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-pending" />
          <div className="flex min-w-0 flex-col gap-0.5">
            <p className="break-words">{why}</p>
            <p className="text-muted-foreground">
              {done} {advice}
            </p>
            {link !== null && (
              <Link
                href={link.href}
                className="self-start underline decoration-input underline-offset-4 hover:decoration-foreground"
              >
                {link.text}
              </Link>
            )}
          </div>
        </li>
      ))}
      {view.adapted.map((adapted) => (
        <li key={adapted.what} className="flex gap-2.5 border-b px-3 py-2 text-xs leading-5 last:border-b-0">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
          <p className="min-w-0 break-words text-muted-foreground">{adaptedText(adapted, t)}</p>
        </li>
      ))}
    </ul>
  )
}
