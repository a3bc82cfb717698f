import type { AppSpec, Entity } from '../../../spec/contract'
import { adjustFields } from './adjust-field'
import { addToPlan } from './extend-plan'
import { condensed } from './condense'
import { bare, entityCalled, fieldCalled } from './find-entity'
import { clausesOf, permits } from './order-clauses'
import { PROFILES, removeEntities } from '../../../spec/edit/entities'
import { refuseFieldRemoval } from '../../../spec/edit/fields'
import { refreshRoutes } from '../../../spec/edit/routes'
import { plain } from '../../../spec/inflect'
import { completeTheme, readOrder, readTheme } from './plan-theme'
import { renameIn } from './rename-in-plan'
import { restrictIn } from './restrict-plan'
import { cleanPrompt } from './read-prompt'

/**
 * A further prompt on a plan that exists: adds things and fields, removes them, changes colours and name; the rest
 * stays to the letter.
 */

const REMOVING = '(?:remove|delete|drop|get rid of|take out|take away|quita\\w*|elimina\\w*|borra\\w*|saca\\w*)'
const FIELD_OF = new RegExp(`(?<![\\p{L}])${REMOVING}\\s+(.+?)\\s+(?:from|of|de|del)\\s+(.+)$`, 'iu')
const THINGS = new RegExp(`(?<![\\p{L}])${REMOVING}\\s+(.+)$`, 'iu')
const RENAME =
  /(?<!\p{L})(?:call (?:it|the app|this)|rename (?:it|the app|this|the project) to|change (?:the|its) name to|name it|ll[aá]mal[ao]|cambia(?:le)? el nombre a|ponle de nombre|que se llame)\s+["“«']?((?:[^"”»'.,;\n]|'(?=\p{L})){2,60})/iu
/** @returns a copy of the plan with what the prompt asks for */
export function changePlan(previous: AppSpec, prompt: string): AppSpec {
  const whole = cleanPrompt(prompt)
  const text = condensed(whole)
  const next: AppSpec = structuredClone(previous)
  const name = RENAME.exec(text)?.[1]?.trim()
  if (name !== undefined) next.name = name
  recolour(next, text)
  const rest: string[] = []
  for (const clause of clausesOf(text)) {
    if (RENAME.test(clause) || adjustFields(next, clause) || renameIn(next, clause) || restrictIn(next, clause))
      continue
    if (!removeFrom(next, clause))
      rest.push(clause.replace(/^(?:(?:also|and|please|too|tambi[eé]n|adem[aá]s|y|por favor),?\s+)+/i, ''))
  }
  addToPlan(next, rest)
  next.prompt = `${previous.prompt}\n\n${whole}`.slice(-20_000)
  return next
}

/** "Add a dark mode toggle" asks for a thing to build, "no dark mode" for none. */
const ABOUT_A_SWITCH =
  /\b(?:toggle|switch|option|support|no|not|without|remove|delete|interruptor|opcion|boton|sin|quita\w*)\b/

function recolour(spec: AppSpec, text: string): void {
  const said = readTheme(text)
  const orders = [...clausesOf(text), ...(said.dark && !ABOUT_A_SWITCH.test(plain(text)) ? ['make it dark'] : [])]
  const asked = {
    ...(Object.assign({}, ...orders.map((order) => readOrder(order, spec.theme))) as ReturnType<typeof readOrder>),
    ...said,
  }
  if (asked.background === undefined && asked.component === undefined) return
  const names = {
    background: asked.background?.name ?? spec.theme.backgroundName,
    component: asked.component?.name ?? spec.theme.componentName,
  }
  spec.theme = completeTheme(
    asked.background?.hex ?? spec.theme.background,
    asked.component?.hex ?? spec.theme.component,
    {
      ...(names.background === undefined ? {} : { background: names.background }),
      ...(names.component === undefined ? {} : { component: names.component }),
    },
  )
}

/** @returns whether the clause was a removal of something that is there */
function removeFrom(spec: AppSpec, clause: string): boolean {
  const verb = THINGS.exec(clause)
  if (verb !== null && permits(clause.slice(0, verb.index))) return false
  const [, fields, host] = FIELD_OF.exec(clause) ?? []
  const entity = host === undefined ? undefined : entityCalled(spec, host)
  if (entity !== undefined && entityCalled(spec, fields!) === undefined) return removeFields(spec, entity, fields!)
  const words = THINGS.exec(clause)?.[1]
  if (words === undefined) return false
  // "comments from the app": where they are taken from says nothing more.
  const named = words.replace(/\s+(?:from|de|del)\s+.*$/i, '').split(/,\s*|\s+(?:and|y|e|or)\s+/)
  const gone = new Set(named.map((each) => entityCalled(spec, each)?.table).filter((table) => table !== undefined))
  for (const each of named)
    if (entityCalled(spec, each) === undefined && !removePage(spec, bare(each))) removeField(spec, each)
  removeThings(spec, gone)
  return true
}

/** A field without whose it is: the first thing that has it. */
function removeField(spec: AppSpec, words: string): void {
  const entity = spec.entities.find((each) => each.table !== 'profiles' && fieldCalled(spec, each, words) !== undefined)
  if (entity !== undefined) removeFields(spec, entity, words)
}

function removeFields(spec: AppSpec, entity: Entity, words: string): boolean {
  for (const each of words.split(/,\s*|\s+(?:and|y|e)\s+/)) {
    const found = fieldCalled(spec, entity, each)
    // What states or access hang on and the last thing people type in must stay.
    if (found === undefined || refuseFieldRemoval(spec, entity, found) !== null) continue
    entity.fields = entity.fields.filter((field) => field !== found)
  }
  refreshRoutes(spec, entity)
  return true
}

/** Special pages go by their title or path: "the leaderboard", "la galería". */
function removePage(spec: AppSpec, words: string): boolean {
  const before = spec.pages.length
  const text = plain(words)
    .replace(/\s*(?:page|pagina)\s*/g, '')
    .replace(/^de\s+/, '')
  spec.pages = spec.pages.filter(
    (page) =>
      page.path === '/' ||
      page.auth === 'admin' ||
      !['dashboard', 'board', 'calendar', 'leaderboard', 'report', 'gallery', 'about', 'chat'].includes(
        page.view ?? '',
      ) ||
      (plain(page.title ?? '') !== text && page.path !== `/${text}`),
  )
  return spec.pages.length < before
}

/** Takes out tables with everything that cannot be without them; what must stay, stays. */
function removeThings(spec: AppSpec, gone: Set<string>): void {
  gone.delete(PROFILES)
  if (gone.size === 0) return
  const without = removeEntities(spec, [...gone])
  if (without.spec !== null) Object.assign(spec, without.spec)
}
