import { isPublic, mayInsert } from '../access'
import { attribute, code, quote, text } from '../../code'
import { roomOf } from '../entity/composer'
import { signInPrompt } from '../entity/vote'
import type { EntityModel, Model, PageModel } from '../model'
import { awaitAll, guarded, intro, noRows, type View, when } from './page'

type Faq = { one: EntityModel; question: string; answer: string }

/** A question-and-answer entity that everybody may read (an FAQ): its question and answer columns. */
function answersOf(model: Model): Faq | null {
  for (const one of model.entities) {
    const answer = one.fields.find((field) => /^(answer|respuesta)$/.test(field.column))
    const question = one.fields.find((field) => /^(question|pregunta)$/.test(field.column)) ?? one.title
    if (question && answer && question !== answer && isPublic(one, 'read'))
      return { one, question: question.column, answer: answer.column }
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
  const thread = messages === null ? null : threadPart(model, page, messages)
  const ask = faq === null ? null : askPart(model, page, faq)
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

function askPart({ copy }: Model, page: PageModel, faq: Faq): { setup: string; jsx: string } {
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
                <Link href={hrefWith(${quote(page.path)}, search, { q: row.${faq.question} ?? '' })} className={buttonClass('outline')}>
                  {row.${faq.question}}
                </Link>
              </li>
            ))}
          </ul>
        ) : null}
        <form action=${attribute(page.path)} method="get" className="flex flex-wrap items-end gap-2">
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

/** Messages, oldest first, and a composer; where they belong to conversations, one is chosen through the address. */
function threadPart(
  model: Model,
  page: PageModel,
  messages: EntityModel,
): { setup: string; jsx: string; usesSearch: boolean } {
  const { copy } = model
  const { names } = messages
  const room = roomOf(messages)
  const body = messages.body?.column ?? 'body'
  const person = messages.references.find(({ target }) => target === 'person')
  const isOwn = messages.owner === null ? 'false' : 'user?.id === row.' + messages.owner
  const author = person?.labelColumn ? 'row.' + person.labelColumn + ' ?? ' + quote(names.label) : quote(names.label)
  const ofRoom = room === null ? '' : "filters: chosen === '' ? {} : { " + room.field.column + ': chosen }, '
  const read = 'list' + names.pascalMany + '({ ' + ofRoom + "sort: 'created_at', direction: 'desc', pageSize: 50 })"
  return {
    usesSearch: room !== null,
    setup: code`
      ${room && awaitAll([['rooms', guarded(room.target, page, room.target.names.camel + 'Options()', '[]')]])}
      ${room && "const chosen = rooms.find((room) => room.id === searchValue(search, 'room'))?.id ?? rooms[0]?.id ?? ''"}
      ${awaitAll([['messages', guarded(messages, page, read, noRows(messages))]])}
    `,
    jsx: code`
      <section aria-label=${attribute(names.labelMany)} className="grid grid-cols-1 gap-4">
        ${room && roomLinks(room.target, page.path)}
        <div role="log" aria-label=${attribute(names.labelMany)} tabIndex={0} className="grid max-h-[60vh] gap-4 overflow-y-auto rounded-card border border-border bg-sunken p-4 sm:p-6">
          {messages.items.length === 0 ? <p className="text-muted">${text(copy.noMessages)}</p> : null}
          {messages.items.toReversed().map((row) => (
            <Bubble key={row.id} author={${isOwn === 'false' ? author : isOwn + ' ? ' + quote(copy.you) + ' : ' + author}} time={formatDateTime(row.created_at)} isOwn={${isOwn}}>
              {row.${body}}
            </Bubble>
          ))}
        </div>
        ${composer(model, page, messages)}
      </section>
    `,
  }
}

const roomLinks = (target: EntityModel, path: string): string => code`
  <nav aria-label=${attribute(target.names.labelMany)} className="flex flex-wrap gap-2">
    {rooms.map((room) => (
      <Link
        key={room.id}
        href={hrefWith(${quote(path)}, {}, { room: room.id })}
        aria-current={room.id === chosen ? 'page' : undefined}
        className={buttonClass(room.id === chosen ? 'primary' : 'outline')}
      >
        {room.label}
      </Link>
    ))}
  </nav>
`

/** Writing needs somebody who may, and a conversation to write into. */
function composer(model: Model, page: PageModel, messages: EntityModel): string | null {
  const room = roomOf(messages)
  const signIn = model.pathOf('sign-in')
  const condition = mayInsert(messages)
  const start = room?.target.paths.new
  const form = code`
    <${messages.names.pascal}Composer
      key={messages.total}
      ${room && 'room={chosen}'}
      returnTo={${room ? 'hrefWith(' + quote(page.path) + ', {}, { room: chosen })' : quote(page.path)}}
    />
  `
  const first =
    start && room
      ? '<p>\n  <Link href=' +
        attribute(start) +
        ' className={buttonClass()}>\n    ' +
        text(model.copy.create(room.target.names.label)) +
        '\n  </Link>\n</p>'
      : 'null'
  const write =
    room === null
      ? form
      : '{' +
        "chosen === '' ? " +
        (first === 'null' ? 'null' : '(\n  ' + first.replace(/\n/g, '\n  ') + '\n)') +
        ' : (\n  ' +
        form.replace(/\n/g, '\n  ') +
        '\n)}'
  if (condition !== 'user !== null' || signIn === null)
    return when(condition, room === null ? write : '<>' + write + '</>')
  const prompt = signInPrompt(model, signIn, quote(page.path)).replace(/\n/g, '\n  ')
  const answer = room === null ? '(\n  ' + form.replace(/\n/g, '\n  ') + '\n)' : write.slice(1, -1)
  return '{user === null ? (\n  ' + prompt + '\n) : ' + answer + '}'
}
