import { isPublic, mayInsert } from '../access'
import { attribute, code, sentence, text } from '../../code'
import { navPages } from '../frame/header'
import { tagline } from '../frame/layout'
import { type EntityModel, listPath, type Model, type PageModel } from '../model'
import { addButton, grid } from './list'
import { itemAttributes } from '../entity/show'
import { measures } from './stats'
import { awaitAll, intro, type PageBody, type View } from './page'

/** Entities a visitor may read and browse, in the order of the navigation: what the first page shows. */
function featured(model: Model): EntityModel[] {
  const pages = new Map(model.pages.map((page) => [page.path, page]))
  const place = (one: EntityModel): number => {
    const at = navPages(model).findIndex(
      (page) => page.entity === one && ['list', 'gallery', 'board'].includes(page.view),
    )
    return at === -1 ? 99 : at
  }
  return model.entities
    .filter(
      (one) =>
        one.entity.table !== 'profiles' && isPublic(one, 'read') && pages.get(listPath(one) ?? '')?.auth === 'public',
    )
    .sort((a, b) => place(a) - place(b))
    .slice(0, 3)
}

const callToAction = (model: Model, main: EntityModel | undefined, onComponent: boolean): string => {
  const primary = onComponent ? "buttonClass('inverse')" : 'buttonClass()'
  const secondary = onComponent ? "buttonClass('outlineOnComponent')" : "buttonClass('outline')"
  const link = (path: string | null, label: string, look: string): string | null =>
    path === null
      ? null
      : '<Link href=' + attribute(path) + ' className={' + look + '}>\n  ' + text(label) + '\n</Link>'
  const first = main
    ? listPath(main)
    : (model.pathOf('dashboard') ?? navPages(model).find((page) => page.path !== '/')?.path ?? null)
  const firstLabel = main
    ? model.copy.browse(main.names.labelMany)
    : (model.pages.find((page) => page.path === first)?.title ?? model.copy.getStarted)
  // What only an administrator may add is no invitation to a visitor.
  const add =
    main?.paths.new !== undefined && ['true', 'user !== null'].includes(mayInsert(main) ?? '') ? main.paths.new : null
  const second = add ?? model.pathOf('sign-up') ?? model.pathOf('contact')
  const secondLabel =
    add !== null && main
      ? model.copy.add(main.names.label)
      : second === model.pathOf('sign-up')
        ? model.copy.signUp
        : model.copy.messageUs
  return code`
    <div className="${onComponent || model.look.hero !== 'compact' ? 'mt-6 ' : ''}flex flex-wrap gap-3">
      ${link(first, firstLabel, primary)}
      ${link(second, secondLabel, secondary)}
    </div>
  `
}

/** Search of the main list, right on the first page. */
const searchBox = (model: Model, main: EntityModel | undefined): string | null => {
  const path = main ? listPath(main) : null
  if (!main || path === null) return null
  return code`
    <search className="mt-6 block w-full max-w-xl">
      <form action=${attribute(path)} method="get" className="flex flex-wrap gap-2">
        <label htmlFor="home-search" className="sr-only">
          ${text(model.copy.searchIn(main.names.labelMany))}
        </label>
        <input
          id="home-search"
          type="search"
          name="q"
          placeholder=${attribute(model.copy.searchIn(main.names.labelMany))}
          className="min-h-11 min-w-0 grow basis-48 rounded-field border border-field bg-surface px-4 text-base text-foreground placeholder:text-muted"
        />
        <Button variant="outline">${text(model.copy.search)}</Button>
      </form>
    </search>
  `
}

/** How the page opens, by the look of the kind. */
function hero(model: Model, main: EntityModel | undefined, counts: EntityModel[]): string {
  const title = text(model.spec.name)
  const lead = text(tagline(model))
  const figures =
    counts.length === 0
      ? null
      : code`
    <dl className="grid gap-4">
      ${counts.map((one) => '<div className="flex items-baseline justify-between gap-4 border-b border-current pb-3">\n  <dt>' + text(one.names.labelMany) + '</dt>\n  <dd className="font-display text-4xl font-bold tabular-nums">{formatNumber(' + one.names.camel + 'Count)}</dd>\n</div>')}
    </dl>
  `
  switch (model.look.hero) {
    case 'compact':
      return code`
        <section className="flex flex-wrap items-end justify-between gap-6 rounded-card border border-border border-t-8 border-t-component bg-surface p-6 shadow-card sm:p-8">
          <div className="max-w-2xl">
            <h1 className="font-display text-3xl font-bold sm:text-4xl">${title}</h1>
            <p className="mt-2 text-lg text-muted">${lead}</p>
          </div>
          ${callToAction(model, main, false)}
        </section>
      `
    case 'split':
      return code`
        <section className="grid overflow-hidden rounded-card border border-border bg-surface shadow-card lg:grid-cols-[3fr_2fr]">
          <div className="p-6 sm:p-10 lg:p-14">
            <h1 className="font-display text-4xl font-bold sm:text-5xl">${title}</h1>
            <p className="mt-4 max-w-xl text-lg text-muted">${lead}</p>
            ${searchBox(model, main)}
            ${callToAction(model, main, false)}
          </div>
          <div className="flex flex-col justify-center bg-component p-6 text-component-foreground sm:p-10">
            ${figures ?? '<p className="font-display text-2xl font-semibold">' + lead + '</p>'}
          </div>
        </section>
      `
    case 'centered':
      return code`
        <section className="rounded-card bg-component px-6 py-14 text-center text-component-foreground sm:py-20">
          <h1 className="mx-auto max-w-3xl font-display text-4xl font-bold sm:text-6xl">${title}</h1>
          <p className="mx-auto mt-4 max-w-2xl text-lg">${lead}</p>
          <div className="flex flex-col items-center">
            ${searchBox(model, main)}
            ${callToAction(model, main, true)}
          </div>
        </section>
      `
    default:
      // A masthead already carries the name in large letters, so the page opens with what it is about.
      return code`
        <section className="border-b-4 border-component pb-10">
          <h1 className="max-w-4xl font-display ${model.look.shell === 'masthead' ? 'text-3xl sm:text-5xl' : 'text-5xl sm:text-7xl'} font-bold">${model.look.shell === 'masthead' ? lead : title}</h1>
          ${model.look.shell !== 'masthead' && '<p className="mt-5 max-w-2xl text-xl text-muted">' + lead + '</p>'}
          ${searchBox(model, main)}
          ${callToAction(model, main, false)}
        </section>
      `
  }
}

/** Every page of the navigation with what it is for: the way on from here. */
function explore(model: Model): string | null {
  const pages = navPages(model).filter((page) => page.path !== '/' && page.auth !== 'admin')
  if (pages.length === 0) return null
  return code`
    <section aria-labelledby="explore">
      <h2 id="explore" className="mb-5 font-display text-2xl font-bold">${text(model.copy.whatYouCanDo)}</h2>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        ${pages.map(exploreCard)}
      </ul>
    </section>
  `
}

const exploreCard = (page: PageModel): string => code`
  <li className="relative flex items-start gap-4 rounded-card border border-border bg-surface p-5 shadow-card hover:bg-soft">
    <span aria-hidden="true" className="flex size-10 shrink-0 items-center justify-center rounded-field bg-component text-lg text-component-foreground">
      →
    </span>
    <div className="min-w-0">
      <h3 className="font-display text-lg font-semibold">
        <Link href=${attribute(page.path)} className="after:absolute after:inset-0">
          ${text(page.title)}
        </Link>
      </h3>
      ${intro(page) !== '' && '<p className="mt-1 text-sm text-muted">' + text(sentence(page.purpose)) + '</p>'}
    </div>
  </li>
`

function newest(model: Model, one: EntityModel, at: number): string {
  const { names } = one
  const path = listPath(one) ?? '/'
  const isArticles = one.image === null && model.look.rows === 'articles' && one.body !== null
  const rows = names.camel + 'Rows'
  const items = isArticles
    ? code`
        <ul className="divide-y divide-border border-y border-border">
          {${rows}.items.map((row) => (
            <li key={row.id}>
              <${names.pascal}Item row={row}${itemAttributes(one, '"/"')} />
            </li>
          ))}
        </ul>
      `
    : grid(names.pascal, rows + '.items')
  const add = addButton(model, one, model.copy.emptyAction(names.label))
  return code`
    <section aria-labelledby="newest-${at}">
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <h2 id="newest-${at}" className="font-display text-2xl font-bold">${text(model.copy.newest(names.labelMany))}</h2>
        <Link href=${attribute(path)} className="inline-flex min-h-9 items-center font-semibold text-ink underline underline-offset-4">
          ${text(model.copy.all(names.labelMany))}
        </Link>
      </div>
      {${rows}.items.length === 0 ? (
        <EmptyState title=${attribute(model.copy.emptyTitle(names.labelMany))} hint=${attribute(model.copy.emptyHint(names.label))}${add === null ? ' />' : '>'}
          ${add}
        ${add === null ? null : '</EmptyState>'}
      ) : (
        ${items}
      )}
    </section>
  `
}

/** On a workbench the things of whoever is signed in come first; visitors are not shown an empty table. */
function ownSection(model: Model, one: EntityModel): string {
  const { names } = one
  return code`
    {mine === null ? null : (
      <section aria-labelledby="mine">
        <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
          <h2 id="mine" className="font-display text-2xl font-bold">${text(model.copy.newest(names.labelMany))}</h2>
          <Link href=${attribute(listPath(one) ?? '/')} className="inline-flex min-h-9 items-center font-semibold text-ink underline underline-offset-4">
            ${text(model.copy.all(names.labelMany))}
          </Link>
        </div>
        {mine.items.length === 0 ? (
          <EmptyState title=${attribute(model.copy.emptyTitle(names.labelMany))} hint=${attribute(model.copy.emptyHint(names.label))} />
        ) : (
          ${grid(names.pascal, 'mine.items')}
        )}
      </section>
    )}
  `
}

/** What an application is mainly about: the entity of the first page of the navigation that has one. */
const subjectOf = (model: Model): EntityModel | undefined =>
  navPages(model).find((page) => page.path !== '/' && page.entity !== null && listPath(page.entity) !== null)?.entity ??
  undefined

/** The first page: what this is, what is new, where to go. */
export const homeView: View = (model): PageBody => {
  const shown = featured(model)
  const main = shown[0] ?? subjectOf(model)
  const counts = model.look.hero === 'split' ? countable(model) : []
  const withStats =
    model.look.shell === 'sidebar' ? (shown.toSorted((a, b) => telling(b) - telling(a))[0] ?? null) : null
  const own = shown.length === 0 && main !== undefined ? main : null
  const reads: [string, string][] = [
    ...shown.map((one): [string, string] => [
      one.names.camel + 'Rows',
      'list' + one.names.pascalMany + '({ pageSize: ' + (one === shown[0] ? 6 : 3) + ' })',
    ]),
    ...counts.map((one): [string, string] => [one.names.camel + 'Count', 'count' + one.names.pascalMany + '()']),
    ...(withStats ? [['stats', withStats.names.camel + 'Stats()'] as [string, string]] : []),
    ...(own
      ? [['mine', 'user === null ? null : list' + own.names.pascalMany + '({ pageSize: 6 })'] as [string, string]]
      : []),
  ]
  return {
    setup: awaitAll(reads),
    jsx: code`
      <div className="grid grid-cols-1 gap-12 sm:gap-16">
        ${hero(model, main, counts)}
        ${own && ownSection(model, own)}
        ${withStats && '<StatsPanel label=' + attribute(withStats.names.labelMany) + ' stats={stats}' + measures(withStats) + ' />'}
        ${model.look.shell === 'sidebar' && explore(model)}
        ${shown.map((one, at) => newest(model, one, at))}
        ${model.look.shell !== 'sidebar' && explore(model)}
      </div>
    `,
  }
}

/** How much a chart of the entity would say: measurements over time first, places on a map not at all. */
const telling = (one: EntityModel): number =>
  (one.date === null ? 0 : 3) +
  one.fields.filter(
    ({ type, column }) => ['integer', 'number', 'money', 'enum'].includes(type) && !/^(lat|lon|lng)/.test(column),
  ).length

/** What there is to count in public, the browsable things first. */
const countable = (model: Model): EntityModel[] =>
  model.entities
    .filter((one) => one.entity.table !== 'profiles' && isPublic(one, 'read') && one.fields.length > 1)
    .sort((a, b) => Number(listPath(b) !== null) - Number(listPath(a) !== null))
    .slice(0, 4)
