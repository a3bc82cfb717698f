import type { ProjectKind } from '../../../../spec/contract'

/**
 * What a prompt implies without naming it, and names that count only in context. Patterns match text in lower case
 * without accents.
 */

/** What features bring along, whatever noun they hang on. A feature counts once, however often it is mentioned. */
export const FEATURES: Array<[RegExp, string[]]> = [
  [/\bvot(?:e|es|ing|ar|aciones)\b|\bpolls?\b|\bencuestas?\b/, ['poll', 'option', 'vote']],
  [/\btrivia\b/, ['contest', 'question', 'answer option', 'answer']],
  [/\bquiz(?:zes)?\b|\bcuestionarios?\b/, ['quiz', 'question', 'answer option', 'answer']],
  [/\bscor(?:es?|ing)\b|\bpuntuaciones\b/, ['score']],
  [/\bcategori[sz]\w+|\bby category\b|\bpor categorias?\b/, ['category']],
  [/\bcomment(?:s|ing)?\b|\bcomentarios?\b|\bcoment(?:ar|an|en)\b/, ['comment']],
  [/\b(?:technicians?|agents?|staff|tecnicos?|agentes?) (?:repl(?:y|ies)|answers?|responden?)\b/, ['comment']],
  [/\b(?:dan?|dar|den|dando) (?:un )?me gusta\b|\b(?:can|may|users|members|people) like (?:\w+ )?\w+s\b/, ['like']],
  [
    /\brat(?:e|es|ings?) (?:them|it|each|and|recipes|books|movies)|\bratings?\b|\bcalificar\b|\bvalorar\b|\bvaloraciones\b|\brate\b/,
    ['rating'],
  ],
  [/\breviews?\b|\bresenas?\b/, ['review']],
  [/\benrol\w*\b|\binscri\w+\b/, ['enrollment']],
  [/\bnewsletters?\b|\bboletin(?:es)?\b|\bsubscribe to\b/, ['newsletter subscriber']],
  [
    /\bcontact (?:us|form|page|information|the)\b|\bget in touch\b|\bformulario de contacto\b|\bcontactar\b|\bcontactanos\b/,
    ['contact message'],
  ],
  [/\bfollow (?:specific|topics?|other|people|users)\b|\bseguir (?:a|temas)\b/, ['follow']],
  [
    /\bbooks? (?:an? |the |their )?(?:rooms?|tables?|(?:\w+ )?tours?|slots?|courts?|seats?|desks?|vans?|cars?)\b|\breserva[rn] (?:un[ao]?s? |l[ao]s? |su )?(?:salas?|mesas?|pistas?|canchas?|asientos?|habitaci\w+)\b/,
    ['booking'],
  ],
  [/\bbook(?:ing)? (?:an? )?appointments?\b|\bappointments?\b|\bcitas\b/, ['appointment']],
  [
    /\bapply (?:for|with|to (?:the |a |an )?(?:jobs?|positions?|roles?|vacanc\w+))\b|\bjob applications?\b|\bpostular\w*\b/,
    ['application'],
  ],
  [
    /\bplace orders?\b|\bcheckout\b|\bshopping cart\b|\bcompleting orders\b|\border management\b|\bpedidos?\b/,
    ['order', 'order item'],
  ],
  [/\bmessag(?:es?|ing)\b|\bcommunicat\w+ with\b|\bcommunication tools?\b|\bmensajes\b|\bmensajeria\b/, ['message']],
  [/\bnotifications?\b|\bnotificaciones\b/, ['notification']],
  [/\bfavou?rites\b|\bfavorit[oa]s\b|\bwish ?lists?\b|\blista de deseos\b/, ['favorite']],
  [/\bborrow\w*\b|\blend(?:s|ing)?\b|\blending library\b|\bprestamos?\b|\bprestar\w*\b/, ['loan']],
  [
    /\b(?:photo\w*|pictures?|images?|fotos?|fotogra\w+|imagenes)\b.*\b(?:galler(?:y|ies)|galerias?)\b|\b(?:galler(?:y|ies)|galerias?)\b.*\b(?:photo\w*|pictures?|fotos?|fotogra\w+)\b/,
    ['photo album', 'photo'],
  ],
  [/\bfaqs?\b|\bpreguntas frecuentes\b|\bfrequently asked\b/, ['faq']],
  [/\b(?:pricing|plans and prices|planes y precios|pagina de precios)\b/, ['subscription plan']],
  [
    /\b(?:our team|team page|meet the team|nuestro equipo|pagina del equipo)\b|\bpages?\b[^.]{0,60}, team\b/,
    ['employee'],
  ],
  [/\balerts?\b|\balertas?\b/, ['alert']],
  [/\bchat ?bots?\b/, ['faq', 'conversation', 'chat message']],
  [/\bpredictions?\b|\bpredicciones\b/, ['prediction']],
  [/\brecommendations?\b|\brecomendaciones\b/, ['recommendation']],
  [/\bgrades?\b|\bcalificaciones\b/, ['submission', 'grade']],
  [/\bpersonality (?:assessment|test)\b/, ['assessment']],
  [/\bprogress\b.*\b(?:track|summary)|\btrack\w* (?:their )?progress\b/, ['progress record']],
]

/** Archetypes whose names are everyday words: they count only where the text speaks of the thing itself. */
export const ONLY_WHERE: Record<string, RegExp> = {
  score: /\bscor|\bpoints\b|\bpuntaje|\bpuntuacion/,
  // "Mark them as bought" marks no pupil.
  grade:
    /\bgrad(?:e|es|ed|ing)\b|\bmarks?\b(?! (?:it|them|the|an?|each|every|their|my|all)\b)(?! (?:\w+ ){0,3}(?:as|off|done)\b)|\bcalificaci\w+|\bnotas?\b/,
  link: /link ?tree|bookmark|\b(?:manag|add|organi|sav|edit|collect)\w* (?:\w+ ){0,2}links\b|\benlaces\b/,
  application:
    /\bappl(?:y|ies|ying)\b|\b(?:job|internship|loan|visa|scholarship|grant|membership|student|candidate|adoption)s? applications?\b|postul|solicitud/,
  contact: /\b(?:manag|stor|sav|import|add|keep)\w* (?:\w+ ){0,2}contacts\b|\bcontact (?:list|book)\b|\bcontactos\b/,
  ticket:
    /\b(?:support|help|issues?|bugs?|incidents?|technicians?|it department|soporte|incidencias?|tecnicos?|mesa de ayuda)\b/,
  question: /^(?!.*(?:frequently asked|faq|preguntas frecuentes)).*/s,
  work: /portfolio|portafolio|\bworks\b|artwork|\bobras?\b|\btrabajos\b/,
  // A guest book has no ISBN.
  book: /(?<!\b(?:guest|phone|address|cash|appointment|log) )\bbooks?\b|\blibros?\b/,
  // "Twenty places each", "book a place": seats.
  place:
    /\b(?:maps?|visit\w*|travel\w*|trips?|city|cities|explor\w*|discover\w*|nearby|recommend\w*|guides?|lugares|viaj\w*|mapa|turis\w*|barrio)\b/,
  result:
    /\b(?:add|enter|record|publish|post|exam|race|test|match|lab|election|introduc|registr|public)\w* (?:\w+ ){0,2}(?:results?|resultados?)\b/,
  like: /\blikes?\b(?! (?:to|a|an)\b)|me gusta/,
}

/** Of two names for nearly the same thing the more exact one stays: present → left out, unless the text insists. */
export const INSTEAD: Array<[string, string, RegExp?]> = [
  ['team message', 'message'],
  ['chat message', 'message'],
  ['contact message', 'contact', /\bcontacts\b.*\b(?:manage|list)/],
  ['client notification', 'notification'],
  ['company profile', 'company', /\bcompanies (?:can|post|offer)/],
  ['news item', 'article', /\barticles?\b/],
  ['finished product', 'product'],
  ['work', 'photo album', /\balbums?\b|\balbumes\b/],
  ['work', 'photo', /\balbums?\b|\balbumes\b/],
  ['call log', 'interaction'],
  ['answer option', 'option', /\bvot/],
  ['podcast episode', 'article', /\b(?:articles?|posts?|articulos?|entradas?)\b/],
  ['booking', 'rental', /\brentals\b|\balquileres\b/],
]

/** What an application of a kind cannot do without, when the prompt names nothing at all. */
export const ESSENTIALS: Record<ProjectKind, string[]> = {
  saas: ['project', 'task'],
  'e-commerce': ['product', 'category', 'order', 'order item'],
  marketplace: ['listing', 'offer', 'review'],
  blog: ['article', 'comment', 'category'],
  dashboard: ['indicator', 'measurement'],
  crm: ['customer', 'deal', 'interaction'],
  booking: ['service', 'appointment'],
  social: ['post', 'comment', 'like'],
  tasks: ['task', 'subtask'],
  learning: ['course', 'lesson', 'enrollment'],
  chat: ['conversation', 'chat message', 'faq'],
  portfolio: ['work', 'contact message'],
  directory: ['listing', 'review'],
  inventory: ['product', 'stock movement', 'supplier'],
  other: ['note'],
}
