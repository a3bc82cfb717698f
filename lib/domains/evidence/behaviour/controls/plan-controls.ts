import type { Ask } from '../../../spec/asks.ts'
import type { Step } from '../../../spec/scenario.ts'
import type { DevoraJson, Field } from '../../../spec/contract.ts'
import { blanks, findsAll, turnsAround } from './between.ts'
import type { Control, ControlGroup } from './control.ts'
import {
  byTheRightPerson,
  filledAsElsewhere,
  inOtherColours,
  onlyOnce,
  otherwiseFilled,
  withoutChoice,
} from './other-steps.ts'
import { forgets, hasNoRules, isClosed, isOpen, keepsRows, takesNoRows } from './sql.ts'
import { controlTexts } from './texts.ts'
import type { Traffic } from './traffic.ts'

/**
 * What can be taken away of an ask: by what of the plan it came to, by what its scenarios do, and by what was seen to
 * go on in them.
 */
export function controlsOf(ask: Ask, spec: DevoraJson, traffic: Traffic): ControlGroup[] {
  if (ask.kind === 'rule' && has(ask, 'refused')) return [ofRule(ask, spec, traffic)]
  const groups = [
    ...(ask.items ?? []).flatMap((item) => ofItem(item, ask, spec)),
    ...[...traffic.deleted].map((table) => ofWrites(table, 'delete', spec)),
    ...ofChoices(ask, spec, traffic),
    ...(has(ask, 'see_colour') ? [ofColours(spec)] : []),
    ...(spec.mode === 'site' ? ofWords(ask, spec) : ask.kind === 'exclusion' ? ofAbsence(ask, spec) : []),
  ]
  if (groups.length > 0) return groups
  // Writes may be by the way (when somebody was last seen), so they count only where the plan says nothing.
  const [inserted] = traffic.inserted
  const [updated] = traffic.updated
  return [
    ...(updated === undefined ? [] : [ofWrites(updated, 'update', spec)]),
    ...(inserted === undefined ? [] : [ofRows(inserted, spec)]),
  ]
}

/** What is seen on a plain site, and what is not: its words are all there is to take away. */
function ofWords(ask: Ask, spec: DevoraJson): ControlGroup[] {
  const absent = ofAbsence(ask, spec)
  // Beside what is not to be seen, something is seen only so that an empty page does not count.
  const seen = absent.length > 0 ? [] : textsOf(ask, 'see')
  return [...absent, ...seen.map((text) => ({ what: `“${text}”`, ways: [{ gone: `“${text}”`, unsaid: text }] }))]
}

/** What shall not be there is said by every page. */
const ofAbsence = (ask: Ask, { locale }: DevoraJson): ControlGroup[] =>
  textsOf(ask, 'not_see').map((text) => {
    const gone = controlTexts(locale).absence(text)
    return { what: gone, ways: [{ gone, said: text }], missedBy: ['not_see'] }
  })

const textsOf = ({ scenarios }: Ask, kind: 'see' | 'not_see'): string[] => [
  ...new Set(scenarios.flatMap(({ steps }) => steps.flatMap((step) => (step.do === kind ? [step.text] : [])))),
]

function ofWrites(table: string, what: 'update' | 'delete', { locale }: DevoraJson): ControlGroup {
  const texts = controlTexts(locale)
  const gone = what === 'delete' ? texts.deleting(table) : texts.changing(table)
  return { what: gone, ways: [{ gone, stage: { prepare: keepsRows(table, what) } }] }
}

function ofItem(item: string, ask: Ask, spec: DevoraJson): ControlGroup[] {
  const at = item.indexOf(':')
  const [kind, name] = [item.slice(0, at), item.slice(at + 1)]
  const texts = controlTexts(spec.locale)
  if (kind === 'entity') return [ofRows(tableOf(name, spec), spec)]
  if (kind === 'access') return [ofAccess(tableOf(name, spec), ask, spec)]
  if (kind === 'field') {
    const dot = name.lastIndexOf('.')
    return dot < 1 ? [] : ofField(tableOf(name.slice(0, dot), spec), name.slice(dot + 1), spec)
  }
  if (kind === 'page' || kind === 'route') {
    const path = name.replace(/^[A-Z]+[ :]/, '')
    const gone = texts.page(path)
    return [{ what: gone, ways: [{ gone, isEmptied: isAt(path) }] }]
  }
  if (kind === 'locale') return [{ what: texts.texts, ways: [{ gone: texts.texts, isEmptied: () => true }] }]
  const title = spec.name ?? ''
  return kind === 'name' && title !== '' ? [{ what: texts.name, ways: [{ gone: texts.name, removed: title }] }] : []
}

/** Without its styles a page has none of the colours, and with them not just any. */
function ofColours({ locale }: DevoraJson): ControlGroup {
  const gone = controlTexts(locale).colours
  return {
    what: gone,
    ways: [
      { gone, isUnstyled: true },
      { gone, changed: inOtherColours },
    ],
    missedBy: ['see_colour'],
  }
}

/** Plans name tables; some say what people call them. */
const tableOf = (name: string, { entities = [] }: DevoraJson): string =>
  entities.find((one) => one.table === name)?.table ?? entities.find((one) => one.name === name)?.table ?? name

const fieldOf = (table: string, name: string, { entities = [] }: DevoraJson): Field | undefined => {
  const fields = entities.find((one) => one.table === table)?.fields ?? []
  return fields.find(({ column }) => column === name) ?? fields.find((one) => one.name === name)
}

const has = (ask: Ask, ...kinds: Step['do'][]): boolean =>
  ask.scenarios.some(({ steps }) => steps.some((step) => kinds.includes(step.do)))

function ofRows(table: string, { locale }: DevoraJson): ControlGroup {
  const gone = controlTexts(locale).rows(table)
  return { what: gone, ways: [{ gone, stage: { prepare: takesNoRows(table) } }] }
}

function ofField(table: string, name: string, spec: DevoraJson): ControlGroup[] {
  const field = fieldOf(table, name, spec)
  const column = field?.column ?? name
  const gone = `${table}.${column}`
  // A reference is how an application finds its rows: whatever is taken away with it says nothing of the field.
  if (field?.type === 'reference') return []
  const ways: Control[] = [
    { gone, stage: { prepare: forgets(table, column) } },
    { gone, stage: { between: blanks(table, { column, ...(field?.values && { values: field.values }) }) } },
  ]
  return [{ what: gone, ways }]
}

function ofAccess(table: string, ask: Ask, { locale }: DevoraJson): ControlGroup {
  const what = controlTexts(locale).access(table)
  const keepsOut = has(ask, 'refused', 'not_see')
  const opened: Control[] = [
    { gone: `the policies of ${table}`, stage: { prepare: isOpen(table) } },
    { gone: 'the wrong person', changed: byTheRightPerson },
  ]
  const closed: Control[] = [{ gone: `what lets people at ${table}`, stage: { prepare: isClosed(table) } }]
  return { what, ways: keepsOut ? opened : closed }
}

const isFilled = (steps: readonly Step[]): boolean =>
  steps.some((step) => step.do === 'fill' || step.do === 'choose') && steps.some(({ do: what }) => what === 'press')

/** What people search for, filter by or sort by. */
function ofChoices(ask: Ask, { locale }: DevoraJson, { hasQuery }: Traffic): ControlGroup[] {
  const chooses = ask.scenarios.some(
    ({ steps }) =>
      isFilled(steps) && steps.some(({ do: what }) => what === 'not_see' || what === 'order' || what === 'count'),
  )
  if (!hasQuery || !chooses || ask.kind === 'access') return []
  const ways: Control[] = [
    { gone: 'its condition', stage: { between: findsAll } },
    { gone: 'its order', stage: { between: turnsAround } },
    { gone: 'what is searched for', changed: withoutChoice },
  ]
  return [{ what: controlTexts(locale).choice, ways }]
}

/** What is refused, and by a rule: not when the rule is not there, nor when it is kept. */
function ofRule(ask: Ask, spec: DevoraJson, traffic: Traffic): ControlGroup {
  const named = (ask.items ?? []).flatMap((item) => /^(?:entity|field):([^.\s]+)/.exec(item)?.[1] ?? [])
  const tables = new Set([...named.map((name) => tableOf(name, spec)), ...traffic.inserted])
  const others = (spec.asks ?? []).flatMap(({ scenarios }) => scenarios)
  return {
    what: controlTexts(spec.locale).rule,
    missedBy: ['refused', 'not_see', 'count'],
    ways: [
      ...[...tables].map((table): Control => ({
        gone: `the rules of ${table}`,
        stage: { prepare: hasNoRules(table) },
      })),
      { gone: 'what is done before', changed: onlyOnce },
      { gone: 'what breaks it', changed: filledAsElsewhere(others) },
      { gone: 'what breaks it', changed: otherwiseFilled },
    ],
  }
}

/** Plain sites link to the files of their pages. */
const partsOf = (path: string): string[] =>
  path
    .replace(/(?:\/index|(?<=[^/]))\.html?$/, '')
    .split('/')
    .filter(Boolean)

/** Whether an address is one of a page: `/trips/[id]` is all of one trip. */
function isAt(path: string): (pathname: string) => boolean {
  const parts = partsOf(path)
  return (pathname) => {
    const given = partsOf(pathname)
    if (parts.some((part) => part.startsWith('[...') || part.startsWith('[[...')))
      return parts.every((part, at) => part.includes('...') || part.startsWith('[') || part === given[at])
    return parts.length === given.length && parts.every((part, at) => part.startsWith('[') || part === given[at])
  }
}
