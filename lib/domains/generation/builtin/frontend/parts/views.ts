import { code, quote, text } from '../../code'
import type { Part } from './part'

/** Whole arrangements that more than one page may use. */
export const VIEWS: readonly Part[] = [
  {
    path: 'components/site/ranking.tsx',
    exports: ['Ranking'],
    body: ({ copy }) => code`
      type Entry = { id: string; label: string; value: number; note: string }

      /** Best first; equal values share a rank. */
      export function Ranking({ entries }: { entries: Entry[] }) {
        const best = Math.max(1, ...entries.map((entry) => entry.value))
        return (
          <section aria-label=${'"' + copy.rank + '"'} tabIndex={0} className="overflow-x-auto rounded-card border border-border bg-surface shadow-card">
            <table className="w-full text-left text-sm">
              <thead>
                <tr className="bg-component text-component-foreground">
                  <th scope="col" className="w-16 px-4 py-3">${text(copy.rank)}</th>
                  <th scope="col" className="px-4 py-3">${text(copy.name)}</th>
                  <th scope="col" className="px-4 py-3 text-right">${text(copy.points)}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.id} className="border-t border-border">
                    <td className="px-4 py-3 font-display text-lg font-bold text-ink tabular-nums">{1 + entries.filter((other) => other.value > entry.value).length}</td>
                    <th scope="row" className="px-4 py-3 font-semibold">
                      {entry.label}
                      {entry.note ? <span className="block text-xs font-normal text-muted">{entry.note}</span> : null}
                      <span aria-hidden="true" className="mt-1 block h-1.5 max-w-64 rounded-full bg-soft">
                        <span className="block h-full rounded-full bg-component" style={{ width: (100 * Math.max(0, entry.value)) / best + '%' }} />
                      </span>
                    </th>
                    <td className="px-4 py-3 text-right text-base font-bold tabular-nums">{formatNumber(entry.value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    `,
  },
  {
    path: 'components/site/month.ts',
    exports: ['readMonth'],
    types: ['Month'],
    body: ({ copy }) => code`
      export type Month = { label: string; first: string; last: string; previous: string; next: string; weeks: (string | null)[][] }

      const iso = (date: Date) => date.toISOString().slice(0, 10)
      const monthOf = (year: number, month: number) => iso(new Date(Date.UTC(year, month, 1))).slice(0, 7)

      /** The month "2026-03" as weeks from Monday to Sunday; anything else is the present month. Days are UTC. */
      export function readMonth(value: string): Month {
        const now = /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? new Date(value + '-01') : new Date()
        const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
        const first = new Date(Date.UTC(year, month, 1))
        const last = new Date(Date.UTC(year, month + 1, 0))
        const before = (first.getUTCDay() + 6) % 7
        const days: (string | null)[] = Array.from({ length: before }, () => null)
        for (let day = 1; day <= last.getUTCDate(); day++) days.push(iso(new Date(Date.UTC(year, month, day))))
        while (days.length % 7 !== 0) days.push(null)
        return {
          label: new Intl.DateTimeFormat(${quote(copy.intl)}, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first),
          first: iso(first),
          last: iso(last),
          previous: monthOf(year, month - 1),
          next: monthOf(year, month + 1),
          weeks: Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7)),
        }
      }
    `,
  },
  {
    path: 'components/site/bubble.tsx',
    exports: ['Bubble'],
    body: () => code`
      /** One message of a conversation; one's own stands on the right. */
      export function Bubble({ author, time, isOwn = false, children }: { author: string; time?: string; isOwn?: boolean; children: ReactNode }) {
        return (
          <div className={cx('flex flex-col gap-1', isOwn ? 'items-end' : 'items-start')}>
            <p className="text-xs text-muted">
              {author}
              {time ? ' · ' + time : ''}
            </p>
            <div className={cx('max-w-[85%] rounded-card px-4 py-2.5 break-words whitespace-pre-line sm:max-w-[70%]', isOwn ? 'bg-component text-component-foreground' : 'border border-border bg-surface')}>
              {children}
            </div>
          </div>
        )
      }
    `,
  },
  {
    path: 'components/site/answers.ts',
    exports: ['bestAnswers'],
    body: () => code`
      export type Answer = { id: string; question: string; answer: string }

      const words = (text: string) =>
        text
          .normalize('NFD')
          .replace(/\p{M}/gu, '')
          .toLowerCase()
          .split(/[^a-z0-9]+/)
          .filter((word) => word.length > 2)
          .map((word) => word.slice(0, 6))

      /** The published answers that share most words with a question; a word of the question counts double. Empty when nothing is near. */
      export function bestAnswers(question: string, answers: Answer[]): Answer[] {
        const asked = new Set(words(question))
        if (asked.size === 0) return []
        const near = (text: string) => words(text).filter((word) => asked.has(word)).length
        return answers
          .map((answer) => ({ answer, score: 2 * near(answer.question) + near(answer.answer) }))
          .filter(({ score }) => score > 1)
          .sort((a, b) => b.score - a.score)
          .slice(0, 3)
          .map(({ answer }) => answer)
      }
    `,
  },
]
