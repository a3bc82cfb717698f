import type { Operation, Role } from '@/lib/domains/spec/contract'
import { RevealOnView } from '../ui/reveal-on-view'
import { CellFace, MatrixLegend } from './matrix-cell'
import { OPERATION_TEXT, ROLE_TEXT } from './matrix-words'

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

/** What stands behind the cell "Other, Update". */
const STATEMENT = `-- signed in as somebody else
update recipes set title = title where id = $1
-- 0 rows: kept out, as planned`

/** The signature picture with a static example, on the front page. */
export function ExampleMatrix() {
  return (
    <RevealOnView className="self-start rounded-xl border bg-surface p-4 sm:p-6">
      <figure className="flex flex-col gap-4">
        <table className="w-full table-fixed border-separate border-spacing-1.5">
          <caption className="pb-3 text-left font-mono text-xs text-muted-foreground">recipes</caption>
          <thead>
            <tr>
              <th className="w-16">
                <span className="sr-only">Operation</span>
              </th>
              {ROLES.map((role) => (
                <th key={role} scope="col" className="pb-1 text-center text-xs font-normal text-muted-foreground">
                  {ROLE_TEXT[role].short}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([operation, cells], row) => (
              <tr key={operation}>
                <th scope="row" className="text-left text-xs font-normal text-muted-foreground">
                  {OPERATION_TEXT[operation].short}
                </th>
                {[...cells].map((cell, column) => (
                  <td key={ROLES[column]} className="p-0">
                    <span className="sr-only">{cell === '+' ? 'gets in' : 'kept out'}</span>
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
          <span className="text-xs text-muted-foreground">Example</span>
        </figcaption>
        <pre
          className="overflow-x-auto border-t pt-4 font-mono text-xs leading-5 text-muted-foreground"
          tabIndex={0}
          aria-label="The statement behind one cell"
        >
          {STATEMENT}
        </pre>
      </figure>
    </RevealOnView>
  )
}
