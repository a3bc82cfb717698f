import { mayChange } from '../access'
import { attribute, code, quote, text } from '../../code'
import { lateMark } from '../entity/show'
import { titleOf, briefFields, plainValue } from '../entity/values'
import { type EntityModel, type Model, type PageModel, rowHref } from '../model'
import { addButton, countHeading, emptyList, grid, listReads, toolbar } from './list'
import { intro, type View, when } from './page'

const head = (model: Model, one: EntityModel, page: PageModel): string => {
  const add = addButton(model, one)
  return code`
    <PageHeader title=${attribute(page.title)}${intro(page)}${add === null ? ' />' : '>'}
      ${add}
    ${add === null ? null : '</PageHeader>'}
  `
}

/** Columns by state; a card moves with its buttons, so a keyboard is enough. */
export const boardView: View = (model, page) => {
  const one = page.entity as EntityModel
  const lane = one.state ?? one.fields.find((field) => field.type === 'enum') ?? null
  if (lane === null) return galleryView(model, page)
  const small = briefFields(one, 3, [lane])
  const late = lateMark(one)
  const href = rowHref(one, 'detail', 'row.id') ?? rowHref(one, 'edit', 'row.id')
  const move =
    one.state === null
      ? null
      : when(
          mayChange(one, 'update', 'row'),
          '<' + one.names.pascal + 'StateButtons row={row} returnTo=' + attribute(page.path) + ' />',
        )
  return {
    usesSearch: true,
    setup: listReads(one, page, 'rows', 100) + '\nconst lanes = [' + (lane.values ?? []).map(quote).join(', ') + ']',
    jsx: code`
      <>
        ${head(model, one, page)}
        ${toolbar(model, one, page, { sorts: false })}
        <div className="grid items-start gap-4 md:grid-flow-col md:auto-cols-[minmax(16rem,1fr)] md:overflow-x-auto md:pb-4">
          {lanes.map((lane) => {
            const cards = rows.items.filter((row) => row.${lane.column} === lane)
            return (
              <section key={lane} aria-label={humanize(lane)} className="min-w-0 rounded-card border border-border bg-sunken">
                <h2 className="flex items-center justify-between rounded-t-card bg-component px-4 py-2.5 font-display text-sm font-semibold text-component-foreground">
                  {humanize(lane)}
                  <span className="tabular-nums">{cards.length}</span>
                </h2>
                <ul className="grid gap-3 p-3">
                  {cards.map((row) => (
                    <li key={row.id} className="grid gap-2 rounded-field border border-border bg-surface p-3 shadow-card">
                      <h3 className="font-semibold break-words">
                        ${href === null ? '{' + titleOf(one, 'row') + '}' : '<Link href={' + href + '} className="underline-offset-4 hover:underline">\n  {' + titleOf(one, 'row') + '}\n</Link>'}
                      </h3>
                      ${small.length > 0 && '<p className="flex flex-wrap gap-x-3 text-xs text-muted">'}
                      ${small.map((field) => '  <span>{' + plainValue(one, field, 'row') + '}</span>')}
                      ${small.length > 0 && '</p>'}
                      ${late !== null && '<div>' + late + '</div>'}
                      ${move && '<div className="flex flex-wrap gap-1">\n  ' + move.replace(/\n/g, '\n  ') + '\n</div>'}
                    </li>
                  ))}
                  {cards.length === 0 ? <li className="px-1 py-3 text-sm text-muted">${text(model.copy.none)}</li> : null}
                </ul>
              </section>
            )
          })}
        </div>
      </>
    `,
  }
}

/** A month at a time; on a phone the same days as a list. */
export const calendarView: View = (model, page) => {
  const one = page.entity as EntityModel
  const { date } = one
  if (date === null) return galleryView(model, page)
  const { copy } = model
  const href = rowHref(one, 'detail', 'row.id')
  const entry =
    href === null
      ? '<span>{' + titleOf(one, 'row') + '}</span>'
      : '<Link href={' +
        href +
        '} className="underline-offset-2 hover:underline">\n  {' +
        titleOf(one, 'row') +
        '}\n</Link>'
  const time =
    date.type === 'datetime'
      ? '<span className="font-semibold tabular-nums">{row.' + date.column + '?.slice(11, 16)} </span>'
      : null
  return {
    usesSearch: true,
    setup: code`
      const month = readMonth(searchValue(search, 'month'))
      const rows = await list${one.names.pascalMany}({
        filters: { ${Object.entries(page.filter)
          .map(([column, value]) => column + ': ' + quote(value) + ', ')
          .join(
            '',
          )}${date.column}_from: month.first, ${date.column}_to: month.last${date.type === 'datetime' ? " + 'T23:59:59Z'" : ''} },
        sort: ${quote(date.column)},
        direction: 'asc',
        pageSize: 100,
      })
      const onDay = (day: string) => rows.items.filter((row) => row.${date.column}?.slice(0, 10) === day)
    `,
    jsx: code`
      <>
        ${head(model, one, page)}
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
          <h2 className="font-display text-2xl font-bold first-letter:uppercase">{month.label}</h2>
          <nav aria-label=${attribute(copy.pages)} className="flex gap-2">
            <Link href={hrefWith(${quote(page.path)}, search, { month: month.previous })} aria-label=${attribute(copy.previousMonth)} className={buttonClass('outline')}>
              ←
            </Link>
            <Link href=${attribute(page.path)} className={buttonClass('outline')}>
              ${text(copy.today)}
            </Link>
            <Link href={hrefWith(${quote(page.path)}, search, { month: month.next })} aria-label=${attribute(copy.nextMonth)} className={buttonClass('outline')}>
              →
            </Link>
          </nav>
        </div>
        <div className="hidden overflow-hidden rounded-card border border-border bg-surface shadow-card md:block">
          <table className="w-full table-fixed text-sm">
            <thead>
              <tr className="bg-component text-component-foreground">
                {[${copy.week.map(quote).join(', ')}].map((day) => (
                  <th key={day} scope="col" className="px-2 py-2 text-left font-semibold">
                    {day}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {month.weeks.map((week) => (
                <tr key={week.join(' ')}>
                  {week.map((day, weekday) => (
                    <td key={day ?? 'blank ' + weekday} className="h-28 border border-border p-2 align-top">
                      {day === null ? null : (
                        <>
                          <time dateTime={day} className="text-xs text-muted">{Number(day.slice(8))}</time>
                          <ul className="mt-1 grid gap-1">
                            {onDay(day).map((row) => (
                              <li key={row.id} className="truncate border-l-4 border-component bg-soft px-1.5 py-0.5 text-xs">
                                ${time}
                                ${entry}
                              </li>
                            ))}
                          </ul>
                        </>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {rows.items.length === 0 ? <p className="mt-4 text-muted">${text(copy.noneThisMonth)}</p> : null}
        <ul className="grid gap-2 md:hidden">
          {rows.items.map((row) => (
            <li key={row.id} className="border border-border border-l-4 border-l-component bg-surface p-4">
              <p className="text-sm text-muted">{${(date.type === 'date' ? 'formatDate' : 'formatDateTime') + '(row.' + date.column + ')'}}</p>
              <p className="font-semibold">
                ${entry}
              </p>
            </li>
          ))}
        </ul>
      </>
    `,
  }
}

/** Pictures first. */
export const galleryView: View = (model, page) => {
  const one = page.entity as EntityModel
  return {
    usesSearch: true,
    setup: listReads(one, page),
    jsx: code`
      <>
        ${head(model, one, page)}
        ${toolbar(model, one, page, {})}
        {rows.items.length === 0 ? (
          ${emptyList(model, one, page.path).replace(/^\{/, '').replace(/\}$/, '')}
        ) : (
          <>
            ${countHeading(model, one)}
            ${grid(one.names.pascal, 'rows.items')}
          </>
        )}
        <Pagination path=${attribute(page.path)} params={search} page={rows.page} pageCount={rows.pageCount} />
      </>
    `,
  }
}
