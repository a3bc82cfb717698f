import type { ProjectKind } from '../../../spec/contract'

/**
 * Which kind of application a prompt describes: every clue counts, the heaviest sum wins, ties go to the earlier kind.
 */
const CLUES: Array<[ProjectKind, RegExp, number]> = [
  [
    'tasks',
    /\b(?:kanban|to-?do list|todo app|task (?:board|manager|tracker|list)|tablero kanban|lista de tareas|gestor de tareas)\b/g,
    6,
  ],
  [
    'tasks',
    /^\s*(?:an? |my |the |simple )*(?:to-?dos?|tareas|tasks?)\s*[.!]?\s*$|\bto-do\b|\btodos? (?:app|list|tracker|manager|board|items?)\b/g,
    5,
  ],
  ['tasks', /\b(?:(?:issue|bug|chore) tracker|project tracker|gestor de proyectos|tablero de tareas)\b/g, 6],
  [
    'tasks',
    /\b(?:tasks?|tareas?|sprint|backlog|deadlines?|project management|construction management|gestion de proyectos|scheduling project)\b/g,
    2,
  ],
  [
    'e-commerce',
    /\b(?:e-?commerce|online (?:store|shop)|tienda (?:online|en linea|virtual)|shopping cart|carrito|checkout|(?<!barber |coffee |repair |workshop )shop|(?:book|web|drug|toy)?store|(?:to (?:the|their|a) )cart|place orders?|tienda|sells?|vender?|leasing|buy)\b/g,
    3,
  ],
  [
    'marketplace',
    /\b(?:marketplace|mercado de|(?<!best )sellers|vendors|vendedores|auction|subasta|buyers and sellers|classifieds|clasificados|second-?hand)\b/g,
    5,
  ],
  ['blog', /\b(?:podcasts?|wiki|knowledge base|base de conocimientos?)\b/g, 2.5],
  [
    'blog',
    /\b(?:blogs?|articles?|articulos?|news|noticias|magazine|revista|publish|publicar|newsletter|posts?)\b/g,
    2.5,
  ],
  [
    'dashboard',
    /\b(?:dashboards?|analytics|analitica|visuali[sz]ations?|visualizacion|statistics|estadisticas|charts?|graficos?|graficas?|panel (?:para ver|de control|de ventas)|metrics|metricas|kpis?|monitoring|monitoreo|warning system|real-time data)\b/g,
    2.5,
  ],
  [
    'crm',
    /\b(?:crm|customer (?:service|relationship)|leads?|clients?|prospectos?|expedientes|law firm|despacho de abogados|sales pipeline|embudo|call log(?:ging)?s?|oportunidades|deals)\b/g,
    2.5,
  ],
  [
    'booking',
    /\b(?:bookings?|book (?:an?|the|their|appointments?|tables?|rooms?|sessions?|class(?:es)?|tours?|walks?|lessons?|courts?)|appointments?|reserv(?:e|ation|ations|a|as|ar)|citas?|agenda|schedul(?:e|ing) (?:sessions?|appointments?|classes)|barber|salon|peluqueria|hotel|coaching|turnos?|rentals?|alquiler|travel agency|agencia de viajes|paquetes turisticos|shifts?)\b/g,
    3,
  ],
  ['social', /\b(?:social network|red social|forum|foro)\b/g, 5],
  [
    'social',
    /\b(?:social|neighbou?rhood|neighbou?rs|vecin(?:os|as|dario)|community|comunidad|members|miembros|friends|amigos|followers?|share|compartir|likes|fans?|meetup|club|polls?|votes?|votar|encuestas?|rate them)\b/g,
    2,
  ],
  [
    'learning',
    /\b(?:courses?|cursos?|learn(?:ing)?|aprend\w+|students?|estudiantes|alumnos|lessons?|lecciones|quiz(?:zes)?|teachers?|profesores|vocabulary|vocabulario|trivia|education\w*|flashcards?|assignments?|grades)\b/g,
    2.5,
  ],
  [
    'chat',
    /\b(?:chat(?:bot)?s?|messag(?:e|ing) app|live support|help ?desk|mesa de ayuda|mensajeria|customer support|support tickets?|tickets? de soporte)\b/g,
    3.5,
  ],
  [
    'portfolio',
    /\b(?:portfolio|portafolio|showcase|personal website|landing|brochure|about us|link ?tree|resume site|designer|office information|fotografo|photographer)\b/g,
    3.5,
  ],
  [
    'directory',
    /\b(?:directory|directorio|listings?|find (?:local|nearby)|guia de|catalog(?:ue)?|museum|museo|jobs? (?:portal|board|listings?|postings?)|recruitment|reclutamiento|internships?|empleos|vacantes|bolsa de)\b/g,
    3,
  ],
  [
    'inventory',
    /\b(?:inventory|inventario|stock|warehouse|almacen|bodega|raw materials?|materias primas|suppliers?|proveedores|manufacturing|fabricacion|erp|assets?|(?:sample|equipment|asset|fleet) (?:tracker|tracking|log)|(?<!tool )library system|biblioteca|taller mecanico|repuestos)\b/g,
    3,
  ],
  [
    'saas',
    /\b(?:saas|subscriptions?|workspaces?|teams?|tenants?|suscripciones|equipos|b2b|invoices?|facturas?|productivity|diagram maker)\b/g,
    1.5,
  ],
]

/** @param text the prompt in lower case without accents */
export function planKind(text: string): ProjectKind {
  const scores = new Map<ProjectKind, number>()
  for (const [kind, pattern, weight] of CLUES) {
    const found = new Set(text.match(pattern) ?? [])
    // The beginning says what it is; the rest what it has.
    const early = (text.slice(0, 120).match(pattern) ?? []).length === 0 ? 0 : weight
    const first = (text.slice(0, 45).match(pattern) ?? []).length === 0 ? 0 : weight
    if (found.size > 0) scores.set(kind, (scores.get(kind) ?? 0) + early + first + weight * Math.min(3, found.size))
  }
  const best = [...scores].sort(([, a], [, b]) => b - a)[0]
  return best === undefined || best[1] < 2 ? 'other' : best[0]
}
