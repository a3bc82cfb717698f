import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { type Catalogue, catalogueOf, type Relation, valuesOf } from '../sql-catalogue.ts'
import { bare, follow, hasHole, keyOf, keysOf, textOf, textsOf } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'
import { type Column, near, type Say, selectFindings } from './embeds.ts'
import { parseSelect } from './select-string.ts'

/** Every query over supabase-js names tables, columns, relations and functions that the migrations create. */

const STARTS = new Set(['select', 'insert', 'update', 'upsert', 'delete'])
/** Filters whose first argument is a column. */
const FILTERS = new Set([
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'like',
  'ilike',
  'likeAllOf',
  'likeAnyOf',
  'ilikeAllOf',
  'ilikeAnyOf',
  'is',
  'in',
  'contains',
  'containedBy',
  'overlaps',
  'rangeGt',
  'rangeGte',
  'rangeLt',
  'rangeLte',
  'rangeAdjacent',
  'textSearch',
  'not',
  'filter',
  'order',
  'isDistinct',
  'regexMatch',
  'regexIMatch',
])

type Call = { name: string; node: Node & { type: 'CallExpression' }; at: Node }
type Query = { table: string; schema: string; at: Node; calls: Call[] }

/** The calls of a chain from the inside out: `supabase.from('x').select('*')` → from, select. */
export function chainOf(node: Node): { root: Node; calls: Call[] } {
  const calls: Call[] = []
  let at: Node | undefined = bare(node)
  while (at?.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    calls.unshift({ name: keyOf(at.callee) ?? '', node: at, at: at.callee.property as Node })
    at = bare(at.callee.object)
  }
  return { root: at ?? node, calls }
}

/** Whether a chain's calls are those of a database query rather than `Array.from` or `storage.from`. */
function queryOf(model: AppModel, module: AppModule, node: Node): Query | null {
  const { root, calls } = chainOf(node)
  const index = calls.findIndex(({ name }) => name === 'from')
  const from = calls[index]
  const before = calls.slice(0, index)
  if (!from || !before.every(({ name }) => name === 'schema' || name === 'then')) return null
  if (root.type === 'MemberExpression' && keyOf(root) === 'storage') return null
  if (root.type === 'Identifier' && /^[A-Z]/.test(root.name)) return null
  const next = calls[index + 1]
  const rootName = root.type === 'Identifier' ? root.name : root.type === 'MemberExpression' ? (keyOf(root) ?? '') : ''
  if (!(next ? STARTS.has(next.name) : /supabase|^client$|^db$|^sb$/i.test(rootName))) return null
  const table = textOf(model, module, from.node.arguments[0] as Node)
  const schema = before.find(({ name }) => name === 'schema')
  const schemaName = schema ? textOf(model, module, schema.node.arguments[0] as Node) : 'public'
  if (table === undefined || schemaName === undefined) return null
  return { table, schema: schemaName, at: (from.node.arguments[0] as Node) ?? from.node, calls: calls.slice(index + 1) }
}

export async function queryFindings(model: AppModel): Promise<Finding[]> {
  const catalogue = await catalogueOf(model.project)
  if (!catalogue.certain) return []
  const findings: Finding[] = []
  for (const module of model.modules.values()) {
    walk(module.source.program, (node, ancestors) => {
      if (node.type !== 'CallExpression') return
      // The whole chain once: an inner call of it is the object of a member that is called.
      const parent = ancestors.at(-1)
      if (parent?.type === 'MemberExpression' && parent.object === node && ancestors.at(-2)?.type === 'CallExpression')
        return
      const query = queryOf(model, module, node)
      if (query) findings.push(...checkQuery(model, module, catalogue, query))
      findings.push(...rpcFindings(model, module, catalogue, node))
    })
  }
  return findings
}

function checkQuery(model: AppModel, module: AppModule, catalogue: Catalogue, query: Query): Finding[] {
  if (query.schema !== 'public' && ![...catalogue.relations.values()].some(({ schema }) => schema === query.schema))
    return []
  const relation = catalogue.relations.get(`${query.schema}.${query.table}`)
  if (!relation) {
    const names = [...catalogue.relations.values()]
      .filter(({ schema }) => schema === query.schema)
      .map(({ name }) => name)
    return [
      model.report(
        'contract',
        'unknown-table',
        module,
        query.at,
        `No migration creates the table "${query.table}".`,
        near(query.table, names),
      ),
    ]
  }
  const findings: Finding[] = []
  const say = (rule: string, at: Node, message: string, more: object = {}): void =>
    void findings.push(model.report('contract', rule, module, at, message, more))
  const column = (name: string, at: Node, of: Relation = relation): boolean => {
    // a function of the row can be read like a column
    if (of.open || of.columns.has(name) || catalogue.functions.has(`${of.schema}.${name}`)) return true
    say('unknown-column', at, `The table "${of.name}" has no column "${name}".`, near(name, of.columns.keys()))
    return false
  }
  for (const call of query.calls) {
    const first = call.node.arguments[0] as Node | undefined
    if (call.name === 'select' && first) {
      for (const text of textsOf(model, module, first) ?? []) {
        const items = hasHole(text) ? null : parseSelect(text)
        if (items) selectFindings(catalogue, relation, items, first, column, say)
      }
    } else if (FILTERS.has(call.name) && first) {
      const text = textOf(model, module, first)
      const options = call.node.arguments[1] ? keysOf(bare(call.node.arguments[1]) as Node) : undefined
      const elsewhere =
        call.name === 'order' && (options?.keys.has('referencedTable') || options?.keys.has('foreignTable'))
      const of = text !== undefined && !elsewhere ? valuesOf(catalogue, relation, text) : undefined
      if (of && /^(?:eq|neq|in)$/.test(call.name))
        valueFindings(model, module, `${relation.name}.${text}`, of, call.node.arguments[1] as Node, say)
      if (text !== undefined && !elsewhere && !text.includes('.'))
        column(text.split('->')[0]?.replace(/::.*$/, '').trim() ?? text, first)
    } else if (call.name === 'match' && first) {
      for (const [key, at] of keysOf(follow(model, module, first)?.node ?? first)?.keys ?? []) column(key, at)
    } else if (call.name === 'or' && first) {
      const options = call.node.arguments[1] ? keysOf(bare(call.node.arguments[1]) as Node) : undefined
      if (options?.keys.size) continue
      for (const text of textsOf(model, module, first) ?? [])
        for (const match of text.matchAll(
          /(?:^|[,(])(?:not\.)?([a-z_]\w*)\.(?:not\.)?(?:eq|neq|gte?|lte?|i?like|is|in|cs|cd|ov|fts|plfts|phfts|wfts)\./g,
        ))
          column(match[1] as string, first)
    } else if (/^(?:insert|update|upsert)$/.test(call.name) && first)
      rowFindings(model, module, catalogue, relation, call, first, column, say)
  }
  return findings
}

/** A text that is written or looked for in a column whose check or enum does not list it: refused, or never found. */
function valueFindings(
  model: AppModel,
  module: AppModule,
  column: string,
  of: ReadonlySet<string>,
  value: Node | undefined,
  say: Say,
  at?: Node,
): void {
  const followed = follow(model, module, value)
  const items = followed?.node.type === 'ArrayExpression' ? followed.node.elements : [value]
  for (const item of items) {
    if (!item) continue
    for (const text of textsOf(model, followed?.module ?? module, item as Node) ?? []) {
      if (of.has(text) || hasHole(text)) continue
      say(
        'value-not-allowed',
        at ?? value ?? (item as Node),
        `"${column}" can never be "${text}": the migrations allow ${[...of].map((one) => `"${one}"`).join(', ')}.`,
        near(text, of),
      )
    }
  }
}

/** The values of an insert, update or upsert, where they are written as objects. */
function rowFindings(
  model: AppModel,
  module: AppModule,
  catalogue: Catalogue,
  relation: Relation,
  call: Call,
  value: Node,
  column: Column,
  say: Say,
): void {
  const followed = follow(model, module, value)
  const rows =
    followed?.node.type === 'ArrayExpression'
      ? followed.node.elements.flatMap((one) => (one ? [one as Node] : []))
      : followed
        ? [followed.node]
        : []
  for (const row of rows) {
    const object = keysOf(follow(model, followed?.module ?? module, row)?.node ?? row)
    if (!object) continue
    const here = (followed?.module ?? module) === module
    for (const [key, at] of object.keys) {
      const known = column(key, here ? at : call.at)
      if (known && relation.columns.get(key)?.generated)
        say(
          'generated-column',
          here ? at : call.at,
          `"${relation.name}.${key}" is always generated; it cannot be written.`,
        )
      const of = known ? valuesOf(catalogue, relation, key) : undefined
      if (of && at.type === 'Property')
        valueFindings(
          model,
          followed?.module ?? module,
          `${relation.name}.${key}`,
          of,
          at.value,
          say,
          here ? undefined : call.at,
        )
    }
    if (call.name !== 'insert' || object.open || relation.open || relation.rewritten || relation.kind === 'view')
      continue
    const missing = [...relation.columns]
      .filter(([name, one]) => one.notNull && !one.hasDefault && !object.keys.has(name))
      .map(([name]) => name)
    if (missing.length > 0)
      say(
        'missing-column-value',
        call.at,
        `The insert into "${relation.name}" leaves out ${missing.map((name) => `"${name}"`).join(', ')}, which must not be null and has no default.`,
      )
  }
  const options =
    call.name === 'upsert' && call.node.arguments[1]
      ? keysOf(bare(call.node.arguments[1]) as Node)?.keys.get('onConflict')
      : undefined
  const conflict = options?.type === 'Property' ? textOf(model, module, options.value) : undefined
  if (conflict !== undefined && options) for (const name of conflict.split(',')) column(name.trim(), options)
}

/** `supabase.rpc('name', { … })` against the functions in `public`. */
function rpcFindings(
  model: AppModel,
  module: AppModule,
  catalogue: Catalogue,
  node: Node & { type: 'CallExpression' },
): Finding[] {
  const call = chainOf(node).calls.find(({ name }) => name === 'rpc')
  const first = call?.node.arguments[0] as Node | undefined
  const name = first && textOf(model, module, first)
  if (!call || !first || name === undefined) return []
  const all = catalogue.functions.get(`public.${name}`)
  if (!all) {
    const names = [...catalogue.functions.keys()].filter((id) => id.startsWith('public.')).map((id) => id.slice(7))
    return [
      model.report(
        'contract',
        'unknown-function',
        module,
        first,
        `No migration creates the function "${name}".`,
        near(name, names),
      ),
    ]
  }
  if (all.some(({ open }) => open)) return []
  const given = call.node.arguments[1]
    ? keysOf(follow(model, module, call.node.arguments[1] as Node)?.node ?? first)
    : { keys: new Map<string, Node>(), open: false }
  if (!given || given.open) return []
  const keys = [...given.keys.keys()]
  const fits = all.some(
    ({ arguments: wanted }) =>
      keys.every((key) => wanted.some((one) => one.name === key)) &&
      wanted.every((one) => one.optional || keys.includes(one.name)),
  )
  if (fits) return []
  const wanted = all[0]?.arguments.map((one) => `"${one.name}"`).join(', ') || 'nothing'
  return [
    model.report(
      'contract',
      'wrong-arguments',
      module,
      call.node.arguments[1] ? (call.node.arguments[1] as Node) : first,
      `The function "${name}" takes ${wanted}, but this call gives ${keys.map((key) => `"${key}"`).join(', ') || 'nothing'}.`,
    ),
  ]
}
