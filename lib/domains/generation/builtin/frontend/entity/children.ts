import { isPublic, mayBelow } from '../access'
import { attribute, code, quote, text } from '../../code'
import type { Child, EntityModel, Model, PageModel } from '../model'
import { when } from '../views/page'
import { formFields } from './form'
import { itemAttributes } from './show'
import { signInPrompt } from './vote'

/** Rows that belong to another one, on the page of that one. */
export type ChildSection = Child & {
  parent: EntityModel
  /** An expression for the address of the page. */
  here: string
  /** Whether the rows are listed; the options of a poll stand in its ballot already. */
  showsRows: boolean
  /** The `options` attribute of the form, or nothing. */
  options: string
}

/** Heading with the number of rows, the rows, and a form to add another right here. */
export function childSection(model: Model, page: PageModel, section: ChildSection): string {
  const { child, parent, field, here, showsRows } = section
  const { names } = child
  const rows = names.camel + 'Rows'
  const insert = mayBelow(child, parent, 'insert', 'row')
  // Who may add below somebody's row may also change what is there; for the others the items show no buttons.
  const user = insert?.startsWith('user?.id === row.') ? insert + ' ? user : null' : 'user'
  const offered = offer(model, section, insert)
  if (!showsRows && offered === null) return ''
  const mayBeUnread = page.auth === 'public' && !isPublic(child, 'read')
  const average =
    names.camel +
    'Marks' +
    (mayBeUnread ? '?' : '') +
    '.numbers.find((number) => number.column === ' +
    quote(child.rating?.column ?? '') +
    ')?.average'
  const rowList = code`
    {${rows}.items.length === 0 ? (
      <p className="mb-4 text-muted">${text(model.copy.emptyTitle(names.labelMany))}.</p>
    ) : (
      <ul className="mb-4 divide-y divide-border">
        {${rows}.items.map((item) => (
          <li key={item.id}>
            <${names.pascal}Item row={item}${itemAttributes(child, '{' + here + '}', field.column, user)} />
          </li>
        ))}
      </ul>
    )}
  `
  return code`
    <section aria-labelledby="${names.slug}">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h2 id="${names.slug}" className="font-display text-2xl font-bold">
          ${text(names.labelMany)} <span className="text-base font-normal text-muted">({${rows}.total})</span>
        </h2>
        ${child.rating && '<Stars value={' + average + '} />'}
      </div>
      ${showsRows && rowList}
      ${offered}
    </section>
  `
}

/** The form for whoever may add; a way to sign in for whoever could then. */
function offer(model: Model, section: ChildSection, insert: string | null): string | null {
  const signIn = model.pathOf('sign-in')
  const add = addForm(model, section)
  if (insert !== 'user !== null' || signIn === null) return when(insert, add)
  return code`
    {user === null ? (
      ${signInPrompt(model, signIn, section.here)}
    ) : (
      ${add}
    )}
  `
}

/**
 * Talk is typed at once; facts behind a summary; a row without anything to fill in (a follow, an enrolment) is one
 * button, once per person.
 */
function addForm(model: Model, { child, field, here, options }: ChildSection): string {
  const { names } = child
  const rows = names.camel + 'Rows'
  const label = model.copy.add(names.label)
  const asked = formFields(model, child).filter((each) => each !== field)
  const form = code`
    <${names.pascal}Form
      key={${rows}.total}
     ${options === '' ? null : options}
      fixed={{ ${field.column}: id }}
      returnTo={${here}}
      submitLabel=${attribute(label)}
    />
  `
  if (asked.length === 0) {
    return child.owner === null
      ? form
      : '<>{' +
          rows +
          '.items.some((one) => one.' +
          child.owner +
          ' === user?.id) ? null : (\n  ' +
          form.replace(/\n/g, '\n  ') +
          '\n)}</>'
  }
  if (child.title === null && child.body !== null) return '<Card>\n  ' + form.replace(/\n/g, '\n  ') + '\n</Card>'
  return code`
    <details className="rounded-card border border-border bg-surface p-5 shadow-card">
      <summary className="cursor-pointer font-semibold text-ink">${text(label)}</summary>
      <div className="mt-5">
        ${form}
      </div>
    </details>
  `
}
