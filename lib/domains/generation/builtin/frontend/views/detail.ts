import { isOffered, mayChange, mayInsert } from '../access'
import { attribute, code, quote, text } from '../../code'
import { childSection } from '../entity/children'
import { homeOf, lateMark } from '../entity/show'
import { authorOf, currency, isShowable, shownValue, titleOf } from '../entity/values'
import { pollOf, pollSection } from '../entity/vote'
import { fieldLabel } from '../../../../spec/names'
import { type Child, type EntityModel, listPath, type Model, type PageModel, rowHref } from '../model'
import { backLink, formOptions } from './forms'
import { awaitAll, guarded, noRows, type View, when } from './page'

/** Children a page shows: readable ones that are not the votes of a poll. */
export function shownChildren(one: EntityModel): Child[] {
  const poll = pollOf(one)
  return one.children.filter(({ child }) => child !== poll?.vote && isOffered(child, 'read')).slice(0, 6)
}

/** One row with everything that belongs to it. */
export const detailView: View = (model, page) => {
  const one = page.entity as EntityModel
  const { names } = one
  const here = rowHref(one, 'detail', 'id') ?? quote(homeOf(one))
  const poll = pollOf(one)
  const voting = poll === null ? null : pollSection(model, page, one, poll, here)
  const children = shownChildren(one)
  const forms = children
    .filter(({ child }) => mayInsert(child) !== null)
    .map(({ child, field }) => ({ child, options: formOptions(model, child, [field.column], page) }))
  const reads: [string, string][] = [
    ...(voting?.reads ?? []),
    ...children.map(({ child, field }): [string, string] => [
      child.names.camel + 'Rows',
      guarded(
        child,
        page,
        'list' + child.names.pascalMany + '({ filters: { ' + field.column + ': id }, pageSize: 50 })',
        noRows(child),
      ),
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
      ${voting?.setup}
      ${forms.map(({ options }) => options.setup)}
    `,
    jsx: code`
      <article>
        ${back && backLink(back, model.copy.backTo(names.labelMany))}
        ${header(model, one, page)}
        <div className="grid grid-cols-1 gap-10">
          ${facts(one)}
          ${voting?.jsx}
          ${children.map((child) =>
            childSection(model, page, {
              parent: one,
              ...child,
              here,
              showsRows: child.child !== poll?.option,
              options: forms.find((form) => form.child === child.child)?.options.attribute ?? '',
            }),
          )}
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
    when(
      update,
      '<Link href={' +
        edit +
        '} className={buttonClass(' +
        quote('outline') +
        ')}>\n  ' +
        text(model.copy.edit) +
        '\n</Link>',
    ),
    when(
      remove,
      '<DeleteButton action={delete' + one.names.pascal + '} id={row.id} name={' + titleOf(one, 'row') + '} />',
    ),
    model.spec.kind === 'portfolio' || /share|link/i.test(page.purpose) ? '<ShareLink />' : null,
  ].filter(Boolean)
  return code`
    <PageHeader title={${titleOf(one, 'row')}}${actions.length === 0 ? ' />' : '>'}
      ${actions}
    ${actions.length === 0 ? null : '</PageHeader>'}
    <p className="-mt-5 mb-8 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      ${one.money && '<strong className="text-2xl text-ink tabular-nums">{formatMoney(row.' + one.money.column + ', ' + currency(one.money) + ')}</strong>'}
      ${one.state && '<Badge value={row.' + one.state.column + '} />'}
      ${lateMark(one)}
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
      <Details${hasSide ? ' isNarrow' : ''}>
        ${rest.map((field) => '<Detail label=' + attribute(fieldLabel(field)) + (['longtext', 'json', 'image', 'file', 'url'].includes(field.type) ? ' wide' : '') + '>' + shownValue(one, field, 'row') + '</Detail>')}
      </Details>
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
