import type { ProjectFile } from '../../../agents/agent'
import type { Field } from '../../../../spec/contract'
import { isOffered, isPrivate, mayChange } from '../access'
import { attribute, code, list, quote, text } from '../../code'
import { type Symbols, sourceFile } from '../imports'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, listPath, type Model, rowHref } from '../model'
import { componentsOf } from '../symbols'
import { authorOf, briefFields, currency, plainValue, shownValue, titleOf } from './values'

/** Components that show one row: as a card of a grid, as a line of a list, as a row of a table. */

const fileOf = (one: EntityModel, component: string): string =>
  'components/' +
  one.names.slug +
  '/' +
  (componentsOf(one.names).find(([name]) => name === component)?.[1] ?? one.names.slug) +
  '.tsx'

const wrapLink = (href: string | null, content: string, className: string): string =>
  href === null ? content : '<Link href={' + href + '} className="' + className + '">\n  ' + content + '\n</Link>'

/** `recipe-card.tsx`: picture (or initials), title, what matters, small print. */
export function cardFile(one: EntityModel, symbols: Symbols): ProjectFile {
  const { names } = one
  const href = rowHref(one, 'detail', 'row.id')
  const state = one.fields.find((field) => field.type === 'enum') ?? null
  const small = briefFields(one, 3, [one.money, state, one.rating])
  const author =
    isPrivate(one) ||
    authorOf(one, 'row') === null ||
    small.some(
      (field) =>
        field.type === 'reference' &&
        one.references.some((each) => each.field === field && 'row.' + each.labelColumn === authorOf(one, 'row')),
    )
      ? null
      : authorOf(one, 'row')
  const body = code`
    export function ${names.pascal}Card({ row }: { row: ${names.pascal}Row }) {
      return (
        <article className="group relative flex h-full flex-col overflow-hidden rounded-card border border-border bg-surface shadow-card">
          ${one.image ? '<Picture src={row.' + one.image.column + '} name={' + titleOf(one, 'row') + '} className="aspect-video w-full" />' : '<div aria-hidden="true" className="h-1.5 bg-component" />'}
          <div className="flex grow flex-col gap-2 p-5">
            ${marks(one, state)}
            <h3 className="font-display text-lg leading-snug font-semibold break-words">
              ${wrapLink(href, '{' + titleOf(one, 'row') + '}', 'underline-offset-4 group-hover:underline after:absolute after:inset-0')}
            </h3>
            ${one.money && '<p className="text-xl font-bold text-ink tabular-nums">{formatMoney(row.' + one.money.column + ', ' + currency(one.money) + ')}</p>'}
            ${one.rating && '<Stars value={row.' + one.rating.column + '} />'}
            ${one.body && !titleOf(one, 'row').startsWith('row.' + one.body.column) && '<p className="line-clamp-3 text-sm text-muted">{row.' + one.body.column + '}</p>'}
            ${(small.length > 0 || author) && '<dl className="mt-auto grid gap-1 pt-2 text-sm">'}
            ${small.map((field) => smallPrint(fieldLabel(field), plainValue(one, field, 'row')))}
            ${author && smallPrint(humanOwner(one), author)}
            ${(small.length > 0 || author) && '</dl>'}
          </div>
        </article>
      )
    }
  `
  return sourceFile(fileOf(one, names.pascal + 'Card'), body, symbols)
}

/** What state a row is in, and whether it is late. */
function marks(one: EntityModel, state: Field | null): string | null {
  const late = lateMark(one)
  const badge = state && '<Badge value={row.' + state.column + '} />'
  if (late === null) return badge && '<div>' + badge + '</div>'
  return '<div className="flex flex-wrap gap-2">' + [badge, late].filter(Boolean).join('') + '</div>'
}

/** `<Late … />` for what the plan says can be late, while it still is open; null for everything else. */
export function lateMark(one: EntityModel): string | null {
  const { late } = one.entity
  const has = (column: string): boolean => one.fields.some((field) => field.column === column)
  if (late === undefined || !has(late.column)) return null
  const when = 'row.' + late.column
  const { where } = late
  if (where === undefined || !has(where.column)) return '<Late when={' + when + '} />'
  const value = 'row.' + where.column
  const texts = where.is.filter((each) => typeof each === 'string')
  const tests = [
    where.is.includes(null) && value + ' === null',
    where.is.includes(false) && '!' + value,
    where.is.includes(true) && value,
    texts.length > 0 && list(texts) + '.includes(' + value + " ?? '')",
  ].filter(Boolean)
  return '<Late when={' + tests.join(' || ') + ' ? ' + when + ' : null} />'
}

const humanOwner = (one: EntityModel): string => {
  const field = one.entity.fields.find((each) => each.column === one.owner)
  return field === undefined ? one.names.label : fieldLabel(field)
}

const smallPrint = (label: string, value: string): string =>
  '  <div className="flex justify-between gap-4">\n    <dt className="shrink-0 text-muted">' +
  text(label) +
  '</dt>\n    <dd className="min-w-0 truncate text-right font-medium">{' +
  value +
  '}</dd>\n  </div>'

/** `comment-item.tsx`: one line of a list, with what its owner may do. */
export function itemFile(model: Model, one: EntityModel, symbols: Symbols): ProjectFile {
  const { names } = one
  const href = rowHref(one, 'detail', 'row.id')
  const edit = rowHref(one, 'edit', 'row.id')
  const author = authorOf(one, 'row')
  const main = one.title !== null || one.body === null ? titleOf(one, 'row') : null
  const small = briefFields(one, 4, [one.rating])
  const parents = one.references.filter(({ target, field }) => target !== 'person' && small.includes(field))
  const isDated = one.date === null && (author !== null || one.title === null)
  const update = edit === null ? null : mayChange(one, 'update', 'row')
  const remove = isOffered(one, 'delete') ? mayChange(one, 'delete', 'row') : null
  const hasActions = update !== null || remove !== null
  const body = code`
    type Props = {
      row: ${names.pascal}Row
      ${hasActions && '/** Who looks at it: decides what is offered. */\nuser: AppUser | null\n/** Where to be after a change. */\nreturnTo: string'}
      ${parents.length > 0 && '/** The reference that the page itself is about, so that it need not be repeated. */\nwithin?: string'}
    }

    export function ${names.pascal}Item({ ${['row', hasActions && 'user, returnTo', parents.length > 0 && 'within'].filter(Boolean).join(', ')} }: Props) {
      return (
        <article className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-4">
          <div className="min-w-0 grow basis-64">
            ${one.rating && '<Stars value={row.' + one.rating.column + '} />'}
            ${main !== null && '<h3 className="font-display text-lg leading-snug font-semibold break-words">\n  ' + wrapLink(href, '{' + main + '}', 'underline-offset-4 hover:underline').replace(/\n/g, '\n  ') + '\n</h3>'}
            ${one.body !== null && '<p className="' + (main === null ? '' : 'line-clamp-2 text-sm text-muted ') + 'break-words whitespace-pre-line">{row.' + one.body.column + '}</p>'}
            <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted">
              ${lateMark(one)}
              ${small.map((field) =>
                brief(
                  one,
                  field,
                  parents.some((parent) => parent.field === field),
                ),
              )}
              ${author && '<span>{' + author + '}</span>'}
              ${isDated && '<time dateTime={row.created_at}>{formatDate(row.created_at)}</time>'}
            </p>
          </div>
          ${hasActions && '<div className="flex gap-1">'}
          ${update && '  {' + update + ' ? (\n    <Link href={' + edit + '} className={buttonClass(' + quote('quiet') + ', ' + quote('small') + ')}>\n      ' + text(model.copy.edit) + '\n      <span className="sr-only"> {' + titleOf(one, 'row') + '}</span>\n    </Link>\n  ) : null}'}
          ${remove && '  {' + remove + ' ? <DeleteButton action={delete' + names.pascal + '} id={row.id} name={' + titleOf(one, 'row') + '} returnTo={returnTo} size="small" /> : null}'}
          ${hasActions && '</div>'}
        </article>
      )
    }
  `
  return sourceFile(fileOf(one, names.pascal + 'Item'), body, symbols)
}

/** One fact of a line; numbers carry their name, what speaks for itself does not. */
function brief(one: EntityModel, field: Field, isParent: boolean): string {
  if (field.type === 'enum') return shownValue(one, field, 'row')
  const isPlain = ['text', 'reference', 'date', 'datetime', 'email'].includes(field.type)
  const fact =
    '<span>' +
    (isPlain ? '' : text(fieldLabel({ ...field, unit: undefined })) + ': ') +
    '{' +
    plainValue(one, field, 'row') +
    '}</span>'
  return isParent ? '{within === ' + quote(field.column) + ' ? null : ' + fact + '}' : fact
}

/** Attributes of an item that its component takes. */
export function itemAttributes(one: EntityModel, returnTo: string, within?: string, user = 'user'): string {
  const edit = one.paths.edit === undefined ? null : mayChange(one, 'update', 'row')
  const remove = isOffered(one, 'delete') ? mayChange(one, 'delete', 'row') : null
  const takesWithin = within !== undefined && briefFields(one, 4, [one.rating]).some((field) => field.column === within)
  return (
    (edit !== null || remove !== null ? ' user={' + user + '} returnTo=' + returnTo : '') +
    (takesWithin ? ' within="' + within + '"' : '')
  )
}

/** `call-logs-table.tsx`: columns that sort by their heading, titles that open the row. */
export function tableFile(model: Model, one: EntityModel, symbols: Symbols): ProjectFile {
  const { names } = one
  const href = rowHref(one, 'detail', 'row.id')
  const columns = briefFields(one, 5)
  const numeric = ['money', 'integer', 'number']
  const author =
    isPrivate(one) || columns.some((field) => 'row.' + field.column.replace(/_id$/, '_label') === authorOf(one, 'row'))
      ? null
      : authorOf(one, 'row')
  const body = code`
    const columns = [
      { column: ${quote(one.title?.column ?? '')}, label: ${quote(one.title ? fieldLabel(one.title) : names.label)} },
      ${columns.map((field) => '{ column: ' + quote(field.column) + ', label: ' + quote(fieldLabel(field)) + (numeric.includes(field.type) ? ', isNumeric: true' : '') + ' },')}
      ${author && "{ column: '', label: " + quote(humanOwner(one)) + ' },'}
    ]

    /** \`path\` and \`params\` make the links in the headings: the same list, ordered by that column. */
    export function ${names.pascalMany}Table({ rows, path, params }: { rows: ${names.pascal}Row[]; path: string; params: SearchParams }) {
      const sort = searchValue(params, 'sort')
      const isDescending = searchValue(params, 'dir') === 'desc'
      return (
        <section aria-label=${attribute(names.labelMany)} tabIndex={0} className="overflow-x-auto rounded-card border border-border bg-surface shadow-card">
          <table className="w-full min-w-[40rem] text-left text-sm">
            <thead>
              <tr className="bg-component text-component-foreground">
                {columns.map(({ column, label, isNumeric }: { column: string; label: string; isNumeric?: boolean }) => (
                  <th
                    key={label}
                    scope="col"
                    aria-sort={column !== '' && sort === column ? (isDescending ? 'descending' : 'ascending') : undefined}
                    className={cx('px-4 py-2 font-semibold', isNumeric && 'text-right')}
                  >
                    {column === '' ? (
                      label
                    ) : (
                      <Link
                        href={hrefWith(path, params, { sort: column, dir: sort === column && !isDescending ? 'desc' : 'asc' })}
                        className="inline-flex min-h-9 items-center gap-1 underline-offset-4 hover:underline"
                      >
                        {label}
                        <span aria-hidden="true">{sort === column ? (isDescending ? '↓' : '↑') : '↕'}</span>
                      </Link>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id} className="border-t border-border hover:bg-sunken">
                  <th scope="row" className="max-w-72 px-4 py-3 font-semibold break-words">
                    ${wrapLink(href, '{' + titleOf(one, 'row') + '}', 'text-ink underline-offset-4 hover:underline')}
                    ${lateMark(one)}
                  </th>
                  ${columns.map((field) => '<td className="px-4 py-3' + (numeric.includes(field.type) ? ' text-right tabular-nums' : '') + '">' + (field.type === 'enum' ? shownValue(one, field, 'row') : '{' + plainValue(one, field, 'row') + '}') + '</td>')}
                  ${author && '<td className="px-4 py-3">{' + author + '}</td>'}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )
    }
  `.replaceAll('\\`', '`')
  return sourceFile(fileOf(one, names.pascalMany + 'Table'), body, symbols)
}

/** `task-state-buttons.tsx`: one button per step that may follow. */
export function stateButtonsFile(model: Model, one: EntityModel, symbols: Symbols): ProjectFile | null {
  if (one.state === null) return null
  const { names, state } = one
  const moves = (one.entity.states ?? []).map(({ from, to }) => '{ from: ' + quote(from) + ', to: ' + quote(to) + ' },')
  const body = code`
    const moves = [
      ${moves}
    ]

    /** Offers the steps that may follow the present state; the server checks them again. */
    export function ${names.pascal}StateButtons({ row, returnTo }: { row: ${names.pascal}Row; returnTo?: string }) {
      return moves
        .filter((move) => move.from === row.${state.column})
        .map((move) => (
          <form key={move.to} action={set${names.pascal}State}>
            <input type="hidden" name="id" value={row.id} />
            <input type="hidden" name="state" value={move.to} />
            {returnTo ? <input type="hidden" name="return_to" value={returnTo} /> : null}
            <Button variant="outline" size="small">
              <span>
                <span className="sr-only">{${titleOf(one, 'row')}}: </span>
                ${text(model.copy.moveTo)} {humanize(move.to).toLowerCase()}
              </span>
            </Button>
          </form>
        ))
    }
  `
  return sourceFile(fileOf(one, names.pascal + 'StateButtons'), body, symbols)
}

/** Where a form or a delete button returns to when its row has no page of its own. */
export const homeOf = (one: EntityModel): string => listPath(one) ?? '/'
