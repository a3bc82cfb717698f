import type { ProjectFile } from '../../agents/agent'
import { code, key, quote } from '../code'
import { updatableColumns } from '../database/write-policies'
import { type EntityModel, formFields, mayDo, type ProjectModel } from '../project-model'
import { detailPath, listPath, newPath, pathExpression } from './page-paths'
import type { Texts } from './texts'

/**
 * `lib/actions/<slug>.ts`: what the forms of one entity do. Each action asks who is there, validates, writes one row
 * and goes on to a page. Whether the person may is decided by the policies; the actions only put it into words.
 */

/** Visitors send these in (contact messages): no session, no way back to read the row. */
export const isOpenToVisitors = (model: EntityModel): boolean => mayDo(model.rule, 'anon', 'insert')

/** Reading a row back needs a select policy for it; without one the whole insert would be refused. */
export const mayReadBack = (model: EntityModel): boolean =>
  mayDo(model.rule, 'owner', 'read') || (mayDo(model.rule, 'other', 'read') && model.owner === null)

/** Columns a form has but nobody may change afterwards. */
export function fixedColumns(model: EntityModel): string[] {
  const updatable = updatableColumns(model)
  return formFields(model)
    .map((field) => field.column)
    .filter((column) => !updatable.includes(column))
}

const ownerEntry = (model: EntityModel): string => (model.owner === null ? '' : `, ${key(model.owner)}: user.id`)

function openCreate(model: EntityModel, texts: Texts): string {
  const { pascal, table } = model.names
  return code`
    /** Open to everyone. The row is never read back: visitors may send, but not read. */
    export async function create${pascal}(_state: FormState, form: FormData): Promise<FormState> {
      if (!isConfigured()) return refuse(form, {}, ${quote(texts.notConfigured)})
      const parsed = parse${pascal}(form)
      if ('errors' in parsed) return refuse(form, parsed.errors)
      const supabase = await createClient()
      const { error } = await supabase.from('${table}').insert(parsed.data)
      return error ? refuse(form, {}, explain(error).message) : accept(${quote(texts.sent)})
    }
  `
}

/** Where a finished form goes: back to where it came from, the row's own page, the list, or nowhere. */
function goOn(project: ProjectModel, model: EntityModel, texts: Texts, id: string | null): string {
  const detail = id === null ? null : detailPath(project, model)
  const list = listPath(project, model)
  const target = detail !== null && id !== null ? pathExpression(detail, id) : list === null ? null : quote(list)
  if (target !== null) return `redirect(pathFrom(form, 'return_to') ?? ${target})`
  return code`
    const back = pathFrom(form, 'return_to')
    if (back !== null) redirect(back)
    return accept(${quote(texts.created.replace('{entity}', model.names.label))})
  `
}

function create(project: ProjectModel, model: EntityModel, texts: Texts): string {
  if (isOpenToVisitors(model)) return openCreate(model, texts)
  const { pascal, table } = model.names
  const needsId = mayReadBack(model) && detailPath(project, model) !== null
  const insert = `supabase.from('${table}').insert(${model.owner === null ? 'parsed.data' : `{ ...parsed.data${ownerEntry(model)} }`})`
  return code`
    export async function create${pascal}(_state: FormState, form: FormData): Promise<FormState> {
      if (!isConfigured()) return refuse(form, {}, ${quote(texts.notConfigured)})
      ${model.owner === null ? '' : 'const user = '}await requireUser(${quote(newPath(project, model))})
      const parsed = parse${pascal}(form)
      if ('errors' in parsed) return refuse(form, parsed.errors)
      const supabase = await createClient()
      ${needsId ? `const { data, error } = await ${insert}.select('id').single()` : `const { error } = await ${insert}`}
      if (error) return refuse(form, {}, explain(error).message)
      revalidatePath('/', 'layout')
      ${goOn(project, model, texts, needsId ? 'data.id' : null)}
    }
  `
}

/** The part of a validated form that may change an existing row, as source text. */
export function changesOf(model: EntityModel, data: string): string {
  const fixed = fixedColumns(model)
  if (fixed.length === 0) return data
  const columns = formFields(model).map((field) => field.column)
  return `{ ${columns
    .filter((column) => !fixed.includes(column))
    .map((column) => `${key(column)}: ${data}.${column}`)
    .join(', ')} }`
}

function update(project: ProjectModel, model: EntityModel, texts: Texts): string {
  const { pascal, table } = model.names
  return code`
    /** Changes the row named by the hidden field 'id'. */
    export async function update${pascal}(_state: FormState, form: FormData): Promise<FormState> {
      if (!isConfigured()) return refuse(form, {}, ${quote(texts.notConfigured)})
      await requireUser(${quote(listPath(project, model) ?? '/')})
      const id = textOf(form, 'id')
      if (!isId(id)) return refuse(form, {}, ${quote(texts.gone)})
      const parsed = parse${pascal}(form)
      if ('errors' in parsed) return refuse(form, parsed.errors)
      const supabase = await createClient()
      const { data, error } = await supabase.from('${table}').update(${changesOf(model, 'parsed.data')}).eq('id', id).select('id')
      if (error) return refuse(form, {}, explain(error).message)
      // A row that a policy hides is simply not found: nothing was changed.
      if (data.length === 0) return refuse(form, {}, ${quote(texts.gone)})
      revalidatePath('/', 'layout')
      ${goOn(project, model, texts, 'id')}
    }
  `
}

function remove(project: ProjectModel, model: EntityModel): string {
  const { pascal, table } = model.names
  return code`
    /** Deletes the row named by the hidden field 'id'; a row of somebody else stays, because no policy reaches it. */
    export async function delete${pascal}(form: FormData): Promise<void> {
      await requireUser(${quote(listPath(project, model) ?? '/')})
      const id = textOf(form, 'id')
      if (isId(id)) {
        const supabase = await createClient()
        const { error } = await supabase.from('${table}').delete().eq('id', id)
        if (error) throw new Error(explain(error).message)
      }
      revalidatePath('/', 'layout')
      redirect(pathFrom(form, 'return_to') ?? ${quote(listPath(project, model) ?? '/')})
    }
  `
}

/** A step along the planned states; the update names the old state, so that two people cannot both take it. */
function setState(project: ProjectModel, model: EntityModel): string {
  if (model.state === null) return ''
  const { pascal, table } = model.names
  const { column } = model.state
  const steps = new Map<string, Set<string>>()
  for (const { from, to } of model.entity.states ?? []) steps.set(from, (steps.get(from) ?? new Set()).add(to))
  return code`
    /** Which state may follow which. */
    const NEXT_STATES: Record<string, readonly string[]> = {
      ${[...steps].map(([from, to]) => `${key(from)}: [${[...to].map(quote).join(', ')}],`)}
    }

    /** Moves the row named by 'id' to 'state'; a step that is not planned changes nothing. */
    export async function set${pascal}State(form: FormData): Promise<void> {
      await requireUser(${quote(listPath(project, model) ?? '/')})
      const id = textOf(form, 'id')
      const state = textOf(form, 'state')
      const before = Object.keys(NEXT_STATES).filter((from) => NEXT_STATES[from]?.includes(state))
      if (isId(id) && before.length > 0) {
        const supabase = await createClient()
        const { error } = await supabase.from('${table}').update({ ${key(column)}: state }).eq('id', id).in('${column}', before)
        if (error) throw new Error(explain(error).message)
      }
      revalidatePath('/', 'layout')
      const back = pathFrom(form, 'return_to')
      if (back !== null) redirect(back)
    }
  `
}

export function actionsFile(project: ProjectModel, model: EntityModel, texts: Texts): ProjectFile {
  const { pascal, slug } = model.names
  const body = [
    create(project, model, texts),
    update(project, model, texts),
    remove(project, model),
    setState(project, model),
  ]
    .filter(Boolean)
    .join('\n\n')
  const formNames = ['accept', 'pathFrom', 'refuse', 'textOf'].filter((name) => body.includes(name + '('))
  const imports = [...formNames, 'type FormState'].sort((a, b) =>
    a.replace('type ', '').localeCompare(b.replace('type ', '')),
  )
  // An entity called "client" has an action of the same name as Supabase's.
  const connect = pascal === 'Client' ? 'connect' : 'createClient'
  const content = code`
    'use server'

    import { revalidatePath } from 'next/cache'
    import { redirect } from 'next/navigation'
    import { requireUser } from '@/lib/auth'
    import { explain } from '@/lib/database-errors'
    import { ${imports.join(', ')} } from '@/lib/forms'
    import { ${connect === 'createClient' ? connect : `createClient as ${connect}`}, isConfigured } from '@/lib/supabase/server'
    import { isId } from '@/lib/validation/fields'
    import { parse${pascal} } from '@/lib/validation/${slug}'

    ${body.replaceAll('await createClient()', `await ${connect}()`)}
  `
  return { path: `lib/actions/${slug}.ts`, content: content + '\n' }
}
