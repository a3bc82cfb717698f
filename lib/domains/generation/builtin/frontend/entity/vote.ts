import type { ProjectFile } from '../../../agents/agent'
import type { Field } from '../../../../spec/contract'
import { isOffered } from '../access'
import { attribute, code, quote, text } from '../../code'
import { type Symbols, sourceFile } from '../imports'
import type { Child, EntityModel, Model, PageModel } from '../model'
import { componentsOf } from '../symbols'
import { guarded, noRows } from '../views/page'

/**
 * A question with options and one row per person who chose: polls and elections, or a quiz where one option is right.
 */
export type Poll = {
  option: EntityModel
  optionField: Field
  vote: EntityModel
  /** Column of the vote that holds the choice: the option's id in a poll, its words in a quiz. */
  choice: Field
  /** Column of the vote that names the question itself, when it has one. */
  parent: Field | null
  /** Column of the option that says whether it is right; null in a poll. */
  right: Field | null
}

const VOTE = /vote|ballot|answer|choice|response|pick|voto|respuesta|eleccion/
const RIGHT = /^(is_)?(correct|right|correcta?|es_correcta?)$/

const isPersonal = (one: EntityModel): boolean =>
  one.owner !== null && isOffered(one, 'insert') && VOTE.test(one.entity.table)
const asked = (one: EntityModel): Field[] =>
  one.fields.filter((field) => field.required === true && field.type !== 'reference')

function asPoll(one: EntityModel, { child: option, field: optionField }: Child): Poll | null {
  for (const { child: vote, field: choice } of option.children) {
    if (vote === one || !isPersonal(vote) || asked(vote).length > 0) continue
    return {
      option,
      optionField,
      vote,
      choice,
      parent: vote.references.find(({ target }) => target === one)?.field ?? null,
      right: null,
    }
  }
  return null
}

function asQuiz(one: EntityModel, { child: option, field: optionField }: Child): Poll | null {
  const right = option.fields.find((field) => field.type === 'boolean' && RIGHT.test(field.column))
  if (right === undefined || option.title === null) return null
  for (const { child: vote, field: parent } of one.children) {
    const [choice, ...others] = asked(vote)
    if (vote === option || !isPersonal(vote) || choice === undefined || others.length > 0) continue
    if (choice.type === 'text' || choice.type === 'longtext')
      return { option, optionField, vote, choice, parent, right }
  }
  return null
}

/** Finds the pattern among the neighbours of an entity. */
export function pollOf(one: EntityModel): Poll | null {
  for (const child of one.children) {
    const poll = asPoll(one, child) ?? asQuiz(one, child)
    if (poll !== null) return poll
  }
  return null
}

/** `poll-vote.tsx`: the options as radio buttons and one button. */
export function voteFile(
  model: Model,
  one: EntityModel,
  { vote, choice, parent, right }: Poll,
  symbols: Symbols,
): ProjectFile {
  const { names } = one
  const { copy } = model
  const body = code`
    type Props = {
      ${parent && '/** The question. */\nid: string'}
      options: Option[]
      /** Where to be after the vote. */
      returnTo: string
    }

    export function ${names.pascal}Vote({ ${parent && 'id, '}options, returnTo }: Props) {
      const [state, action, pending] = useActionState(create${vote.names.pascal}, emptyFormState)
      return (
        <FormFrame action={action} state={state}>
          ${parent && '<input type="hidden" name="' + parent.column + '" value={id} />'}
          <input type="hidden" name="return_to" value={returnTo} />
          <fieldset className="grid gap-2">
            <legend className="mb-2 font-display text-lg font-semibold">${text(copy.chooseOption)}</legend>
            {options.map((option) => (
              <label
                key={option.id}
                className="flex min-h-12 cursor-pointer items-center gap-3 rounded-field border border-field bg-surface px-4 has-checked:border-component has-checked:bg-soft has-focus-visible:outline-3 has-focus-visible:outline-ink"
              >
                <input type="radio" name="${choice.column}" value={option.${right === null ? 'id' : 'label'}} required className="size-5 accent-ink" />
                {option.label}
              </label>
            ))}
          </fieldset>
          {state.errors.${choice.column} ? <p className="text-sm font-medium text-danger">{state.errors.${choice.column}}</p> : null}
          <div>
            <Button disabled={pending}>{pending ? ${quote(copy.sending)} : ${quote(right === null ? copy.vote : copy.answer)}}</Button>
          </div>
        </FormFrame>
      )
    }
  `
  const file = componentsOf(names).find(([name]) => name === names.pascal + 'Vote')?.[1] ?? names.slug
  return sourceFile('components/' + names.slug + '/' + file + '.tsx', body, symbols, { client: true })
}

export type PollSection = { reads: [string, string][]; setup: string; jsx: string }

/** The ballot and what came of it, for the page of the question. */
export function pollSection(
  model: Model,
  page: PageModel,
  one: EntityModel,
  poll: Poll,
  returnTo: string,
): PollSection {
  const { copy } = model
  const { option, vote, choice } = poll
  const title = option.title
  const label = title === null ? 'option.id' : 'option.' + title.column + (title.required ? '' : " ?? ''")
  const position = option.fields.find(
    (field) => field.type === 'integer' && /^(position|order|posicion|orden)/.test(field.column),
  )
  const signIn = model.pathOf('sign-in')
  const options =
    '{ filters: { ' +
    poll.optionField.column +
    ': id }, sort: ' +
    quote(position?.column ?? 'created_at') +
    ", direction: 'asc', pageSize: 50 }"
  const ballot: [string, string] = [
    'ballot',
    guarded(option, page, 'list' + option.names.pascalMany + '(' + options + ')', noRows(option)),
  ]
  const form = code`
    <${one.names.pascal}Vote
      ${poll.parent && 'id={id}'}
      options={ballot.items.map((option) => ({ id: option.id, label: ${label} }))}
      returnTo={${returnTo}}
    />
  `
  const card = (taken: string | null): string => code`
    <Card>
      {ballot.items.length === 0 ? (
        <p className="text-muted">${text(copy.emptyTitle(option.names.labelMany))}</p>
      ) : user === null ? (
        ${signIn === null ? form : signInPrompt(model, signIn, returnTo)}
      ) : ${taken ?? '('}
        ${form}
      )}
    </Card>
  `
  if (poll.right !== null) return quizSection(model, poll, ballot, label, card)
  const count = guarded(
    vote,
    page,
    'list' + vote.names.pascalMany + '({ filters: { ' + choice.column + ': option.id }, pageSize: 1 })',
    noRows(vote),
  )
  return {
    reads: [ballot],
    setup:
      'const tally = await Promise.all(ballot.items.map((option) => ' +
      (count.includes(' ? ') ? '(' + count + ')' : count) +
      '))',
    jsx: code`
      <section aria-label=${attribute(copy.vote)} className="grid gap-6 lg:grid-cols-2">
        ${card(null)}
        <BarChart title=${attribute(copy.results)} points={ballot.items.map((option, at) => ({ label: ${label}, value: tally[at]?.total ?? 0 }))} />
      </section>
    `,
  }
}

function quizSection(
  model: Model,
  poll: Poll,
  ballot: [string, string],
  label: string,
  card: (taken: string | null) => string,
): PollSection {
  const { copy } = model
  const { vote, choice, parent, right } = poll
  const own = '{ filters: { ' + parent?.column + ': id, ' + vote.owner + ": 'me' }, pageSize: 1 }"
  const given = 'given.' + choice.column
  return {
    reads: [
      ballot,
      ['answers', 'user === null ? ' + noRows(vote) + ' : list' + vote.names.pascalMany + '(' + own + ')'],
    ],
    setup: code`
      const given = answers.items[0]
      const solutions = ballot.items.filter((option) => option.${right?.column}).map((option) => ${label})
    `,
    jsx: code`
      <section aria-label=${attribute(copy.answer)}>
        ${card(code`
          given ? (
            <Notice tone={solutions.includes(${given}) ? 'success' : 'danger'} title={solutions.includes(${given}) ? ${quote(copy.correct)} : ${quote(copy.notCorrect)}}>
              {${quote(copy.yourAnswer + ': ')} + ${given}}
              {solutions.includes(${given}) ? null : <p>{${quote(copy.rightAnswer + ': ')} + solutions.join(', ')}</p>}
            </Notice>
          ) : (
        `)}
      </section>
    `,
  }
}

export const signInPrompt = (model: Model, signIn: string, returnTo: string): string => code`
  <p>
    <Link href={${quote(signIn + '?next=')} + encodeURIComponent(${returnTo})} className="font-semibold text-ink underline underline-offset-4">
      ${text(model.copy.signInToContinue)}
    </Link>
  </p>
`
