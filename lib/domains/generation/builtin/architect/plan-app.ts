import { AppSpec, type ProjectKind } from '../../../spec/contract'
import { entityNames } from '../../../spec/names'
import { changePlan } from './change-plan'
import { planAccess } from './plan-access'
import { type Audience, planEntities, type PlannedEntity, profileEntity } from './plan-entities'
import { planKind } from './plan-kind'
import { planName } from './plan-name'
import { planPages, planRoutes } from './plan-pages'
import { planTheme } from './plan-theme'
import { planThings } from './plan-things'
import { type PromptReading, readPrompt } from './read-prompt'

const PERSONAL = /\b(?:my (?:own|personal)|(?:i want|i need) to (?:track|keep|manage|log|record)|track my|keep my|manage my|for myself|personal (?:diary|finance|budget|journal|notes|library|expense\w*|tracker)|mis (?:propi\w+|gastos|libros|notas|plantas|finanzas|habitos|recetas)|para mi mism\w|diario personal|finanzas personales)\b/ // prettier-ignore
const STAFFED = /\b(?:admin(?:s|istrators?|istration)?|back-?end management|permission control|moderat(?:e|ors?|ion)|administrador(?:es|a|as)?|moderador(?:es)?|permisos|user management)\b/ // prettier-ignore
const TEAM = /\b(?:for (?:an? |our |the )?(?:\w+ ){0,2}(?:firm|office|company|team|clinic|hospital|agency|department|nonprofit|crew|lab)|law firm|our (?:team|staff|employees|company|office)|employees|staff|despacho|bufete|(?:para|de) (?:una?|nuestr[oa]|el|la) (?:\w+ )?(?:clinica|empresa|oficina|consultorio|hospital|taller|equipo|agencia|departamento)|sistema de gestion|management system|empleados)\b/ // prettier-ignore
const CONTRIBUTE = /\b(?:users?|members?|people|visitors|usuarios|miembros|personas)\b[^.]{0,80}\b(?:add|creat|upload|submit|publish|manage|agreg|crear|creen|sub(?:ir|an)|public)\w*/ // prettier-ignore
const SEEN = /\b(?:profiles?|members?|leader ?boards?|community|perfil(?:es)?|miembros|comunidad|compare .* with others|communicate with|other users)\b/

/** What the prompt says about who uses the application. */
export const readAudience = (reading: PromptReading, kind: ProjectKind): Audience => ({
  isPersonal: PERSONAL.test(reading.plain),
  // Somebody has to answer in a support chat.
  hasStaff: STAFFED.test(reading.plain) || kind === 'chat',
  isTeam: TEAM.test(reading.plain),
  doesContribute: CONTRIBUTE.test(reading.plain),
})

/** People need a face where they leave something that others read. */
const needsProfiles = (planned: PlannedEntity[], reading: PromptReading): boolean =>
  planned.some((one) => one.owner !== null && one.access !== 'private' && ['member', 'author', 'applicant', 'sender', 'organizer'].includes(one.thing.archetype.owner) && (one.thing.archetype.category === 'reaction' || one.access === 'two-party')) ||
  (SEEN.test(reading.plain) && planned.some((one) => one.owner !== null && one.access !== 'private')) // prettier-ignore

/**
 * Reads a prompt (English or Spanish) and plans the application it asks for: kind, things with fields and relations, pages,
 * routes, colours, and who may do what. Pure and deterministic: the same prompt gives the same plan on every machine.
 * @param previous the plan to change instead; what the prompt does not touch stays to the letter
 */
export function planApp(input: { prompt: string; name?: string; previous?: AppSpec }): AppSpec {
  if (input.previous !== undefined) return changePlan(input.previous, input.prompt)
  return planNew(input.prompt, input.name)
}

/** A plan from the prompt alone; `changePlan` uses it to find out what a further prompt is about. */
export function planNew(prompt: string, name?: string): AppSpec {
  const reading = readPrompt(prompt)
  const kind = planKind(reading.plain)
  const audience = readAudience(reading, kind)
  const planned = planEntities(planThings(reading, kind), kind, reading.locale, audience)
  if (needsProfiles(planned, reading)) planned.unshift(profileEntity(reading.locale))
  return assemble(planned, reading, { kind, audience, name })
}

function assemble(planned: PlannedEntity[], reading: PromptReading, rest: { kind: AppSpec['kind']; audience: Audience; name: string | undefined }): AppSpec {
  const access = planAccess(planned, rest.audience)
  const main = planned.find((one) => one.key !== 'profile') ?? planned[0]
  const fallback = main === undefined ? 'App' : entityNames(main.entity).labelMany
  const hasAdmin = access.some((rule) => rule.allow.admin !== undefined)
  return AppSpec.parse({
    devora: 1,
    name: rest.name ?? planName(reading.text, reading.locale, fallback),
    kind: rest.kind,
    mode: 'fullstack',
    locale: reading.locale,
    prompt: reading.text,
    theme: planTheme(reading.text, rest.kind),
    entities: planned.map((one) => one.entity),
    pages: planPages(planned, access, rest.kind, reading),
    routes: planRoutes(planned, access),
    env: [
      { name: 'NEXT_PUBLIC_SUPABASE_URL', required: true },
      { name: 'NEXT_PUBLIC_SUPABASE_ANON_KEY', required: true },
    ],
    dependencies: {},
    access,
    ...(hasAdmin ? { claims: { admin: { app_metadata: { role: 'admin' } } } } : {}),
    makers: { architect: 'builtin', frontend: 'builtin', backend: 'builtin', database: 'builtin' },
  })
}
