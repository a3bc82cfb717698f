import type { SectionKind, SiteKind } from './brief'

/**
 * Words that name a section of a site, and those that say what the site is for. Matched against lower case without
 * accents.
 */

type Entry = { kind: SectionKind; words: RegExp; title: { en: string; es: string } }
const entry = (kind: SectionKind, words: string, en: string, es: string): Entry => ({
  kind,
  words: new RegExp(`\\b(?:${words})\\b`),
  title: { en, es },
})

export const SECTIONS: readonly Entry[] = [
  entry(
    'contact',
    'contact(?: (?:us|form|me|page|details))?|contacto|formulario de contacto|get in touch|escribenos',
    'Contact',
    'Contacto',
  ),
  entry(
    'hours',
    'opening (?:hours|times)|business hours|hours|horarios?|timetable of opening',
    'Opening hours',
    'Horario',
  ),
  entry(
    'location',
    'how to (?:get there|find us|arrive)|location|directions|map|find us|como llegar|ubicacion|mapa|donde estamos|address|direccion',
    'How to find us',
    'Cómo llegar',
  ),
  entry(
    'booking',
    'reserv(?:ations?|as?|aciones)|bookings?|appointments?|citas?|table booking|rsvp',
    'Book',
    'Reservas',
  ),
  entry(
    'pricing',
    'pricing|price (?:plans?|list)|plans|subscriptions?|memberships?|rates|tarifas|planes|precios|suscripciones|membresias|tickets?|boletas?|boletos?|abonos',
    'Prices',
    'Precios',
  ),
  entry(
    'faq',
    'faqs?|frequently asked questions|questions|preguntas(?: frecuentes)?',
    'Questions',
    'Preguntas frecuentes',
  ),
  entry(
    'quotes',
    'testimonials?|reviews?|what (?:clients|customers|people|couples) say|references|testimonios|opiniones|resenas|referencias',
    'Kind words',
    'Lo que dicen',
  ),
  entry(
    'gallery',
    'galler(?:y|ies)|photos|pictures|portfolio|projects|works?|case studies|showcase|galerias?|fotos|fotografias|portafolio|proyectos|obras?|trabajos',
    'Gallery',
    'Galería',
  ),
  entry('menu', 'menus?|la carta|carta|dishes|platos|food and drinks?', 'Menu', 'Carta'),
  entry(
    'schedule',
    'schedule|programme?|agenda|line-?up|timetable|itinerary|programacion|programa|cronograma|calendario|classes|clases|events|eventos',
    'Programme',
    'Programa',
  ),
  entry(
    'people',
    'team|staff|speakers?|artists?|instructors?|teachers|doctors|lawyers|chefs?|about the team|equipo|ponentes|artistas(?: invitados)?|invitados|profesores|medicos|abogados|instructores',
    'Team',
    'Equipo',
  ),
  entry('sponsors', 'sponsors?|partners|patrocinador(?:es)?|aliados|auspiciantes', 'Sponsors', 'Patrocinadores'),
  entry('news', 'news|blog|articles|posts|noticias|novedades|articulos', 'News', 'Noticias'),
  entry(
    'features',
    'features?|benefits?|what it does|why (?:us|choose us)|how it works|caracteristicas|funciones|funcionalidades|beneficios|ventajas|como funciona',
    'What it does',
    'Qué hace',
  ),
  entry(
    'help',
    'volunteer\\w*|donat\\w+|get involved|support us|how to help|voluntari\\w+|don(?:a|ar|aciones)|apoya\\w*|como ayudar|participa',
    'How to help',
    'Cómo ayudar',
  ),
  entry(
    'services',
    'services?|practice areas|specialt(?:y|ies)|areas de practica|especialidades|treatments?|what (?:i|we) (?:do|offer)|servicios?|tratamientos?|que (?:hago|hacemos|ofrecemos)',
    'Services',
    'Servicios',
  ),
  entry(
    'products',
    'products?|shop|catalog(?:ue)?|collection|productos?|catalogo|coleccion|tienda',
    'Products',
    'Productos',
  ),
  entry(
    'story',
    'about(?: (?:us|me|page))?|our story|history|who we are|biography|bio|mission|sobre (?:mi|nosotros)|quienes somos|nuestra historia|historia|biografia|mision|acerca de',
    'About',
    'Acerca de',
  ),
]

const KINDS: ReadonlyArray<[SiteKind, RegExp, number]> = [
  [
    'event',
    /\b(?:festival|conference|congress|congreso|concert|concierto|wedding of|boda de|our wedding|nuestra boda|event|evento|meetup|marathon|maraton|fair|feria|summit|hackathon|birthday|cumpleanos|exhibition|exposicion|carrera de)\b/g,
    4,
  ],
  [
    'food',
    /\b(?:restaurante?s?|bakery|panaderia|pasteleria|cafe|cafeteria|coffee shop|bar|bistro|pizzeria|trattoria|taqueria|brewery|cerveceria|food truck|catering|tea house|heladeria|ice cream|sourdough|deli)\b/g,
    4,
  ],
  [
    'portfolio',
    /\b(?:portfolio|portafolio|photographer|fotograf[oa]|designer|disenador[a]?|illustrator|ilustrador[a]?|artist|artista plastic[oa]|architect|arquitect[oa]|developer|desarrollador[a]?|writer|escritor[a]?|musician|music[oa]|curriculum|resume|cv|freelance\w*|videographer|ceramicist|ceramista|tattoo artist)\b/g,
    3,
  ],
  [
    'product',
    /\b(?:landing(?: page)?|app|saas|software|platform|plataforma|startup|tool|herramienta|product launch|waitlist|aplicacion)\b/g,
    2.5,
  ],
  [
    'cause',
    /\b(?:charity|shelter|refugio|ngo|ong|non-?profit|foundation|fundacion|donat\w+|volunteer\w*|voluntari\w+|community garden|huerta|church|iglesia|parish|choir|coro|club|association|asociacion|school|colegio|library|biblioteca)\b/g,
    3,
  ],
  [
    'lodging',
    /\b(?:hotel|hostel|hostal|guest ?house|b&b|bed and breakfast|cabins?|cabanas?|glamping|apartments? for rent|posada|casa rural|retreat)\b/g,
    4,
  ],
  [
    'shop',
    /\b(?:shop|store|tienda|boutique|florist|floristeria|bookshop|bookstore|libreria|jewel\w+|joyeria|vendemos|we sell|handmade|artesan\w+)\b/g,
    2.5,
  ],
  [
    'services',
    /\b(?:salon|barber\w*|peluqueria|spa|gym|gimnasio|yoga|pilates|studio|clinic|clinica|dentist\w*|odontolog\w+|law firm|lawyer|abogad\w+|accountant|contador\w*|plumber|plomer\w+|electrician|electricista|cleaning|limpieza|agency|agencia|consult\w+|therap\w+|terapeuta|psicolog\w+|veterinar\w+|workshop|taller|tutor\w*|coach\w*|garage|mechanic|mecanic\w+|landscap\w+|jardiner\w+|dog walk\w*|repairs?)\b/g,
    2.5,
  ],
]

/** @param text lower case without accents */
export function siteKindOf(text: string): SiteKind {
  let best: [SiteKind, number] = ['topic', 0]
  for (const [kind, pattern, weight] of KINDS) {
    const score = new Set(text.match(pattern) ?? []).size * weight + (pattern.test(text.slice(0, 90)) ? weight : 0)
    pattern.lastIndex = 0
    if (score > best[1]) best = [kind, score]
  }
  return best[0]
}

/** The section that a few words name, if any: what they say first decides. */
export function sectionNamed(words: string): Entry | undefined {
  let best: { entry: Entry; at: number; length: number } | undefined
  for (const one of SECTIONS) {
    const match = one.words.exec(words)
    if (match === null) continue
    const better =
      best === undefined || match.index < best.at || (match.index === best.at && match[0].length > best.length)
    if (better) best = { entry: one, at: match.index, length: match[0].length }
  }
  return best?.entry
}

/** The kind of section that a phrase names from its first word to its last. */
export const sectionCalled = (phrase: string): SectionKind | undefined =>
  SECTIONS.find(({ words }) => words.exec(phrase)?.[0] === phrase)?.kind

/** What every site of a kind has, in this order, where the prompt leaves it open. */
export const EXPECTED: Record<SiteKind, readonly SectionKind[]> = {
  food: ['menu', 'hours', 'location'],
  portfolio: ['gallery', 'services', 'quotes'],
  product: ['features', 'pricing', 'faq'],
  event: ['schedule', 'people', 'pricing', 'location'],
  cause: ['story', 'help', 'news'],
  services: ['services', 'quotes', 'hours'],
  shop: ['products', 'story', 'hours'],
  lodging: ['services', 'gallery', 'location'],
  topic: ['list', 'faq'],
}
