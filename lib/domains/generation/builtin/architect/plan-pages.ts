import type { AccessRule, ApiRoute, Entity, Page, ProjectKind } from '../../../spec/contract'
import { type EntityPage, homePage, MAX_LINKS, pageOfEntity, signInPages } from '../../../spec/edit/entity-pages'
import { authToDo } from '../../../spec/edit/page-access'
import { routeOf } from '../../../spec/edit/routes'
import { entityNames } from '../../../spec/names'
import type { Locale } from '../../../spec/inflect'
import type { PlannedEntity } from './plan-entities'
import type { PromptReading } from './read-prompt'

/** One page per address, with what it is for; the front-end writer chooses the layout by `view`. */

const TEXT = {
  en: {
    dashboard: 'Dashboard',
    dashboardFor: 'Numbers and charts at a glance',
    board: 'Board',
    boardFor: (many: string) => `${many} by state`,
    calendar: 'Calendar',
    calendarFor: (many: string) => `${many} by date`,
    leaderboard: 'Leaderboard',
    leaderboardFor: 'Who is ahead',
    report: 'Reports',
    reportFor: (many: string) => `${many} in numbers, to view and download`,
    gallery: 'Gallery',
    galleryFor: (many: string) => `${many} in pictures`,
    chat: 'Chat',
    chatFor: 'Ask and answer',
    about: 'About us',
    aboutMe: 'About',
    aboutFor: 'Who is behind this and why',
    contact: 'Contact',
    contactFor: 'Send us a message',
    subscribe: 'Subscribe',
  },
  es: {
    dashboard: 'Panel',
    dashboardFor: 'Cifras y gráficos de un vistazo',
    board: 'Tablero',
    boardFor: (many: string) => `${many} por estado`,
    calendar: 'Calendario',
    calendarFor: (many: string) => `${many} por fecha`,
    leaderboard: 'Clasificación',
    leaderboardFor: 'Quién va ganando',
    report: 'Informes',
    reportFor: (many: string) => `${many} en cifras, para ver y descargar`,
    gallery: 'Galería',
    galleryFor: (many: string) => `${many} en imágenes`,
    chat: 'Chat',
    chatFor: 'Preguntar y responder',
    about: 'Nosotros',
    aboutMe: 'Sobre mí',
    aboutFor: 'Quiénes somos y por qué',
    contact: 'Contacto',
    contactFor: 'Envíanos un mensaje',
    subscribe: 'Suscribirse',
  },
} as const

const isDated = (entity: Entity): boolean =>
  entity.fields.some((field) => field.type === 'date' || field.type === 'datetime')
const isCounted = (entity: Entity): boolean =>
  entity.fields.some((field) => ['integer', 'number', 'money'].includes(field.type))

export function planPages(
  planned: PlannedEntity[],
  rules: AccessRule[],
  kind: ProjectKind,
  reading: PromptReading,
): Page[] {
  const text = TEXT[reading.locale]
  const pages: Page[] = [homePage(reading.locale)]
  const ruleOf = (one: PlannedEntity): AccessRule => rules.find((rule) => rule.table === one.entity.table)!
  const own = planned.filter((one) => one.key !== 'profile')
  const byScore = [...own].sort((a, b) => b.thing.score - a.thing.score)
  const find = (test: (one: PlannedEntity) => boolean): PlannedEntity | undefined => byScore.find(test)
  const says = (pattern: RegExp): boolean => pattern.test(reading.plain)
  const special = (
    path: string,
    view: NonNullable<Page['view']>,
    title: string,
    purpose: string,
    one?: PlannedEntity,
    auth?: Page['auth'],
  ): void => {
    pages.push({
      path,
      purpose,
      auth: auth ?? (one === undefined ? 'public' : authToDo(ruleOf(one), 'read')),
      view,
      title,
      nav: true,
      ...(one === undefined ? {} : { entity: one.entity.name }),
    })
  }
  const many = (one: PlannedEntity): string => entityNames(one.entity).labelMany.toLowerCase()

  const counted =
    find((one) => isCounted(one.entity) && one.access !== 'inbox') ?? find((one) => one.access !== 'inbox')
  if (
    counted !== undefined &&
    (['dashboard', 'crm', 'inventory', 'saas'].includes(kind) ||
      says(
        /\bdashboards?\b|visuali[sz]|\bcharts?\b|\bstatistic|\banalytics\b|\bestadisticas\b|\bgraficos?\b|\bpanel\b/,
      ))
  )
    special('/dashboard', 'dashboard', text.dashboard, text.dashboardFor, counted)
  const staged = find((one) => one.entity.states !== undefined)
  if (
    staged !== undefined &&
    (kind === 'tasks' ||
      staged.thing.archetype.view === 'board' ||
      says(/\bkanban\b|\bboard\b|\btablero\b|\bpipeline\b/))
  )
    special('/board', 'board', text.board, text.boardFor(many(staged)), staged)
  const dated =
    find((one) => one.thing.archetype.view === 'calendar' && isDated(one.entity)) ??
    (kind === 'booking' || says(/\bcalend[ae]r/)
      ? find((one) => isDated(one.entity) && one.access !== 'inbox')
      : undefined)
  if (
    dated !== undefined &&
    (kind === 'booking' ||
      says(
        /\bcalendar\b|\bcalendario\b|\bschedul|\bagenda\b|\btimeline|\bevents?\b|\beventos?\b|\bappointments?\b|\bcitas\b/,
      ))
  )
    special('/calendar', 'calendar', text.calendar, text.calendarFor(many(dated)), dated)
  const scored =
    find((one) => ['score', 'player stat', 'rating'].includes(one.key)) ??
    find((one) => isCounted(one.entity) && one.access !== 'inbox' && one.access !== 'private') ??
    counted
  if (
    scored !== undefined &&
    says(/\bleader ?boards?\b|\branking|\bstandings\b|\bclasificacion\b|\btabla de posiciones\b/)
  )
    special('/leaderboard', 'leaderboard', text.leaderboard, text.leaderboardFor, scored)
  if (counted !== undefined && says(/\breports?\b|\binformes?\b|\breportes?\b/))
    special('/reports', 'report', text.report, text.reportFor(many(counted)), counted)
  const pictured = find((one) => one.entity.fields.some((field) => field.type === 'image'))
  if (
    pictured !== undefined &&
    (kind === 'portfolio' || says(/\bgaller(?:y|ies)\b|\bgaleria\b/)) &&
    pictured.key !== 'link'
  )
    special('/gallery', 'gallery', text.gallery, text.galleryFor(many(pictured)), pictured)
  const talk = find((one) => one.key === 'chat message' || one.key === 'message')
  if (talk !== undefined && (kind === 'chat' || says(/\bchat/)))
    special('/chat', 'chat', text.chat, text.chatFor, talk, 'user')

  for (const one of own) pages.push(...entityPages(one, ruleOf(one), reading.locale))
  const inbox = own.find((one) => one.key === 'contact message')
  if (
    says(/\babout (?:us|me|page|the)\b|\babout\b|\bnosotros\b|\bquienes somos\b|\bsobre mi\b/) ||
    kind === 'portfolio'
  )
    special(
      '/about',
      'about',
      says(/personal|designer|portfolio|portafolio/) ? text.aboutMe : text.about,
      text.aboutFor,
    )
  if (inbox !== undefined) special('/contact', 'contact', text.contact, text.contactFor, inbox, 'public')
  pages.push(...signInPages(reading.locale, planned.find((one) => one.key === 'profile')?.entity))
  return withNavigation(unique(pages), byScore)
}

/** The pages of one entity, as many as its style asks for. */
function entityPages(one: PlannedEntity, rule: AccessRule, locale: Locale): Page[] {
  const style = one.thing.archetype.pages
  const page = (view: EntityPage, nav = false): Page => pageOfEntity(one.entity, view, { rule, locale, nav })
  if (style === 'inline' && one.via !== undefined) return []
  const list = page('list', style !== 'inline')
  if (style === 'inline') return [list]
  if (style === 'inbox')
    return one.key === 'contact message' ? [list] : [list, { ...page('new'), title: TEXT[locale].subscribe }]
  return style === 'list' ? [list, page('new'), page('edit')] : [list, page('detail'), page('new'), page('edit')]
}

function unique(pages: Page[]): Page[] {
  const seen = new Set<string>()
  return pages.filter((page) => !seen.has(page.path) && seen.add(page.path))
}

/** At most so many links: special views and the most important lists first; the rest is found from there. */
function withNavigation(pages: Page[], byScore: PlannedEntity[]): Page[] {
  const rank = (page: Page): number => {
    if (page.path === '/') return -1
    if (page.auth === 'admin') return 900
    if (page.view === 'about' || page.view === 'contact') return 2.5
    if (page.view !== 'list') return 1.5
    const at = byScore.findIndex((one) => one.entity.name === page.entity)
    return byScore[at]?.thing.archetype.pages === 'full' ? at : 20 + at
  }
  const chosen = new Set(
    pages
      .filter((page) => page.nav)
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, MAX_LINKS),
  )
  return pages.map((page) => ({ ...page, nav: chosen.has(page) }))
}

/** A JSON API over the main things: lists and single rows, and creating where signed-in people may. */
export function planRoutes(planned: PlannedEntity[], rules: AccessRule[]): ApiRoute[] {
  const shared = planned
    .filter((one) => one.key !== 'profile' && one.access !== 'inbox' && one.thing.archetype.pages === 'full')
    .sort((a, b) => b.thing.score - a.thing.score)
    .slice(0, 2)
  return shared.flatMap((one): ApiRoute[] => {
    const rule = rules.find((each) => each.table === one.entity.table)!
    const routes = [routeOf(one.entity, rule, 'list'), routeOf(one.entity, rule, 'one')]
    const create = routeOf(one.entity, rule, 'create')
    return create.auth === 'user' ? [...routes, create] : routes
  })
}
