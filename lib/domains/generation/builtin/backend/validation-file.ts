import type { Field } from '../../../spec/contract'
import type { ProjectFile } from '../../agents/agent'
import { code, key, list, quote } from '../code'
import { limitsOf } from '../database/limits'
import { isNotNull } from '../database/write-tables'
import { type EntityModel, formFields } from '../project-model'

/** `{ min: 1, max: 5 }`, or nothing. */
function range(field: Field): string {
  const { min, max } = limitsOf(field)
  const parts = [min === undefined ? '' : `min: ${min}`, max === undefined ? '' : `max: ${max}`].filter(Boolean)
  return parts.length === 0 ? '' : `{ ${parts.join(', ')} }`
}

/** The validator of a field: source text, and the name it imports. */
function kindOf(field: Field): { name: string; call: string } {
  switch (field.type) {
    case 'text':
    case 'longtext':
      return { name: 'text', call: `text(${limitsOf(field).maxLength ?? 200})` }
    case 'integer':
      return { name: 'integer', call: `integer(${range(field)})` }
    case 'number':
      return { name: 'decimal', call: `decimal(${range(field)})` }
    case 'money':
      return { name: 'money', call: `money(${range(field)})` }
    case 'enum':
      return field.values === undefined || field.values.length === 0
        ? { name: 'text', call: 'text(200)' }
        : { name: 'oneOf', call: `oneOf(${list(field.values)})` }
    case 'url':
    case 'image':
    case 'file':
      return { name: 'url', call: 'url' }
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'email':
    case 'json':
    case 'reference':
      return { name: field.type, call: field.type }
  }
}

const property = (model: EntityModel, field: Field): string => {
  const name = key(field.column)
  if (field.type === 'boolean') return `${name}: read.checked(${quote(field.column)}),`
  // A state a form leaves out keeps the table's default.
  if (field === model.state)
    return `${name}: read.optional(${quote(field.column)}, ${kindOf(field).call}) ?? ${quote(field.values?.[0] ?? '')},`
  return `${name}: read.${isNotNull(model, field) ? 'required' : 'optional'}(${quote(field.column)}, ${kindOf(field).call}),`
}

/** `lib/validation/<slug>.ts`: what a form or a JSON body must contain. The same limits as the table's constraints. */
export function validationFile(model: EntityModel): ProjectFile {
  const { pascal, slug, table } = model.names
  const fields = formFields(model)
  const kinds = [...new Set(fields.filter((field) => field.type !== 'boolean').map((field) => kindOf(field).name))]
  const imports = [...kinds, 'type Parsed', 'readFields'].sort((a, b) =>
    a.replace('type ', '').localeCompare(b.replace('type ', '')),
  )
  const omitted = ['id', 'created_at', ...(model.owner === null ? [] : [model.owner])]
  const content = code`
    import type { TablesInsert } from '@/lib/database.types'
    import { ${imports.join(', ')} } from '@/lib/validation/fields'

    export type ${pascal}Input = Omit<TablesInsert<'${table}'>, ${omitted.map(quote).join(' | ')}>

    export function parse${pascal}(form: FormData): Parsed<${pascal}Input> {
      const read = readFields(form)
      return read.result<${pascal}Input>({
        ${fields.map((field) => property(model, field))}
      })
    }
  `
  return { path: `lib/validation/${slug}.ts`, content: content + '\n' }
}
