import { code, quote, list, attribute, text } from '../../code'
import { fieldLabel } from '../../../../spec/names'
import { listPath, isRating, type EntityModel, type Model, type PageModel } from '../model'
import { briefFields, plainValue, titleOf } from '../entity/values'
import { isPublic } from '../access'
import { intro, awaitAll, type View } from './page'
import { choiceReads, filterFields, listReads, toolbar } from './list'

const SUMMED =
  /(amount|total|quantity|qty|count|hours|minutes|distance|points|calories|goals|units|stock|sold|views|cost|steps|cantidad|importe|horas|minutos|puntos|existencias|unidades|visitas|coste|costo|pasos)/

/** `measures={{…}}` of a panel: which columns are money, which can be added up. */
export function measures(one: EntityModel): string {
  const money = one.fields.filter((field) => field.type === 'money')
  const summed = one.fields.filter(
    (field) =>
      field.type === 'money' ||
      (['integer', 'number'].includes(field.type) && SUMMED.test(field.column) && !isRating(field)),
  )
  const currencies = money.map(
    (field) => field.column + ': ' + quote(/^[A-Z]{3}$/.test(field.unit ?? '') ? (field.unit ?? 'USD') : 'USD'),
  )
  return (
    ' measures={{ money: {' +
    (currencies.length > 0 ? ' ' + currencies.join(', ') + ' ' : '') +
    '}, summed: ' +
    list(summed.map((field) => field.column)) +
    ' }}'
  )
}

/** Entities a dashboard tells about: the one it belongs to first, then others that have a page of their own. */
function subjects(model: Model, page: PageModel): EntityModel[] {
  const { entity } = page
  const shown = model.entities.filter(
    (one) =>
      one !== entity &&
      one.entity.table !== 'profiles' &&
      listPath(one) !== null &&
      (page.auth !== 'public' || isPublic(one, 'read')),
  )
  const numeric = (one: EntityModel): number =>
    one.fields.filter((field) => ['integer', 'number', 'money', 'enum'].includes(field.type)).length
  return entity === null ? [...shown].sort((a, b) => numeric(b) - numeric(a)) : [entity, ...shown]
}

/** Numbers, charts and ways on. */
export const dashboardView: View = (model, page) => {
  const [main, ...others] = subjects(model, page)
  if (main === undefined) return { jsx: '<PageHeader title=' + attribute(page.title) + intro(page) + ' />' }
  const second = others.find((one) =>
    one.fields.some((field) => ['enum', 'integer', 'number', 'money'].includes(field.type)),
  )
  const counted = others.filter((one) => one !== second).slice(0, 4)
  const hasFilters = filterFields(main, page).length > 0 || main.date !== null
  const query = hasFilters ? '{ filters: asked.filters }' : ''
  const newest = listPath(main)
  return {
    usesSearch: hasFilters,
    setup: code`
      ${hasFilters && 'const asked = parseListQuery(search)'}
      ${awaitAll([
        ['stats', main.names.camel + 'Stats(' + query + ')'],
        ['latest', 'list' + main.names.pascalMany + '({ pageSize: 5 })'],
        ...(second ? [['secondStats', second.names.camel + 'Stats()'] as const] : []),
        ...counted.map((one) => [one.names.camel + 'Count', 'count' + one.names.pascalMany + '()'] as const),
        ...(hasFilters ? choiceReads(main, page) : []),
      ])}
    `,
    jsx: code`
      <>
        <PageHeader title=${attribute(page.title)}${intro(page)} />
        ${hasFilters && toolbar(model, main, page, { sorts: false, dates: true, searches: false })}
        <div className="grid grid-cols-1 gap-10">
          <StatsPanel label=${attribute(main.names.labelMany)} stats={stats}${measures(main)}${counted.length > 0 && ' also={[' + counted.map((one) => '{ label: ' + quote(one.names.labelMany) + ', value: ' + one.names.camel + 'Count }').join(', ') + ']}'} />
          ${
            second &&
            code`
            <section aria-labelledby="second" className="grid grid-cols-1 gap-6">
              <h2 id="second" className="font-display text-2xl font-bold">${text(second.names.labelMany)}</h2>
              <StatsPanel label=${attribute(second.names.labelMany)} stats={secondStats}${measures(second)} />
            </section>
          `
          }
          <section aria-labelledby="latest">
            <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
              <h2 id="latest" className="font-display text-2xl font-bold">${text(model.copy.newest(main.names.labelMany))}</h2>
              ${newest && '<Link href=' + attribute(newest) + ' className={buttonClass(' + quote('outline') + ')}>\n  ' + text(model.copy.all(main.names.labelMany)) + '\n</Link>'}
            </div>
            {latest.items.length === 0 ? (
              <EmptyState title=${attribute(model.copy.emptyTitle(main.names.labelMany))} hint=${attribute(model.copy.emptyHint(main.names.label))} />
            ) : (
              <${main.names.pascalMany}Table rows={latest.items} path=${attribute(newest ?? page.path)} params={{}} />
            )}
          </section>
        </div>
      </>
    `,
  }
}

/** Totals, table and file. */
export const reportView: View = (model, page) => {
  const one = page.entity ?? subjects(model, page)[0]
  if (one === undefined) return dashboardView(model, page)
  const columns = briefFields(one, 8)
  return {
    usesSearch: true,
    setup:
      listReads(one, page, 'rows', 100) +
      '\nconst stats = await ' +
      one.names.camel +
      'Stats({ filters: asked.filters })',
    jsx: code`
      <>
        <PageHeader title=${attribute(page.title)}${intro(page)}>
          <CsvLink
            name="${one.names.slug}"
            columns={${list([one.title ? fieldLabel(one.title) : one.names.label, ...columns.map(fieldLabel)])}}
            rows={rows.items.map((row) => [${[titleOf(one, 'row'), ...columns.map((field) => plainValue(one, field, 'row'))].join(', ')}])}
          />
        </PageHeader>
        ${toolbar(model, one, page, { sorts: false, dates: true })}
        <div className="grid grid-cols-1 gap-8">
          <StatsPanel label=${attribute(one.names.labelMany)} stats={stats}${measures(one)} />
          {rows.items.length === 0 ? (
            <EmptyState title=${attribute(model.copy.noMatches)} hint=${attribute(model.copy.noMatchesHint)} />
          ) : (
            <${one.names.pascalMany}Table rows={rows.items} path=${attribute(page.path)} params={search} />
          )}
        </div>
        <Pagination path=${attribute(page.path)} params={search} page={rows.page} pageCount={rows.pageCount} />
      </>
    `,
  }
}

const SCORE =
  /^(score|points|rating|rank|elo|wins|minutes|distance|distance_km|calories|duration|puntos|puntuacion|victorias|minutos)/

/** Ranked people where rows belong to somebody; else the rows themselves, best first. */
export const leaderboardView: View = (model, page) => {
  const one = page.entity as EntityModel
  const head = '<PageHeader title=' + attribute(page.title) + intro(page) + ' />'
  const { copy } = model
  const empty =
    '<EmptyState title=' +
    attribute(copy.emptyTitle(one.names.labelMany)) +
    ' hint=' +
    attribute(copy.emptyHint(one.names.label)) +
    ' />'
  if (one.references.some(({ target }) => target === 'person'))
    return {
      setup: 'const leaders = await ' + one.names.camel + 'Leaders()',
      jsx: code`
        <>
          ${head}
          {leaders.length === 0 ? (
            ${empty}
          ) : (
            <Ranking entries={leaders.map(({ id, label, value, count }) => ({ id, label, value, note: formatNumber(count, ${quote(copy.found(one.names.labelMany))}) }))} />
          )}
        </>
      `,
    }
  const numbers = one.fields.filter((field) => ['integer', 'number', 'money'].includes(field.type))
  const score = numbers.find((field) => SCORE.test(field.column)) ?? numbers[0]
  const reference = one.references.find(({ labelColumn }) => labelColumn !== null)
  const isPlace = score !== undefined && score.column.startsWith('rank')
  return {
    setup:
      'const rows = await list' +
      one.names.pascalMany +
      '({' +
      (score ? ' sort: ' + quote(score.column) + ", direction: '" + (isPlace ? 'asc' : 'desc') + "'," : '') +
      ' pageSize: 50 })',
    jsx: code`
      <>
        ${head}
        {rows.items.length === 0 ? (
          ${empty}
        ) : (
          <Ranking entries={rows.items.map((row) => ({ id: row.id, label: ${titleOf(one, 'row')}, value: ${score ? 'row.' + score.column + ' ?? 0' : '0'}, note: ${reference && one.title ? 'row.' + reference.labelColumn + " ?? ''" : quote(score ? fieldLabel(score) : '')} }))} />
        )}
      </>
    `,
  }
}
