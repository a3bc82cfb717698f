import { isPublic, mayInsert } from '../access'
import { attribute, code, quote, sentence, text } from '../code'
import { navPages } from '../frame/header'
import { tagline } from '../frame/layout'
import { type EntityModel, listPath, type Model } from '../model'
import { formOptions } from './forms'
import { grid } from './list'
import { intro, type View, when } from './page'
import { signInPrompt } from '../entity/vote'

/** What the application is for, in its own words, with ways on. */
export const aboutView: View = (model, page) => {
  const one = page.entity !== null && isPublic(page.entity, 'read') ? page.entity : null
  const pages = navPages(model).filter((other) => other.path !== page.path && other.path !== '/' && other.auth !== 'admin')
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
  const open = model.entities.find((one) => one.entity.table !== 'profiles' && listPath(one) !== null && isPublic(one, 'read'))
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
    page.entity ?? model.entities.find((one) => isPublic(one, 'insert') && one.fields.some((field) => field.type === 'longtext')) ?? null
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

/** A question-and-answer entity that everybody may read (an FAQ): its question and answer columns. */
function answersOf(model: Model): { one: EntityModel; question: string; answer: string } | null {
  for (const one of model.entities) {
    const answer = one.fields.find((field) => /^(answer|respuesta)$/.test(field.column))
    const question = one.fields.find((field) => /^(question|pregunta)$/.test(field.column)) ?? one.title
    if (question && answer && question !== answer && isPublic(one, 'read')) return { one, question: question.column, answer: answer.column }
  }
  return null
}

const isMessage = (one: EntityModel): boolean =>
  /messages?$|mensajes?$|chats?$|posts?$|comments?$/.test(one.entity.table) && one.body !== null

/** A conversation: a thread of messages with a composer, and answers from the FAQ where the project has one. */
export const chatView: View = (model, page) => {
  const messages =
    page.entity !== null && isMessage(page.entity)
      ? page.entity
      : (page.entity?.children.find(({ child }) => isMessage(child))?.child ?? model.entities.find(isMessage) ?? null)
  const faq = answersOf(model)
  const thread = messages === null ? null : threadPart(model, messages, page.entity, page.path)
  const ask = faq === null ? null : askPart(model, faq, page.path)
  return {
    usesSearch: ask !== null || (thread?.usesSearch ?? false),
    setup: [ask?.setup, thread?.setup].filter(Boolean).join('\n'),
    jsx: code`
      <div className="mx-auto max-w-3xl">
        <PageHeader title=${attribute(page.title)}${intro(page)} />
        <div className="grid grid-cols-1 gap-8">
          ${ask?.jsx}
          ${thread?.jsx}
        </div>
      </div>
    `,
  }
}

function askPart(
  { copy }: Model,
  faq: { one: EntityModel; question: string; answer: string },
  path: string,
): { setup: string; jsx: string } {
  const { pascalMany } = faq.one.names
  return {
    setup: code`
      const question = searchValue(search, 'q').trim()
      const faq = await list${pascalMany}({ pageSize: 100 })
      const answers = bestAnswers(question, faq.items.map((row) => ({ id: row.id, question: row.${faq.question} ?? '', answer: row.${faq.answer} ?? '' })))
    `,
    jsx: code`
      <section aria-label=${attribute(copy.assistant)} className="grid gap-4 rounded-card border border-border bg-sunken p-4 sm:p-6">
        <Bubble author=${attribute(copy.assistant)}>${text(copy.askHint)}</Bubble>
        {question === '' ? null : (
          <Bubble author=${attribute(copy.you)} isOwn>
            {question}
          </Bubble>
        )}
        {question !== '' && answers.length === 0 ? <Bubble author=${attribute(copy.assistant)}>${text(copy.noAnswer)}</Bubble> : null}
        {answers.map((row) => (
          <Bubble key={row.id} author=${attribute(copy.assistant)}>
            <strong>{row.question}</strong>
            {'\n' + row.answer}
          </Bubble>
        ))}
        {answers.length === 0 ? (
          <ul className="flex flex-wrap gap-2">
            {faq.items.slice(0, 5).map((row) => (
              <li key={row.id}>
                <Link href={hrefWith(${quote(path)}, search, { q: row.${faq.question} ?? '' })} className={buttonClass('outline')}>
                  {row.${faq.question}}
                </Link>
              </li>
            ))}
          </ul>
        ) : null}
        <form action=${attribute(path)} method="get" className="flex flex-wrap items-end gap-2">
          <div className="min-w-0 grow basis-56">
            <FieldFrame id="ask" label=${attribute(copy.writeMessage)}>
              <input id="ask" name="q" required maxLength={200} autoComplete="off" className={controlClass} />
            </FieldFrame>
          </div>
          <Button>${text(copy.send)}</Button>
        </form>
      </section>
    `,
  }
}

function threadPart(
  model: Model,
  messages: EntityModel,
  asked: EntityModel | null,
  path: string,
): { setup: string; jsx: string; usesSearch: boolean } {
  const { copy } = model
  const { names } = messages
  // A conversation that the messages belong to is chosen through the address.
  const room =
    messages.references.find(({ target }) =>
      target !== 'person' && (asked === messages || target === asked) && listPath(target) === null ? true : target === asked,
    ) ?? null
  const target = room === null || room.target === 'person' ? null : room.target
  const options = formOptions(model, messages, target && room ? [room.field.column] : [])
  const body = messages.body?.column ?? 'body'
  const person = messages.references.find((reference) => reference.target === 'person')
  const own = messages.owner === null ? 'false' : 'user?.id === row.' + messages.owner
  const signIn = model.pathOf('sign-in')
  const form =
    '<' +
    names.pascal +
    'Form key={messages.total}' +
    options.attribute +
    (target && room ? ' fixed={{ ' + room.field.column + ': chosen }}' : '') +
    ' returnTo=' +
    (target ? '{hrefWith(' + quote(path) + ', {}, { room: chosen })}' : attribute(path)) +
    ' submitLabel=' +
    attribute(copy.send) +
    ' />'
  const condition = mayInsert(messages)
  return {
    usesSearch: target !== null,
    setup: code`
      ${target && 'const rooms = await ' + target.names.camel + 'Options()'}
      ${target && "const chosen = rooms.find((room) => room.id === searchValue(search, 'room'))?.id ?? rooms[0]?.id ?? ''"}
      const messages = await list${names.pascalMany}({ ${target && room ? "filters: chosen === '' ? {} : { " + room.field.column + ': chosen }, ' : ''}sort: 'created_at', direction: 'desc', pageSize: 50 })
      ${options.setup}
    `,
    jsx: code`
      <section aria-label=${attribute(names.labelMany)} className="grid gap-4">
        ${
          target &&
          code`
          <nav aria-label=${attribute(target.names.labelMany)} className="flex flex-wrap gap-2">
            {rooms.map((room) => (
              <Link key={room.id} href={hrefWith(${quote(path)}, {}, { room: room.id })} aria-current={room.id === chosen ? 'page' : undefined} className={buttonClass(room.id === chosen ? 'primary' : 'outline')}>
                {room.label}
              </Link>
            ))}
          </nav>
        `
        }
        <div role="log" aria-label=${attribute(names.labelMany)} tabIndex={0} className="grid max-h-[60vh] gap-4 overflow-y-auto rounded-card border border-border bg-sunken p-4 sm:p-6">
          {messages.items.length === 0 ? <p className="text-muted">${text(copy.noMessages)}</p> : null}
          {messages.items.toReversed().map((row) => (
            <Bubble key={row.id} author={${own === 'false' ? '' : own + ' ? ' + quote(copy.you) + ' : '}${person?.labelColumn ? 'row.' + person.labelColumn + ' ?? ' + quote(names.label) : quote(names.label)}} time={formatDateTime(row.created_at)} isOwn={${own}}>
              {row.${body}}
            </Bubble>
          ))}
        </div>
        ${condition === 'user !== null' && signIn ? '{user !== null ? (\n  ' + form + '\n) : (\n  ' + signInPrompt(model, signIn, quote(path)).replace(/\n/g, '\n  ') + '\n)}' : when(condition, form)}
      </section>
    `,
  }
}
