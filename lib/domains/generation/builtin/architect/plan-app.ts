import type { AppSpec, Page } from '../../../spec/contract'
import { ADMIN_CLAIMS } from '../../../spec/edit/access-patterns'
import { Plan } from '../../../spec/edit/plan'
import { entityNames } from '../../../spec/names'
import { withRules } from '../rules/with-rules'
import { withDesignRules } from '../blueprints/design-rules'
import { matchBlueprint, type MatchedBlueprint } from '../blueprints/match-blueprint'
import { thingsOfBlueprint } from '../blueprints/plan-blueprint'
import { changePlan } from './change-plan'
import { planAccess } from './plan-access'
import type { Audience } from './classify-access'
import { hasProfile, planEntities, type PlannedEntity, profileEntity, showsAuthors } from './plan-entities'
import { planKind } from './plan-kind'
import { planName } from './plan-name'
import { planPages, planRoutes } from './plan-pages'
import { planTheme, type PreferredTheme } from './plan-theme'
import { planThings } from './plan-things'
import { needsProfiles, readAudience } from './read-audience'
import { type PromptReading, readPrompt } from './read-prompt'

type PlanInput = {
  prompt: string
  name?: string
  previous?: AppSpec
  preferred?: PreferredTheme
  template?: string
}

/**
 * Reads a prompt (English or Spanish) and plans the application it asks for: kind, things with fields and relations,
 * pages, routes, colours, and who may do what. Pure and deterministic: the same prompt gives the same plan on every
 * machine.
 * @param preferred the look of a new plan where the prompt says nothing about it
 * @param template the blueprint that somebody chose for it; else the one that it resembles
 * @param previous the plan to change instead; what the prompt does not touch stays to the letter
 */
export function planApp(input: PlanInput): AppSpec {
  const plan = input.previous === undefined ? planNew(input) : changePlan(input.previous, input.prompt)
  return withRules(plan, input.prompt)
}

/** Characters of the prompt that the plan keeps; as many as a prompt may have. */
const MAX_KEPT_PROMPT = 20_000

/** A plan from the prompt alone. */
function planNew({ prompt, name, preferred, template }: PlanInput): AppSpec {
  const reading = readPrompt(prompt)
  const likely = planKind(reading.plain)
  const usual = planThings(reading, likely)
  const matched = matchBlueprint(reading, usual, template)
  const kind = matched?.blueprint.kind ?? likely
  const audience = withStaff(readAudience(reading, kind), matched)
  const things = matched === null ? usual : thingsOfBlueprint(matched, reading)
  const planned = planEntities(things, kind, reading.locale, audience)
  const entities = planned.map(({ entity }) => entity)
  if (!hasProfile(entities, reading.locale) && needsProfiles(planned, reading.plain))
    planned.unshift(profileEntity(reading.locale, showsAuthors(planned)))
  return withDesignRules(assemble(planned, reading, { kind, audience, name, preferred, matched }))
}

/** Where a design has somebody who administers it, there is somebody who does. */
const withStaff = (audience: Audience, matched: MatchedBlueprint | null): Audience =>
  matched?.blueprint.staff === undefined ? audience : { ...audience, hasStaff: true }

/** A design says on its first page what it is for, better than the prompt that it was asked with. */
const withTagline = (page: Page, matched: MatchedBlueprint | null, { locale }: PromptReading): Page =>
  matched === null || page.path !== '/' ? page : { ...page, purpose: matched.blueprint.tagline[locale] }

function assemble(
  planned: PlannedEntity[],
  reading: PromptReading,
  rest: {
    kind: AppSpec['kind']
    audience: Audience
    name: string | undefined
    preferred: PreferredTheme | undefined
    matched: MatchedBlueprint | null
  },
): AppSpec {
  const access = planAccess(planned, rest.audience)
  const main = planned.find((one) => one.key !== 'profile') ?? planned[0]
  const fallback =
    rest.matched?.blueprint.name[reading.locale] ?? (main === undefined ? 'App' : entityNames(main.entity).labelMany)
  const hasAdmin = access.some((rule) => rule.allow.admin !== undefined)
  return Plan.parse({
    devora: 1,
    name: rest.name ?? planName(reading.text, reading.locale, fallback),
    kind: rest.kind,
    mode: 'fullstack',
    locale: reading.locale,
    prompt: reading.text.slice(0, MAX_KEPT_PROMPT),
    theme: planTheme(reading.text, rest.kind, rest.preferred),
    entities: planned.map((one) => one.entity),
    pages: planPages(planned, access, rest.kind, reading).map((page) => withTagline(page, rest.matched, reading)),
    routes: planRoutes(planned, access),
    env: [
      { name: 'NEXT_PUBLIC_SUPABASE_URL', required: true },
      { name: 'NEXT_PUBLIC_SUPABASE_ANON_KEY', required: true },
    ],
    dependencies: {},
    access,
    ...(rest.matched === null ? {} : { blueprint: rest.matched.slug }),
    ...(hasAdmin ? { claims: structuredClone(ADMIN_CLAIMS) } : {}),
    makers: { architect: 'builtin', frontend: 'builtin', backend: 'builtin', database: 'builtin' },
  })
}
