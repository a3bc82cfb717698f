import type { AccessRule, AppSpec, Entity, Field, Page } from '../../spec/contract'
import { ADMIN_CLAIMS } from '../../spec/edit/access-patterns'
import { dependentsOf } from '../../spec/edit/entities'
import { faultsSince } from '../../spec/edit/faults'
import { SafeSpec } from '../../spec/edit/plan'
import { apiPath } from '../../spec/edit/routes'
import { planKind } from '../builtin/architect/plan-kind'
import { planName } from '../builtin/architect/plan-name'
import { completeTheme, planTheme, readTheme } from '../builtin/architect/plan-theme'
import { readPrompt } from '../builtin/architect/read-prompt'
import { completeAccess } from './complete-access'
import { type Completed, completeEntities } from './complete-entities'
import { basicPages, completeRoutes } from './complete-pages'
import type { DataAnswer } from './plan-answers'

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i
const hexOf = (value: string | null): string | null => {
  if (value === null || !HEX.test(value.trim())) return null
  const hex = value.trim().toLowerCase()
  return hex.length === 4 ? `#${hex.slice(1).replace(/./g, '$&$&')}` : hex
}

/**
 * Colours that the prompt names are taken to the letter; the model's choice fills what is left, the kind's own colours
 * the rest.
 */
function themeOf(answer: DataAnswer, prompt: string, previous: AppSpec | undefined): AppSpec['theme'] {
  const asked = readTheme(prompt)
  const planned = previous?.theme ?? planTheme(prompt, answer.kind)
  const background = asked.background?.hex ?? hexOf(answer.background) ?? planned.background
  const component = asked.component?.hex ?? hexOf(answer.component) ?? planned.component
  if (background === planned.background && component === planned.component) return planned
  return completeTheme(background, component, {
    ...(asked.background !== undefined && { background: asked.background.name }),
    ...(asked.component !== undefined && { component: asked.component.name }),
  })
}

const gone = (removed: readonly string[], name: string): boolean =>
  removed.some((one) => one.toLowerCase().replace(/^public\./, '') === name)

const optional = (field: Field): Field => {
  const { required: _required, ...rest } = field
  return rest
}

/** A column that exists keeps what it is; a model that forgets it does not delete what people stored there. */
function mergeFields(before: Entity, now: Entity, removed: readonly string[]): Field[] {
  const old = new Map(before.fields.map((field) => [field.column, field]))
  const kept = before.fields
    .filter((field) => !gone(removed, `${before.table}.${field.column}`))
    .map((field) => {
      const next = now.fields.find((each) => each.column === field.column)
      if (next?.type !== 'enum' || field.type !== 'enum') return field
      return { ...field, values: [...new Set([...(field.values ?? []), ...(next.values ?? [])])] }
    })
  // Rows that are there already have no value in a new column.
  const fresh = now.fields
    .filter((field) => !old.has(field.column) && !gone(removed, `${before.table}.${field.column}`))
    .map(optional)
  return [...kept, ...fresh]
}

/** The new plan laid over the old one: nothing disappears unless `removed` names it. */
function mergeCompleted(
  completed: readonly Completed[],
  previous: AppSpec,
  removed: readonly string[],
): { all: Completed[]; rules: Map<string, AccessRule> } {
  const rules = new Map<string, AccessRule>()
  const byTable = new Map(completed.map((one) => [one.entity.table, one]))
  // What cannot be without a dropped table goes with it.
  const dropped = dependentsOf(
    previous,
    previous.entities.filter((entity) => gone(removed, entity.table)).map((entity) => entity.table),
  )
  const all = previous.entities
    .filter((entity) => !dropped.has(entity.table))
    .map((entity): Completed => {
      const next = byTable.get(entity.table)
      const rule = previous.access.find((each) => each.table === entity.table)
      if (rule !== undefined) rules.set(entity.table, rule)
      const fields = (next === undefined ? entity.fields : mergeFields(entity, next.entity, removed)).filter(
        (field) => field.column === rule?.owner || !dropped.has(field.references ?? ''),
      )
      const answer = next?.answer ?? {
        name: entity.name,
        table: entity.table,
        fields: [],
        states: null,
        access: 'private' as const,
        parent: null,
        staff: false,
        pages: 'full' as const,
      }
      return {
        entity: {
          ...entity,
          fields,
          ...(entity.states === undefined && next?.entity.states !== undefined && { states: next.entity.states }),
        },
        answer,
      }
    })
  const known = new Set(all.map((one) => one.entity.table))
  return {
    all: [
      ...all,
      ...completed.filter(
        (one) => !known.has(one.entity.table) && !gone(removed, one.entity.table) && !dropped.has(one.entity.table),
      ),
    ],
    rules,
  }
}

function pagesOf(
  spec: Pick<AppSpec, 'entities' | 'access' | 'locale'>,
  all: readonly Completed[],
  previous: AppSpec | undefined,
): Page[] {
  const styles = new Map(all.map((one) => [one.entity.table, one.answer.pages]))
  if (previous === undefined) return basicPages(spec, styles)
  const names = new Set(spec.entities.map((entity) => entity.name))
  const kept = previous.pages.filter((page) => page.entity === undefined || names.has(page.entity))
  const fresh = new Set(
    spec.entities
      .filter((entity) => !previous.entities.some((each) => each.table === entity.table))
      .map((entity) => entity.name),
  )
  const added = basicPages(spec, styles).filter(
    (page) => fresh.has(page.entity ?? '') && !kept.some((each) => each.path === page.path),
  )
  return [...kept, ...added]
}

/**
 * Makes a whole AppSpec of a model's answer about data: names valid and unique, references resolved, the access matrix
 * complete (a missing rule is private to the owner), pages and routes that follow from it. Pure; never fails: what
 * cannot be used is left out.
 * @returns null when nothing of the answer can be used, or what it comes to is not a plan that can be built
 */
export function completePlan(answer: DataAnswer, input: { prompt: string; previous?: AppSpec }): AppSpec | null {
  const { previous } = input
  const reading = readPrompt(input.prompt)
  const locale = previous?.locale ?? answer.locale
  const completed = completeEntities({ ...answer, locale })
  const { all, rules } =
    previous === undefined
      ? { all: completed, rules: new Map<string, AccessRule>() }
      : mergeCompleted(completed, previous, answer.removed)
  if (all.length === 0) return null
  const patterned = completeAccess(all, { locale, kept: rules })
  const data = { locale, entities: patterned.map((one) => one.entity), access: patterned.map((one) => one.rule) }
  const kind = previous?.kind ?? (answer.kind === 'other' ? planKind(reading.plain) : answer.kind)
  const name = answer.name.replace(/\s+/g, ' ').trim().slice(0, 60)
  const hasAdmin = data.access.some((rule) => rule.allow.admin !== undefined)
  const routes = completeRoutes(answer.routes, data)
  const isKept = (path: string): boolean =>
    data.entities.some(({ table }) => path === apiPath(table) || path.startsWith(`${apiPath(table)}/`))
  const spec = {
    ...previous,
    devora: 1,
    name: name || previous?.name || planName(reading.text, locale, 'App'),
    kind,
    mode: 'fullstack',
    ...data,
    prompt: previous === undefined ? reading.text : `${previous.prompt}\n\n${reading.text}`.slice(-20_000),
    theme: themeOf({ ...answer, kind }, reading.text, previous),
    pages: pagesOf(data, all, previous),
    routes:
      previous === undefined
        ? routes
        : [
            ...previous.routes.filter((route) => isKept(route.path)),
            ...routes.filter(
              (route) =>
                answer.routes.length > 0 &&
                !previous.routes.some((each) => each.method === route.method && each.path === route.path),
            ),
          ],
    env: previous?.env ?? [
      { name: 'NEXT_PUBLIC_SUPABASE_URL', required: true },
      { name: 'NEXT_PUBLIC_SUPABASE_ANON_KEY', required: true },
    ],
    dependencies: previous?.dependencies ?? {},
    ...(hasAdmin && { claims: previous?.claims ?? structuredClone(ADMIN_CLAIMS) }),
    makers: { architect: 'model', frontend: 'builtin', backend: 'builtin', database: 'builtin' },
  }
  // What the answer lacks was filled in; what no plan may have is no plan.
  const made = SafeSpec.safeParse(spec)
  return made.success && faultsSince(previous ?? null, made.data).length === 0 ? made.data : null
}
