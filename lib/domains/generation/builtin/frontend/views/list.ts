import { isPrivate, mayInsert } from '../access'
import { attribute, code, quote, text } from '../../code'
import type { Field } from '../../../../spec/contract'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, type Model, type PageModel } from '../model'
import { itemAttributes } from '../entity/show'
import { briefFields } from '../entity/values'
import { intro, awaitAll, guarded, type View, when } from './page'

/** Fields a visitor may narrow a list by: short lists of values first, then references. */
export function filterFields(one: EntityModel, page: PageModel): Field[] {
  const fields = one.fields.filter((field) => page.filter[field.column] === undefined)
  const references = fields.filter(
    (field) =>
      field.type === 'reference' &&
      one.references.some((reference) => reference.field === field && reference.target !== 'person'),
  )
  return [
    ...fields.filter((field) => field.type === 'enum'),
    ...references,
    ...fields.filter((field) => field.type === 'boolean'),
  ].slice(0, 4)
}

const optionOf = (value: string, label: string): string =>
  '<option value=' + attribute(value) + '>' + label + '</option>'

function filterControl(model: Model, one: EntityModel, field: Field): string {
  const { copy } = model
  const reference = one.references.find((each) => each.field === field)
  const choices =
    field.type === 'enum'
      ? '{[' +
        (field.values ?? []).map(quote).join(', ') +
        '].map((value) => (\n    <option key={value} value={value}>\n      {humanize(value)}\n    </option>\n  ))}'
      : field.type === 'boolean'
        ? optionOf('true', text(copy.yes)) + '\n  ' + optionOf('false', text(copy.no))
        : '{' +
          field.column.replace(/_id$/, '') +
          'Choices.map((option) => (\n    <option key={option.id} value={option.id}>\n      {option.label}\n    </option>\n  ))}'
  return reference?.target === 'person'
    ? ''
    : select(field.column, fieldLabel(field), optionOf('', text(copy.any)) + '\n  ' + choices)
}

const select = (name: string, label: string, options: string): string => code`
  <FieldFrame id="filter-${name}" label=${attribute(label)}>
    <select id="filter-${name}" name="${name}" key={searchValue(search, ${quote(name)})} defaultValue={searchValue(search, ${quote(name)})} className={controlClass}>
      ${options.replace(/\n {2}/g, '\n')}
    </select>
  </FieldFrame>
`

const searchField = (label: string): string => code`
  <div className="col-span-2 min-w-0">
    <FieldFrame id="filter-q" label=${attribute(label)}>
      <input id="filter-q" type="search" name="q" defaultValue={searchValue(search, 'q')} className={controlClass} />
    </FieldFrame>
  </div>
`

/** Search box, filters and order as a form of the address: works without a script and can be bookmarked. */
export function toolbar(
  model: Model,
  one: EntityModel,
  page: PageModel,
  { sorts = true, dates = false, searches = true }: { sorts?: boolean; dates?: boolean; searches?: boolean },
): string {
  const { copy } = model
  const filters = filterFields(one, page)
  const sortable = [one.title, ...briefFields(one, 4)].filter(
    (field): field is Field => field !== null && field.type !== 'reference',
  )
  const canBeMine = one.owner !== null && !isPrivate(one)
  const sorting = sorts && sortable.length > 0
  const hasDate = dates && one.date !== null
  const dateInput = (suffix: string, label: string): string | false =>
    hasDate &&
    '<FieldFrame id="filter-' +
      suffix +
      '" label=' +
      attribute(fieldLabel(one.date as Field) + ', ' + label.toLowerCase()) +
      '>\n  <input id="filter-' +
      suffix +
      '" type="date" name="' +
      one.date?.column +
      '_' +
      suffix +
      '" defaultValue={searchValue(search, ' +
      quote(one.date?.column + '_' + suffix) +
      ')} className={controlClass} />\n</FieldFrame>'
  return code`
    <search className="mb-8 block">
      <form action=${attribute(page.path)} method="get" className="rounded-card border border-border bg-surface p-4 shadow-card">
        <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))]">
          ${searches && searchField(copy.searchIn(one.names.labelMany))}
          ${filters.map((field) => '<div className="min-w-0">\n  ' + filterControl(model, one, field).replace(/\n/g, '\n  ') + '\n</div>')}
          ${canBeMine && '<div className="min-w-0">\n  ' + select(one.owner ?? '', copy.show, optionOf('', text(copy.everyone)) + '\n  ' + optionOf('me', text(copy.mine))).replace(/\n/g, '\n  ') + '\n</div>'}
          ${hasDate && '<div className="min-w-0">\n  ' + (dateInput('from', copy.from) || '').replace(/\n/g, '\n  ') + '\n</div>'}
          ${hasDate && '<div className="min-w-0">\n  ' + (dateInput('to', copy.until) || '').replace(/\n/g, '\n  ') + '\n</div>'}
          ${sorting && '<div className="min-w-0">\n  ' + select('sort', copy.sortBy, [optionOf('', text(usualOrder(model, one))), ...sortable.map((field) => optionOf(field.column, text(fieldLabel(field))))].join('\n  ')).replace(/\n/g, '\n  ') + '\n</div>'}
          ${sorting && '<div className="min-w-0">\n  ' + select('dir', copy.order, optionOf('', text(copy.standardOrder)) + '\n  ' + optionOf('asc', text(copy.ascending)) + '\n  ' + optionOf('desc', text(copy.descending))).replace(/\n/g, '\n  ') + '\n</div>'}
          <div className="flex gap-2">
            <Button>${text(copy.filter)}</Button>
            {isFiltered(search) ? (
              <Link href=${attribute(page.path)} className={buttonClass('quiet')}>
                ${text(copy.reset)}
              </Link>
            ) : null}
          </div>
        </div>
      </form>
    </search>
  `
}

/** By what a list stands in order until somebody chooses. */
function usualOrder({ copy }: Model, one: EntityModel): string {
  const field = one.fields.find(({ column }) => column === one.entity.order?.column)
  return field === undefined ? copy.newestFirst : fieldLabel(field)
}

/** Reads of a list page: the rows and the choices of its filters, at once. */
export function listReads(one: EntityModel, page: PageModel, variable = 'rows', pageSize?: number): string {
  const fixed = Object.entries(page.filter)
  const query = [
    '...asked',
    pageSize !== undefined && 'pageSize: ' + pageSize,
    fixed.length > 0 &&
      'filters: { ...asked.filters, ' + fixed.map(([column, value]) => column + ': ' + quote(value)).join(', ') + ' }',
  ].filter(Boolean)
  const rows =
    'list' + one.names.pascalMany + '(' + (query.length === 1 ? 'asked' : '{ ' + query.join(', ') + ' }') + ')'
  return code`
    const asked = parseListQuery(search)
    ${awaitAll([[variable, rows], ...choiceReads(one, page)])}
  `
}

/** The reads that fill the choices of reference filters. */
export function choiceReads(one: EntityModel, page: PageModel): [string, string][] {
  return filterFields(one, page).flatMap((field) => {
    const target = one.references.find((reference) => reference.field === field)?.target
    if (target === undefined || target === 'person') return []
    return [
      [field.column.replace(/_id$/, '') + 'Choices', guarded(target, page, target.names.camel + 'Options()', '[]')],
    ]
  })
}

/** The button that leads to the form for a new row. */
export function addButton(model: Model, one: EntityModel, label = model.copy.create(one.names.label)): string | null {
  const path = one.paths.new
  if (path === undefined) return null
  return when(
    mayInsertOrSignIn(model, one),
    '<Link href=' + attribute(path) + ' className={buttonClass()}>\n  ' + text(label) + '\n</Link>',
  )
}

/** A visitor sees the way in too: the page behind it asks to sign in first. */
function mayInsertOrSignIn(model: Model, one: EntityModel): string | null {
  const condition = mayInsert(one)
  return condition === 'user !== null' && model.pathOf('sign-in') !== null ? 'true' : condition
}

/** The empty state of a list: teaches what to do, or how to get out of a search without a result. */
export function emptyList(model: Model, one: EntityModel, path: string): string {
  const { copy } = model
  const add = addButton(model, one, copy.emptyAction(one.names.label))
  return code`
    {isFiltered(search) ? (
      <EmptyState title=${attribute(copy.noMatches)} hint=${attribute(copy.noMatchesHint)}>
        <Link href=${attribute(path)} className={buttonClass('outline')}>
          ${text(copy.reset)}
        </Link>
      </EmptyState>
    ) : (
      <EmptyState title=${attribute(copy.emptyTitle(one.names.labelMany))} hint=${attribute(copy.emptyHint(one.names.label))}${add === null ? ' />' : '>'}
        ${add}
      ${add === null ? null : '</EmptyState>'}
    )}
  `
}

/** How the rows of an entity stand in a list. */
export function rowsOf(model: Model, one: EntityModel, path: string): { jsx: string; isTable: boolean } {
  const { pascal, pascalMany } = one.names
  const layout = one.image !== null ? 'cards' : model.look.rows
  if (layout === 'table')
    return {
      isTable: true,
      jsx: '<' + pascalMany + 'Table rows={rows.items} path=' + attribute(path) + ' params={search} />',
    }
  if (layout === 'articles' && one.body !== null)
    return {
      isTable: false,
      jsx: code`
        <ul className="divide-y divide-border border-y border-border">
          {rows.items.map((row) => (
            <li key={row.id}>
              <${pascal}Item row={row}${itemAttributes(one, attribute(path))} />
            </li>
          ))}
        </ul>
      `,
    }
  return { isTable: false, jsx: grid(pascal, 'rows.items') }
}

export const grid = (pascal: string, rows: string): string => code`
  <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
    {${rows}.map((row) => (
      <li key={row.id}>
        <${pascal}Card row={row} />
      </li>
    ))}
  </ul>
`

/** How many there are, as the heading of what follows. */
export const countHeading = (model: Model, one: EntityModel): string =>
  '<h2 className="mb-4 text-sm text-muted">{formatNumber(rows.total, ' +
  quote(model.copy.found(one.names.labelMany)) +
  ')}</h2>'

/** The address at which the rows of an entity are a file, where the plan has it. */
export const exportAddress = ({ names }: EntityModel): string => `/api/${names.slug}/export`

/** The same; null where the plan has none. */
export function exportPath({ spec }: Model, one: EntityModel): string | null {
  const path = exportAddress(one)
  return spec.routes.some((route) => route.method === 'GET' && route.path === path) ? path : null
}

/** What is listed, as a file: the same search and filters. */
function exportLink(model: Model, one: EntityModel): string | null {
  const path = exportPath(model, one)
  if (path === null) return null
  return code`
    <a href={hrefWith(${quote(path)}, search, {})} download className={buttonClass('outline')}>
      ${text(model.copy.downloadCsv)}
    </a>
  `
}

/** Search, filter, order and page through all rows of an entity. */
export const listView: View = (model, page) => {
  const one = page.entity as EntityModel
  const { jsx, isTable } = rowsOf(model, one, page.path)
  const add = [exportLink(model, one), addButton(model, one)].filter((each) => each !== null).join('\n') || null
  return {
    usesSearch: true,
    setup: listReads(one, page),
    jsx: code`
      <>
        <PageHeader title=${attribute(page.title)}${intro(page)}${add === null ? ' />' : '>'}
          ${add}
        ${add === null ? null : '</PageHeader>'}
        ${toolbar(model, one, page, { sorts: !isTable, dates: isTable })}
        {rows.items.length === 0 ? (
          ${emptyList(model, one, page.path).replace(/^\{/, '').replace(/\}$/, '')}
        ) : (
          <>
            ${countHeading(model, one)}
            ${jsx}
            <Pagination path=${attribute(page.path)} params={search} page={rows.page} pageCount={rows.pageCount} />
          </>
        )}
      </>
    `,
  }
}
