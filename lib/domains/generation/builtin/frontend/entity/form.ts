import type { ProjectFile } from '../../../agents/agent'
import type { Field } from '../../../../spec/contract'
import { attribute, code, key, list, quote } from '../../code'
import { type Symbols, sourceFile } from '../imports'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, isRating, type Model } from '../model'
import { isColour } from './values'
import { componentsOf } from '../symbols'

/** Fields a form asks for: people can only be chosen where the project knows their names. */
export const formFields = (model: Model, one: EntityModel): Field[] =>
  one.fields.filter((field) => field.type !== 'reference' || field.references !== 'auth.users' || model.hasPeople)

/** References among them: their choices come from the page. */
export const choiceFields = (model: Model, one: EntityModel): Field[] =>
  formFields(model, one).filter((field) => field.type === 'reference')

/** The call that reads the choices of a reference. */
export function optionsCall(one: EntityModel, field: Field): string {
  const target = one.references.find((reference) => reference.field === field)?.target
  return target === undefined || target === 'person' ? 'personOptions()' : target.names.camel + 'Options()'
}

/**
 * What a control starts with: the value of the row; a state starts with the first step of its life, not with an empty
 * choice.
 */
function initialValue(one: EntityModel, field: Field, canUpdate: boolean): string {
  const start = quote(field === one.state ? (one.states[0] ?? '') : '')
  if (!canUpdate) return start
  const value = 'row?.' + field.column
  switch (field.type) {
    case 'money':
      return 'moneyInput(' + value + ')'
    case 'integer':
    case 'number':
      return 'String(' + value + " ?? '')"
    case 'boolean':
      return value + " ? 'on' : ''"
    case 'datetime':
      return value + "?.slice(0, 16) ?? ''"
    case 'json':
      return 'row ? JSON.stringify(row.' + field.column + ", null, 2) : ''"
    default:
      return value + ' ?? ' + start
  }
}

const INPUT_TYPES: Partial<Record<Field['type'], string>> = {
  email: 'type="email" autoComplete="email"',
  url: 'type="url" placeholder="https://"',
  image: 'type="url" placeholder="https://"',
  file: 'type="url" placeholder="https://"',
  integer: 'type="number" step="1" inputMode="numeric"',
  number: 'type="number" step="any" inputMode="decimal"',
  money: 'type="number" step="0.01" min="0" inputMode="decimal"',
  date: 'type="date"',
  datetime: 'type="datetime-local"',
  text: 'type="text" maxLength={200}',
}

function control(one: EntityModel, field: Field): string {
  const label = fieldLabel(field)
  const common =
    'name="' +
    field.column +
    '" label=' +
    attribute(label) +
    ' error={state.errors.' +
    field.column +
    '}' +
    (field.required ? ' required' : '')
  const value = ' defaultValue={value(' + quote(field.column) + ')}'
  if (isRating(field)) return '<StarsField ' + common + value + ' />'
  if (isColour(field)) return '<TextField type="color" ' + common + value + ' />'
  switch (field.type) {
    case 'longtext':
    case 'json':
      return '<TextareaField ' + common + value + (isMain(one, field) ? '' : ' rows={3}') + ' />'
    case 'boolean':
      return (
        '<CheckboxField name="' +
        field.column +
        '" label=' +
        attribute(label) +
        ' error={state.errors.' +
        field.column +
        '} defaultChecked={value(' +
        quote(field.column) +
        ") === 'on'} />"
      )
    case 'enum':
      return '<SelectField ' + common + value + ' options={choices.' + field.column + '} />'
    case 'reference':
      return code`
        {fixed?.${field.column} ? (
          <input type="hidden" name="${field.column}" value={fixed.${field.column}} />
        ) : (
          <SelectField ${common}${value} options={options.${field.column} ?? []} />
        )}
      `
    default:
      return '<TextField ' + (INPUT_TYPES[field.type] ?? 'type="text"') + ' ' + common + value + ' />'
  }
}

const isMain = (one: EntityModel, field: Field): boolean => field === one.body && one.title !== null

/** `components/recipes/recipe-form.tsx`: creates a row, or changes the one it is given. */
export function formFile(
  model: Model,
  one: EntityModel,
  symbols: Symbols,
  canUpdate: boolean,
  canCreate: boolean,
): ProjectFile {
  const { names } = one
  const { copy } = model
  const fields = formFields(model, one)
  const references = choiceFields(model, one)
  const enums = fields.filter((field) => field.type === 'enum')
  const narrow = fields.filter((field) => field.type !== 'longtext' && field.type !== 'json')
  const usesValue = fields.length > 0
  const action =
    canUpdate && canCreate
      ? 'row ? update' + names.pascal + ' : create' + names.pascal
      : (canUpdate ? 'update' : 'create') + names.pascal
  const body = code`
    ${enums.length > 0 && 'const choices = {'}
    ${enums.map((field) => '  ' + field.column + ': ' + list(field.values ?? []) + '.map((id) => ({ id, label: humanize(id) })),')}
    ${enums.length > 0 && '}\n\n'}
    type Props = {
      ${canUpdate && '/** The row to change; without it the form makes a new one. */\nrow?: ' + names.pascal + 'Row'}
      ${references.length > 0 && '/** Choices of each reference, by column. */\noptions: Partial<Record<' + references.map((field) => quote(field.column)).join(' | ') + ', Option[]>>'}
      ${references.length > 0 && '/** References that are decided already and not asked for. */\nfixed?: Partial<Record<' + references.map((field) => quote(field.column)).join(' | ') + ', string>>'}
      ${usesValue && '/** Suggestions that may be changed. */\npreset?: Partial<Record<string, string>>'}
      /** Where to go afterwards, instead of the page of the row. */
      returnTo?: string
      submitLabel?: string
    }

    export function ${names.pascal}Form({ ${[canUpdate && 'row', references.length > 0 && 'options, fixed', usesValue && 'preset', 'returnTo', 'submitLabel = ' + quote(copy.save)].filter(Boolean).join(', ')} }: Props) {
      const [state, action, pending] = useActionState(${action}, emptyFormState)
      ${usesValue && 'const initial = {'}
      ${fields.map((field) => '  ' + key(field.column) + ': ' + initialValue(one, field, canUpdate) + ',')}
      ${usesValue && '}'}
      ${usesValue && "const value = (column: keyof typeof initial) => state.values[column] ?? (initial[column] || preset?.[column] || '')"}
      return (
        <FormFrame action={action} state={state}>
          ${canUpdate && '{row ? <input type="hidden" name="id" value={row.id} /> : null}'}
          {returnTo ? <input type="hidden" name="return_to" value={returnTo} /> : null}
          ${narrow.length > 3 ? '<div className="grid gap-5 sm:grid-cols-2">' : null}
          ${(narrow.length > 3 ? narrow : []).map((field) => control(one, field).replace(/^/gm, '  '))}
          ${narrow.length > 3 ? '</div>' : null}
          ${(narrow.length > 3 ? fields.filter((field) => !narrow.includes(field)) : fields).map((field) => control(one, field))}
          <div>
            <Button disabled={pending}>{pending ? ${quote(copy.saving)} : submitLabel}</Button>
          </div>
        </FormFrame>
      )
    }
  `
  const file = componentsOf(names).find(([name]) => name === names.pascal + 'Form')?.[1] ?? names.slug
  return sourceFile('components/' + names.slug + '/' + file + '.tsx', body, symbols, { client: true })
}
