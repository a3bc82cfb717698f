import { useTranslations } from 'next-intl'
import type { Operation, Role } from '@/lib/domains/spec/contract'
import { RevealOnView } from '../ui/reveal-on-view'
import { CellFace, MatrixLegend } from './matrix-cell'

const ROLES: Role[] = ['anon', 'owner', 'other', 'service']
/** A public recipe box: everybody reads, only the owner writes, and the server may do all of it. */
const ROWS: [Operation, string][] = [
  ['read', '++++'],
  ['insert', '-+++'],
  ['insert_forged', '---+'],
  ['update', '-+-+'],
  ['move', '---+'],
  ['delete', '-+-+'],
]

const TABLE = 'recipes'
/** What stands behind the cell "Other, Update". */
const STATEMENT = 'update recipes set title = title where id = $1'

/** The signature picture with a static example, on the front page. */
export function ExampleMatrix() {
  const t = useTranslations('evidence')
  return (
    <RevealOnView className="self-start rounded-xl border bg-surface p-4 sm:p-6">
      <figure className="flex flex-col gap-4">
        <table className="w-full table-fixed border-separate border-spacing-1.5">
          <caption className="pb-3 text-left font-mono text-xs text-muted-foreground">{TABLE}</caption>
          <thead>
            <tr>
              <th className="w-16">
                <span className="sr-only">{t('operation')}</span>
              </th>
              {ROLES.map((role) => (
                <th key={role} scope="col" className="pb-1 text-center text-xs font-normal text-muted-foreground">
                  {t(`roles.${role}.short`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([operation, cells], row) => (
              <tr key={operation}>
                <th scope="row" className="text-left text-xs font-normal text-muted-foreground">
                  {t(`operations.${operation}.short`)}
                </th>
                {[...cells].map((cell, column) => (
                  <td key={ROLES[column]} className="p-0">
                    <span className="sr-only">{t(cell === '+' ? 'legend.proven-allow' : 'legend.proven-deny')}</span>
                    <CellFace
                      state={cell === '+' ? 'proven-allow' : 'proven-deny'}
                      order={300 + (row * ROLES.length + column) * 45}
                      className="h-8"
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <figcaption className="flex flex-wrap items-center justify-between gap-3 pt-1">
          <MatrixLegend />
          <span className="text-xs text-muted-foreground">{t('example')}</span>
        </figcaption>
        <pre
          className="overflow-x-auto border-t pt-4 font-mono text-xs leading-5 text-muted-foreground"
          tabIndex={0}
          aria-label={t('statement')}
        >
          {`-- ${t('exampleWho')}\n${STATEMENT}\n-- ${t('exampleOutcome')}`}
        </pre>
      </figure>
    </RevealOnView>
  )
}
