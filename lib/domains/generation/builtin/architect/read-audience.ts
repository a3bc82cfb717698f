import type { ProjectKind } from '../../../spec/contract'
import type { Audience } from './classify-access'
import { readAccess } from './declared/read-access'
import type { PlannedEntity } from './plan-entities'
import type { PromptReading } from './read-prompt'

const PERSONAL =
  /\b(?:my (?:own|personal)|(?:i want|i need) to (?:track|keep|manage|log|record)|track my|keep my|manage my|for myself|personal (?:diary|finance|budget|journal|notes|library|expense\w*|tracker)|mis (?:propi\w+|gastos|libros|notas|plantas|finanzas|habitos|recetas)|para mi mism\w|diario personal|finanzas personales)\b/
const STAFFED =
  /\b(?:admin(?:s|istrators?|istration)?|back-?end management|permission control|moderat(?:e|ors?|ion)|administrador(?:es|a|as)?|moderador(?:es)?|permisos|user management)\b/
const TEAM =
  /\b(?:(?:members|everyone|people) (?:of|on|in) the (?:team|company|crew|staff)|team ?(?:members|mates) (?:can |may )?(?:see|view|share|read)|(?:miembros|integrantes) del equipo|for (?:an? |our |the )?(?:\w+ ){0,2}(?:firm|office|company|team|clinic|hospital|agency|department|nonprofit|crew|lab)|law firm|our (?:team|staff|employees|company|office)|employees|staff|despacho|bufete|(?:para|de) (?:una?|nuestr[oa]|el|la) (?:\w+ )?(?:clinica|empresa|oficina|consultorio|hospital|taller|equipo|agencia|departamento)|sistema de gestion|management system|empleados)\b/
const CONTRIBUTE =
  /\b(?:users?|members?|people|visitors|usuarios|miembros|personas)\b[^.]{0,80}\b(?:add|creat|upload|submit|publish|manage|agreg|crear|creen|sub(?:ir|an)|public)\w*/
/** Kinds of applications that are there to be seen, and what says of any that it is. */
const SHOWN_KINDS: ReadonlySet<ProjectKind> = new Set(['e-commerce', 'marketplace', 'blog', 'portfolio', 'directory'])
const PUBLIC =
  /\b(?:public(?:ly)?|web ?sites?|sites?|(?:web|landing|booking|link) ?pages?|blogs?|shops?|stores?|portfolios?|director(?:y|ies)|catalog(?:ue)?s?|menus?|magazine|news|recipe (?:box|book|collection)|cookbooks?|platforms?|forums?|communit(?:y|ies)|social network|wikis?|galler(?:y|ies)|museums?|visitors?|any(?:one|body)|without (?:signing|an account|logging)|publica(?:mente|s)?|publicos?|sitios?|(?:una?|la|mi|nuestra|pagina) web|tiendas?|directorios?|catalogos?|cartas?|revista|noticias|recetarios?|plataformas?|foros?|comunidad(?:es)?|red social|galerias?|museos?|visitantes?|cualquiera|sin (?:cuenta|registrarse))\b/
/** What people rate and review is there for others to choose by. */
const RATED = /\b(?:rate (?:them|it|each|\w+s)|ratings?|reviews?|valoraciones|resenas?|calificar|valorar)\b/

const SEEN =
  /\b(?:profiles?|members?|leader ?boards?|community|perfil(?:es)?|miembros|comunidad|compare .* with others|communicate with|other users)\b/

/** What the prompt says about who uses the application. */
export function readAudience(reading: PromptReading, kind: ProjectKind): Audience {
  const words = readAccess(reading.text)
  return {
    isPersonal: PERSONAL.test(reading.plain) || words.isPersonal,
    // Somebody has to answer in a support chat.
    hasStaff: STAFFED.test(reading.plain) || kind === 'chat' || words.isStaffWritten || words.staffed.length > 0,
    isTeam: TEAM.test(reading.plain),
    doesContribute: CONTRIBUTE.test(reading.plain),
    isPublic: words.isOpen || SHOWN_KINDS.has(kind) || PUBLIC.test(reading.plain) || RATED.test(reading.plain),
    words,
  }
}

/** People need a face where they leave something that others read. */
export const needsProfiles = (planned: PlannedEntity[], text: string): boolean =>
  planned.some(
    (one) =>
      one.owner !== null &&
      one.access !== 'private' &&
      ['member', 'author', 'applicant', 'sender', 'organizer'].includes(one.thing.archetype.owner) &&
      (one.thing.archetype.category === 'reaction' || one.access === 'two-party'),
  ) ||
  (SEEN.test(text) && planned.some((one) => one.owner !== null && one.access !== 'private'))
