import { attribute, code, quote, text } from '../../code'
import { choiceFields, optionsCall } from '../entity/form'
import { titleOf } from '../entity/values'
import { type EntityModel, listPath, type Model, type PageModel, rowHref } from '../model'
import { intro, awaitAll, guarded, type View } from './page'

/** `options={{…}}` of a form, and the reads that fill it. */
export function formOptions(
  model: Model,
  one: EntityModel,
  except: readonly string[] = [],
  page?: PageModel,
): { setup: string; attribute: string } {
  const fields = choiceFields(model, one).filter((field) => !except.includes(field.column))
  if (choiceFields(model, one).length === 0) return { setup: '', attribute: '' }
  if (fields.length === 0) return { setup: '', attribute: ' options={{}}' }
  const variable = one.names.camel + 'FormOptions'
  const variables = fields.map((field) => one.names.camel + pascal(field.column.replace(/_id$/, '')) + 'Choices')
  const calls = fields.map((field) => {
    const target = one.references.find((reference) => reference.field === field)?.target
    const call = optionsCall(one, field)
    return page === undefined || target === undefined || target === 'person' ? call : guarded(target, page, call, '[]')
  })
  return {
    setup: code`
      ${awaitAll(fields.map((_, at) => [variables[at] ?? '', calls[at] ?? '']))}
      const ${variable} = { ${fields.map((field, at) => field.column + ': ' + variables[at]).join(', ')} }
    `,
    attribute: ' options={' + variable + '}',
  }
}

const pascal = (column: string): string =>
  column
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** A reference in the address (`/tasks/new?project_id=…`) is chosen already. */
export const newView: View = (model, page) => {
  const one = page.entity as EntityModel
  const options = formOptions(model, one)
  const references = choiceFields(model, one)
  const presets = [...references, ...(one.date ? [one.date] : [])].map((field) => field.column)
  const back = listPath(one)
  return {
    usesSearch: presets.length > 0,
    setup: options.setup,
    jsx: code`
      <div className="mx-auto max-w-2xl">
        ${back && backLink(back, model.copy.backTo(one.names.labelMany))}
        <PageHeader title=${attribute(page.title)}${intro(page)} />
        <Card>
          <${one.names.pascal}Form${options.attribute}${presets.length > 0 ? ' preset={{ ' + presets.map((column) => column + ': searchValue(search, ' + quote(column) + ')').join(', ') + ' }}' : ''} />
        </Card>
      </div>
    `,
  }
}

export const backLink = (href: string, label: string): string => code`
  <p className="mb-4">
    <Link href=${href.startsWith("'") ? '{' + href + '}' : attribute(href)} className="inline-flex min-h-9 items-center gap-1 text-sm font-medium text-ink underline-offset-4 hover:underline">
      <span aria-hidden="true">←</span> ${text(label)}
    </Link>
  </p>
`

export const editView: View = (model, page) => {
  const one = page.entity as EntityModel
  const options = formOptions(model, one)
  const detail = rowHref(one, 'detail', 'id')
  const back = detail ?? listPath(one)
  return {
    setup: code`
      const row = await get${one.names.pascal}(id)
      if (row === null) notFound()
      ${options.setup}
    `,
    jsx: code`
      <div className="mx-auto max-w-2xl">
        ${back && backLink(back, detail === null ? model.copy.backTo(one.names.labelMany) : model.copy.details)}
        <PageHeader title=${attribute(page.title)} intro={${titleOf(one, 'row')}} />
        <Card>
          <${one.names.pascal}Form row={row}${options.attribute} />
        </Card>
      </div>
    `,
  }
}
