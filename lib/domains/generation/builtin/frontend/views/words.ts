import { isPublic, mayInsert } from '../access'
import { attribute, code, quote, sentence, text } from '../../code'
import { navPages } from '../frame/header'
import { tagline } from '../frame/layout'
import { listPath, type Model } from '../model'
import { formOptions } from './forms'
import { grid } from './list'
import { intro, type View, when } from './page'

/** What the application is for, in its own words, with ways on. */
export const aboutView: View = (model, page) => {
  const one = page.entity !== null && isPublic(page.entity, 'read') ? page.entity : null
  const pages = navPages(model).filter(
    (other) => other.path !== page.path && other.path !== '/' && other.auth !== 'admin',
  )
  const contact = model.pathOf('contact')
  return {
    setup: one ? 'const rows = await list' + one.names.pascalMany + '({ pageSize: 12 })' : '',
    jsx: code`
      <div className="grid grid-cols-1 gap-10">
        <section className="max-w-3xl text-lg leading-relaxed">
          <PageHeader title=${attribute(page.title)}${intro(page)} />
          <p>
            <strong className="font-display">${text(model.spec.name)}</strong>
            {${quote(' · ' + tagline(model))}}
          </p>
        </section>
        ${one && when('rows.items.length > 0', '<section aria-labelledby="shown">\n  <h2 id="shown" className="mb-4 font-display text-2xl font-bold">' + text(one.names.labelMany) + '</h2>\n  ' + grid(one.names.pascal, 'rows.items').replace(/\n/g, '\n  ') + '\n</section>')}
        ${
          pages.length > 0 &&
          code`
          <section aria-labelledby="offer">
            <h2 id="offer" className="mb-4 font-display text-2xl font-bold">${text(model.copy.aboutValues)}</h2>
            <dl className="grid gap-x-8 gap-y-5 border-t-4 border-component pt-6 sm:grid-cols-2">
              ${pages.map((other) => '<div>\n  <dt className="font-display text-lg font-semibold">\n    <Link href=' + attribute(other.path) + ' className="text-ink underline-offset-4 hover:underline">\n      ' + text(other.title) + '\n    </Link>\n  </dt>\n  <dd className="text-muted">' + text(sentence(other.purpose)) + '</dd>\n</div>')}
            </dl>
          </section>
        `
        }
        ${steps(model)}
        ${contact && contact !== page.path && '<p>\n  <Link href=' + attribute(contact) + ' className={buttonClass()}>\n    ' + text(model.copy.messageUs) + '\n  </Link>\n</p>'}
      </div>
    `,
  }
}

/** The way through the application, from what the plan allows. */
function steps(model: Model): string | null {
  const { copy } = model
  const open = model.entities.find(
    (one) => one.entity.table !== 'profiles' && listPath(one) !== null && isPublic(one, 'read'),
  )
  const added = model.entities.find(
    (one) => one.entity.table !== 'profiles' && one.paths.new !== undefined && mayInsert(one) === 'user !== null',
  )
  const all = [
    open && copy.stepBrowse(open.names.labelMany),
    open && copy.stepSearch,
    model.pathOf('sign-up') !== null && copy.stepJoin,
    added && copy.stepAdd(added.names.label),
    model.pathOf('contact') !== null && copy.stepWrite,
  ].filter((step): step is string => typeof step === 'string')
  if (all.length < 2) return null
  return code`
    <section aria-labelledby="how">
      <h2 id="how" className="mb-4 font-display text-2xl font-bold">${text(copy.howItWorks)}</h2>
      <ol className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        ${all.map((step, at) => '<li className="flex gap-4 rounded-card border border-border bg-surface p-5 shadow-card">\n  <span aria-hidden="true" className="flex size-9 shrink-0 items-center justify-center rounded-full bg-component font-bold text-component-foreground">' + (at + 1) + '</span>\n  <p>' + text(step) + '</p>\n</li>')}
      </ol>
    </section>
  `
}

/** A message to whoever runs this; the entity that takes it is the page's own, or one that visitors may write to. */
export const contactView: View = (model, page) => {
  const inbox =
    page.entity ??
    model.entities.find((one) => isPublic(one, 'insert') && one.fields.some((field) => field.type === 'longtext')) ??
    null
  // Without an inbox nobody would read it: the page then says where everything is.
  if (inbox === null) return aboutView(model, page)
  const options = formOptions(model, inbox)
  return {
    setup: options.setup,
    jsx: code`
      <div className="mx-auto grid max-w-5xl gap-8 lg:grid-cols-[2fr_3fr]">
        <div>
          <PageHeader title=${attribute(page.title)}${intro(page)} />
          <p className="rounded-card bg-component p-6 text-component-foreground">${text(model.copy.contactHint)}</p>
        </div>
        <Card>
          <${inbox.names.pascal}Form${options.attribute} submitLabel=${attribute(model.copy.send)} />
        </Card>
      </div>
    `,
  }
}
