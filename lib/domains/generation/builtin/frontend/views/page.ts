import { attribute, code, quote, sentence } from '../../code'
import { isPublic } from '../access'
import type { EntityModel, Model, PageModel } from '../model'

/**
 * What a view gives back: statements before the answer, and the JSX. `pageSource` adds metadata, the signature and who
 * may come in. They may use `id` (of a dynamic path), `user` (the visitor or null) and, when `usesSearch`, `search`
 * (the address's parameters).
 */
export type PageBody = { setup?: string; jsx: string; usesSearch?: boolean }
export type View = (model: Model, page: PageModel) => PageBody

/** `{condition ? (<jsx/>) : null}`; nothing for a null condition, the bare JSX for one that always holds. */
export function when(condition: string | null, jsx: string): string | null {
  if (condition === null) return null
  return condition === 'true' ? jsx : '{' + condition + ' ? (\n  ' + jsx.replace(/\n/g, '\n  ') + '\n) : null}'
}

/** The sentence below a heading; a purpose that only repeats the title says nothing. */
export const intro = ({ title, purpose }: PageModel): string =>
  purpose.trim().toLowerCase() === title.trim().toLowerCase() ? '' : ' intro=' + attribute(sentence(purpose))

/** A read that the database would refuse to a visitor is not tried for one; `fallback` stands for its empty answer. */
export function guarded(one: EntityModel, page: PageModel, call: string, fallback: string): string {
  return page.auth !== 'public' || isPublic(one, 'read') ? call : 'user === null ? ' + fallback + ' : ' + call
}

/** An empty list of the entity's rows. */
export const noRows = (one: EntityModel): string => 'emptyList<' + one.names.pascal + 'Row>()'

/** Several reads, asked for at once: `[variable, call]` each. */
export function awaitAll(reads: readonly (readonly [string, string])[]): string {
  const [first] = reads
  if (first === undefined) return ''
  if (reads.length === 1)
    return 'const ' + first[0] + ' = await ' + (first[1].includes(' ? ') ? '(' + first[1] + ')' : first[1])
  const names = reads.map(([name]) => name).join(', ')
  return 'const [' + names + '] = await Promise.all([\n' + reads.map(([, call]) => '  ' + call + ',\n').join('') + '])'
}

/** The gate of a page, from `page.auth`, and the visitor where the page needs to know. */
function visitor(page: PageModel, content: string): string | null {
  const address = page.path.includes('[')
    ? "'" + page.path.split('[')[0] + "' + id" + after(page.path)
    : quote(page.path)
  if (page.auth === 'admin')
    return 'const user = await requireUser(' + address + ')\nif (!user.isAdmin) return <AdminOnly />'
  const isUsed = /\buser(\?\.|\.id\b|\.isAdmin|\.email|\.name\b| [!=]== null|\})/.test(content)
  if (page.auth === 'user') return (isUsed ? 'const user = ' : '') + 'await requireUser(' + address + ')'
  return isUsed ? 'const user = await currentUser()' : null
}
const after = (path: string): string => {
  const rest = path.split(']').at(-1) ?? ''
  return rest === '' ? '' : " + '" + rest + "'"
}

/** The name of the dynamic part of a path: `/recipes/[id]` → `id`. */
export const paramOf = (path: string): string | null =>
  [...path.matchAll(/\[(?:\.\.\.)?([^\]]+)\]/g)].at(-1)?.[1] ?? null

/** The text of a page file. */
export function pageSource(page: PageModel, { setup = '', jsx, usesSearch = false }: PageBody, title: string): string {
  const param = paramOf(page.path)
  const content = setup + jsx
  const props = [
    param !== null && ['params', 'Promise<{ ' + param + ': string }>'],
    usesSearch && ['searchParams', 'Promise<SearchParams>'],
  ].filter((prop) => prop !== false) as [string, string][]
  const signature =
    props.length === 0
      ? ''
      : '{ ' +
        props.map(([name]) => name).join(', ') +
        ' }: { ' +
        props.map(([name, type]) => name + ': ' + type).join('; ') +
        ' }'
  const statements = [
    param !== null && 'const { ' + (param === 'id' ? 'id' : param + ': id') + ' } = await params',
    visitor(page, content),
    usesSearch && 'const search = await searchParams',
    setup,
  ].filter((statement) => statement !== false && statement !== null && statement !== '') as string[]
  const isAsync = statements.some((statement) => statement.includes('await '))
  return code`
    export const metadata: Metadata = { title: ${quote(title)} }

    export default ${isAsync ? 'async ' : ''}function ${page.component}(${signature}) {
      ${statements}
      return (
        ${jsx}
      )
    }
  `
}
