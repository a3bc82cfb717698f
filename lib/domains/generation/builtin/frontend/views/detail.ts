import { isOffered, isPublic, mayBelow, mayChange, mayInsert } from '../access'
import { attribute, code, quote, text } from '../code'
import { homeOf, itemAttributes } from '../entity/show'
import { authorOf, currency, isShowable, shownValue, titleOf } from '../entity/values'
import { pollOf, pollSection, signInPrompt } from '../entity/vote'
import { type Child, type EntityModel, fieldLabel, listPath, type Model, type PageModel, rowHref } from '../model'
import { backLink, formOptions } from './forms'
import { awaitAll, guarded, noRows, type View, when } from './page'

/** Children a page shows: readable ones that are not the votes of a poll. */
export function shownChildren(model: Model, one: EntityModel): Child[] {
  const poll = pollOf(model, one)
  return one.children.filter(({ child }) => child !== poll?.vote && isOffered(child, 'read')).slice(0, 6)
}

/** One row with everything that belongs to it. */
export const detailView: View = (model, page) => {
  const one = page.entity as EntityModel
  const { names } = one
  const here = rowHref(one, 'detail', 'id') ?? quote(homeOf(one))
  const poll = pollOf(model, one)
  const voting = poll === null ? null : pollSection(model, one, poll, here)
  const children = shownChildren(model, one)
  const forms = children
    .filter(({ child }) => mayInsert(child) !== null)
    .map(({ child, field }) => ({ child, options: formOptions(model, child, [field.column], page) }))
  const reads: [string, string][] = [
    ...(voting?.reads ?? []),
    ...children.map(({ child, field }): [string, string] => [
      child.names.camel + 'Rows',
      guarded(child, page, 'list' + child.names.pascalMany + '({ filters: { ' + field.column + ': id }, pageSize: 50 })', noRows(child)),
    ]),
    ...children
      .filter(({ child }) => child.rating !== null)
      .map(({ child, field }): [string, string] => [
        child.names.camel + 'Marks',
        guarded(child, page, child.names.camel + 'Stats({ filters: { ' + field.column + ': id } })', 'null'),
      ]),
  ]
  const back = listPath(one)
  return {
    setup: code`
      const row = await get${names.pascal}(id)
      if (row === null) notFound()
      ${awaitAll(reads)}
      ${forms.map(({ options }) => options.setup)}
    `,
    jsx: code`
      <article>
        ${back && backLink(back, model.copy.backTo(names.labelMany))}
        ${header(model, one, page)}
        <div className="grid grid-cols-1 gap-10">
          ${facts(one)}
          ${voting?.jsx}
          ${children.map((child) => childSection(model, page, one, child.child !== poll?.option, child, here, forms.find((form) => form.child === child.child)?.options.attribute ?? ''))}
        </div>
      </article>
    `,
  }
}

function header(model: Model, one: EntityModel, page: PageModel): string {
  const edit = rowHref(one, 'edit', 'row.id')
  const update = edit === null ? null : mayChange(one, 'update', 'row')
  const remove = isOffered(one, 'delete') ? mayChange(one, 'delete', 'row') : null
  const move = one.state === null ? null : mayChange(one, 'update', 'row')
  const author = authorOf(one, 'row')
  const actions = [
    when(move, '<' + one.names.pascal + 'StateButtons row={row} />'),
    when(update, '<Link href={' + edit + '} className={buttonClass(' + quote('outline') + ')}>\n  ' + text(model.copy.edit) + '\n</Link>'),
    when(remove, '<DeleteButton action={delete' + one.names.pascal + '} id={row.id} name={' + titleOf(one, 'row') + '} />'),
    model.spec.kind === 'portfolio' || /share|link/i.test(page.purpose) ? '<ShareLink />' : null,
  ].filter(Boolean)
  return code`
    <PageHeader title={${titleOf(one, 'row')}}${actions.length === 0 ? ' />' : '>'}
      ${actions}
    ${actions.length === 0 ? null : '</PageHeader>'}
    <p className="-mt-5 mb-8 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      ${one.money && '<strong className="text-2xl text-ink tabular-nums">{formatMoney(row.' + one.money.column + ', ' + currency(one.money) + ')}</strong>'}
      ${one.state && '<Badge value={row.' + one.state.column + '} />'}
      ${author && '<span>{' + author + '}</span>'}
      <time dateTime={row.created_at}>{formatDate(row.created_at)}</time>
    </p>
  `
}

/** Picture, text, and every other field as a list of facts. */
function facts(one: EntityModel): string {
  const rest = one.fields.filter(
    (field) => ![one.title, one.body, one.image, one.state, one.money].includes(field) && isShowable(one, field),
  )
  const hasSide = one.image !== null || one.body !== null
  const main = code`
    <div className="grid content-start gap-6">
      ${one.image && '<Picture src={row.' + one.image.column + '} name={' + titleOf(one, 'row') + '} className="aspect-video w-full rounded-card" />'}
      ${one.body && '<div className="text-lg leading-relaxed break-words whitespace-pre-line">{row.' + one.body.column + '}</div>'}
    </div>
  `
  if (rest.length === 0) return hasSide ? main : ''
  const card = code`
    <Card>
      <DetailList${hasSide ? ' isNarrow' : ''}>
        ${rest.map((field) => '<DetailItem label=' + attribute(fieldLabel(field)) + (['longtext', 'json', 'image', 'file', 'url'].includes(field.type) ? ' wide' : '') + '>' + shownValue(one, field, 'row') + '</DetailItem>')}
      </DetailList>
    </Card>
  `
  if (!hasSide) return card
  return code`
    <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      ${main}
      ${card}
    </div>
  `
}

/** Rows that belong to this one, and a form to add another right here. */
function childSection(
  model: Model,
  page: PageModel,
  one: EntityModel,
  showsRows: boolean,
  { child, field }: Child,
  here: string,
  options: string,
): string {
  const { names } = child
  const rows = names.camel + 'Rows'
  const { copy } = model
  const insert = mayBelow(child, one, 'insert', 'row')
  const isOwners = insert?.startsWith('user?.id === row.') ?? false
  const signIn = model.pathOf('sign-in')
  const form =
    '<' +
    names.pascal +
    'Form key={' +
    rows +
    '.total}' +
    options +
    ' fixed={{ ' +
    field.column +
    ': id }} returnTo={' +
    here +
    '} submitLabel=' +
    attribute(copy.add(names.label)) +
    ' />'
  const isTalk = child.title === null && child.body !== null
  const add = isTalk
    ? '<Card>\n  ' + form + '\n</Card>'
    : code`
        <details className="rounded-card border border-border bg-surface p-5 shadow-card">
          <summary className="cursor-pointer font-semibold text-ink">${text(copy.add(names.label))}</summary>
          <div className="mt-5">
            ${form}
          </div>
        </details>
      `
  const offered =
    insert === 'user !== null' && signIn !== null
      ? '{user !== null ? (\n  ' +
        add.replace(/\n/g, '\n  ') +
        '\n) : (\n  ' +
        signInPrompt(model, signIn, here).replace(/\n/g, '\n  ') +
        '\n)}'
      : when(insert, add)
  const rowList = code`
    {${rows}.items.length === 0 ? (
      <p className="mb-4 text-muted">${text(copy.emptyTitle(names.labelMany))}.</p>
    ) : (
      <ul className="mb-4 divide-y divide-border">
        {${rows}.items.map((${names.camel}) => (
          <li key={${names.camel}.id}>
            <${names.pascal}Item row={${names.camel}}${itemAttributes(child, '{' + here + '}', field.column, isOwners ? insert + ' ? user : null' : 'user')} />
          </li>
        ))}
      </ul>
    )}
  `
  if (!showsRows && offered === null) return ''
  return code`
    <section aria-labelledby="${names.slug}">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h2 id="${names.slug}" className="font-display text-2xl font-bold">
          ${text(names.labelMany)} <span className="text-base font-normal text-muted">({${rows}.total})</span>
        </h2>
        ${child.rating && '<Stars value={' + names.camel + 'Marks' + (page.auth !== 'public' || isPublic(child, 'read') ? '' : '?') + '.numbers.find((number) => number.column === ' + quote(child.rating.column) + ')?.average} />'}
      </div>
      ${showsRows && rowList}
      ${offered}
    </section>
  `
}
