import type { ProjectFile } from '../../../agents/agent'
import type { Field } from '../../../../spec/contract'
import { isOffered } from '../access'
import { attribute, code, quote, text } from '../code'
import { type Symbols, sourceFile } from '../imports'
import type { EntityModel, Model } from '../model'
import { componentsOf } from '../symbols'

/** A question with options, and a row per person and chosen option: polls, elections, quizzes with one right answer. */
export type Poll = {
  option: EntityModel
  optionField: Field
  vote: EntityModel
  /** Column of the vote that names the option. */
  choice: Field
  /** Column of the vote that names the question itself, when it has one. */
  parent: Field | null
}

const VOTE = /vote|ballot|answer|choice|response|pick|voto|respuesta|eleccion/

/** Finds the pattern among the neighbours of an entity. */
export function pollOf(model: Model, one: EntityModel): Poll | null {
  for (const { child: option, field: optionField } of one.children) {
    for (const { child: vote, field: choice } of option.children) {
      const asks = vote.fields.some((field) => field.required && field.type !== 'reference')
      const isPersonal = vote.references.some(({ target }) => target === 'person')
      if (vote === one || asks || !isPersonal || !VOTE.test(vote.entity.table) || !isOffered(vote, 'insert')) continue
      const parent = vote.references.find(({ target }) => target === one)?.field ?? null
      return { option, optionField, vote, choice, parent }
    }
  }
  return null
}

/** `poll-vote.tsx`: the options as radio buttons and one button. */
export function voteFile(model: Model, one: EntityModel, poll: Poll, symbols: Symbols): ProjectFile {
  const { names } = one
  const { copy } = model
  const body = code`
    export function ${names.pascal}Vote({ id, options, returnTo }: { id: string; options: Option[]; returnTo: string }) {
      const [state, action, pending] = useActionState(create${poll.vote.names.pascal}, emptyFormState)
      return (
        <FormFrame action={action} state={state}>
          ${poll.parent ? '<input type="hidden" name="' + poll.parent.column + '" value={id} />' : null}
          <input type="hidden" name="return_to" value={returnTo} />
          <fieldset className="grid gap-2"${poll.parent ? '' : ' data-question={id}'}>
            <legend className="mb-2 font-display text-lg font-semibold">${text(copy.chooseOption)}</legend>
            {options.map((option) => (
              <label
                key={option.id}
                className="flex min-h-12 cursor-pointer items-center gap-3 rounded-field border border-field bg-surface px-4 has-checked:border-component has-checked:bg-soft has-focus-visible:outline-3 has-focus-visible:outline-ink"
              >
                <input type="radio" name="${poll.choice.column}" value={option.id} required className="size-5 accent-ink" />
                {option.label}
              </label>
            ))}
          </fieldset>
          {state.errors.${poll.choice.column} ? <p className="text-sm font-medium text-danger">{state.errors.${poll.choice.column}}</p> : null}
          <div>
            <Button disabled={pending}>{pending ? ${quote(copy.sending)} : ${quote(copy.vote)}}</Button>
          </div>
        </FormFrame>
      )
    }
  `
  const file = componentsOf(names).find(([name]) => name === names.pascal + 'Vote')?.[1] ?? names.slug
  return sourceFile('components/' + names.slug + '/' + file + '.tsx', body, symbols, { client: true })
}

/** The ballot and the result, for the page of the question. */
export function pollSection(model: Model, one: EntityModel, poll: Poll, returnTo: string): { reads: [string, string][]; jsx: string } {
  const { copy } = model
  const title = poll.option.title?.column
  const label = title === undefined ? "''" : 'option.' + title + (poll.option.title?.required ? '' : " ?? ''")
  const signIn = model.pathOf('sign-in')
  const ballot =
    '<' +
    one.names.pascal +
    'Vote id={id} options={ballot.items.map((option) => ({ id: option.id, label: ' +
    label +
    ' }))} returnTo={' +
    returnTo +
    '} />'
  return {
    reads: [
      [
        'ballot',
        'list' +
          poll.option.names.pascalMany +
          '({ filters: { ' +
          poll.optionField.column +
          ": id }, sort: 'created_at', direction: 'asc', pageSize: 50 })",
      ],
      ['results', poll.vote.names.camel + 'Stats(' + (poll.parent ? '{ filters: { ' + poll.parent.column + ': id } }' : '') + ')'],
    ],
    jsx: code`
      <section aria-label=${attribute(copy.vote)} className="grid gap-6 lg:grid-cols-2">
        <Card>
          {ballot.items.length === 0 ? (
            <p className="text-muted">${text(copy.emptyTitle(poll.option.names.labelMany))}</p>
          ) : user === null ? (
            ${signIn ? signInPrompt(model, signIn, returnTo) : ballot}
          ) : (
            ${ballot}
          )}
        </Card>
        <BarChart
          title=${attribute(copy.results)}
          points={ballot.items.map((option) => ({
            label: ${label},
            value: results.groups.find((group) => group.column === ${quote(poll.choice.column)})?.points.find((point) => point.label === (${label}))?.value ?? 0,
          }))}
        />
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
