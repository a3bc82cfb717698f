// Long because of its lists of exceptions.
/**
 * Singular and plural of nouns in English and Spanish. Rules with lists of exceptions: a stemmer would be shorter, but
 * its stems ("categori") are no words, and these end up in tables and titles. Browser-safe.
 */
import { plain } from '../../core/text.ts'

export type Locale = 'en' | 'es'

const EN_IRREGULAR: Record<string, string> = {
  person: 'people',
  child: 'children',
  man: 'men',
  woman: 'women',
  foot: 'feet',
  tooth: 'teeth',
  goose: 'geese',
  mouse: 'mice',
  ox: 'oxen',
  leaf: 'leaves',
  loaf: 'loaves',
  life: 'lives',
  knife: 'knives',
  wife: 'wives',
  shelf: 'shelves',
  half: 'halves',
  wolf: 'wolves',
  thief: 'thieves',
  calf: 'calves',
  criterion: 'criteria',
  phenomenon: 'phenomena',
  analysis: 'analyses',
  crisis: 'crises',
  thesis: 'theses',
  hypothesis: 'hypotheses',
  diagnosis: 'diagnoses',
  axis: 'axes',
  index: 'indexes',
  appendix: 'appendices',
  quiz: 'quizzes',
  hero: 'heroes',
  potato: 'potatoes',
  tomato: 'tomatoes',
  echo: 'echoes',
  bus: 'buses',
  gas: 'gases',
  lens: 'lenses',
  campus: 'campuses',
  status: 'statuses',
  bonus: 'bonuses',
  virus: 'viruses',
  curriculum: 'curricula',
  medium: 'media',
  cactus: 'cacti',
  movie: 'movies',
  cookie: 'cookies',
  ad: 'ads',
  ski: 'skis',
  taxi: 'taxis',
  kiwi: 'kiwis',
  bikini: 'bikinis',
  wiki: 'wikis',
  tie: 'ties',
  pie: 'pies',
  calorie: 'calories',
  selfie: 'selfies',
  rookie: 'rookies',
  cache: 'caches',
  horse: 'horses',
  course: 'courses',
  house: 'houses',
  nurse: 'nurses',
  purse: 'purses',
  expense: 'expenses',
  exercise: 'exercises',
  franchise: 'franchises',
  case: 'cases',
  phase: 'phases',
  database: 'databases',
  purchase: 'purchases',
  release: 'releases',
  lease: 'leases',
  warehouse: 'warehouses',
  license: 'licenses',
  response: 'responses',
  universe: 'universes',
  rose: 'roses',
  dose: 'doses',
  cheese: 'cheeses',
  vase: 'vases',
  showcase: 'showcases',
  use: 'uses',
  base: 'bases',
  expertise: 'expertise',
  axe: 'axes',
  price: 'prices',
  size: 'sizes',
  prize: 'prizes',
  greenhouse: 'greenhouses',
  clause: 'clauses',
  course_module: 'course_modules',
  beehive: 'beehives',
  archive: 'archives',
  shoe: 'shoes',
  canoe: 'canoes',
  movie_night: 'movie_nights',
}
const EN_SAME = new Set([
  'news',
  'series',
  'species',
  'equipment',
  'information',
  'sheep',
  'fish',
  'deer',
  'aircraft',
  'staff',
  'furniture',
  'software',
  'music',
  'homework',
  'feedback',
  'inventory',
  'data',
  'stock',
  'chess',
  'progress',
  'fitness',
  'business_data',
  'livestock',
  'merchandise',
  'apparel',
])
const EN_SINGULAR = new Map(Object.entries(EN_IRREGULAR).map(([one, many]) => [many, one]))
/** End in -s and are singular all the same. */
const EN_S_SINGULAR =
  /(?:ss|us|is|ness|ics)$|^(?:canvas|atlas|gas|bus|lens|bias|christmas|tennis|yes|always|perhaps|pancreas|sms|aws|ios|css|js|rss|gps|cms|pos|saas)$/

const ES_SAME = new Set([
  'lunes',
  'martes',
  'miercoles',
  'jueves',
  'viernes',
  'crisis',
  'tesis',
  'analisis',
  'virus',
  'dosis',
  'oasis',
  'paraguas',
  'cumpleanos',
  'bus',
  'gas',
  'mes',
  'pais',
  'ingles',
  'interes',
  'compas',
  'autobus',
  'campus',
  'bonus',
  'status',
  'stock',
  'atlas',
  'sintesis',
  'hipotesis',
  'diagnosis',
])
const ES_PLURAL: Record<string, string> = {
  mes: 'meses',
  pais: 'paises',
  interes: 'intereses',
  autobus: 'autobuses',
  bus: 'buses',
  gas: 'gases',
  examen: 'exámenes',
  joven: 'jóvenes',
  orden: 'órdenes',
  imagen: 'imágenes',
  resumen: 'resúmenes',
  volumen: 'volúmenes',
  origen: 'orígenes',
  margen: 'márgenes',
  club: 'clubes',
  álbum: 'álbumes',
  album: 'álbumes',
  carácter: 'caracteres',
  lápiz: 'lápices',
  menú: 'menús',
  chat: 'chats',
  ticket: 'tickets',
  post: 'posts',
  blog: 'blogs',
  link: 'links',
  podcast: 'podcasts',
  set: 'sets',
  kayak: 'kayaks',
  test: 'tests',
  email: 'emails',
  gif: 'gifs',
  robot: 'robots',
  film: 'films',
  show: 'shows',
  kit: 'kits',
  tag: 'tags',
  like: 'likes',
  voto: 'votos',
  lead: 'leads',
  stand: 'stands',
  bebé: 'bebés',
  café: 'cafés',
  pie: 'pies',
  té: 'tés',
  sofá: 'sofás',
}

export { plain }

const ES_SINGULAR = new Map(Object.entries(ES_PLURAL).map(([one, many]) => [plain(many), one]))

function pluralEnglish(word: string): string {
  if (EN_SAME.has(word)) return word
  const irregular = EN_IRREGULAR[word]
  if (irregular !== undefined) return irregular
  for (const tail of ['person', 'child', 'man', 'woman', 'leaf', 'shelf', 'knife', 'quiz']) {
    if (word.length > tail.length + 1 && word.endsWith(tail) && !/(?:hu|ger|ro)man$/.test(word))
      return word.slice(0, -tail.length) + EN_IRREGULAR[tail]
  }
  if (/(?:[^aeiou]|qu)y$/.test(word)) return `${word.slice(0, -1)}ies`
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`
  return `${word}s`
}

function singularEnglish(word: string): string {
  if (EN_SAME.has(word)) return word
  const irregular = EN_SINGULAR.get(word)
  if (irregular !== undefined) return irregular
  if (word.length < 4 || !word.endsWith('s') || EN_S_SINGULAR.test(word)) return word
  for (const [many, one] of [
    ['people', 'person'],
    ['children', 'child'],
    ['women', 'woman'],
    ['quizzes', 'quiz'],
    ['shelves', 'shelf'],
    ['leaves', 'leaf'],
  ] as const)
    if (word.endsWith(many)) return word.slice(0, -many.length) + one
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:sses|xes|zzes|ches|shes|uses)$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

/** Oxytone words lose their accent in the plural: canción → canciones, autobús → autobuses. */
const unaccentLast = (word: string): string => word.replace(/[áéíóú](?=[ns]$)/, (vowel) => plain(vowel))

function pluralSpanish(word: string): string {
  const key = plain(word)
  const known = ES_PLURAL[word] ?? ES_PLURAL[key]
  if (known !== undefined) return known
  if (ES_SAME.has(key)) return word
  if (key.endsWith('z')) return `${word.slice(0, -1)}ces`
  if (/[aeiou]$/.test(key)) return /[íú]$/.test(word) ? `${word}es` : `${word}s`
  if (key.endsWith('s')) return /[áéíóú]s$/.test(word) ? `${unaccentLast(word)}es` : word
  if (/(?:[bcdfgkmptvwxy])$/.test(key) && !/[lnrdj]$/.test(key)) return `${word}s`
  return `${unaccentLast(word)}es`
}

/** -ión words get their accent back: canciones → canción. */
const reaccent = (stem: string): string => (/[cstgx]ion$/.test(stem) ? stem.replace(/on$/, 'ón') : stem)

function singularSpanish(word: string): string {
  const key = plain(word)
  const known = ES_SINGULAR.get(key)
  if (known !== undefined) return known
  if (ES_SAME.has(key) || key.length < 4 || !key.endsWith('s')) return word
  if (key.endsWith('ces') && !/(?:nce|oce|nlace|ulce|ndice|rtice|plice|fice|cruce|auce)s$/.test(key))
    return `${word.slice(0, -3)}z`
  if (key.endsWith('iones')) return reaccent(word.slice(0, -2))
  // consonant + es: "lugares" → "lugar", but "clases" → "clase", "clientes" → "cliente"
  if (
    /(?:[^aeiou][aeiou]|[aeiou])(?:r|l|d|n|j)es$/.test(key) &&
    !/(?:mes|ntes|ves|bres|dres|gres|pres|tres|lles|rres|cres|eles|ines|enes)$/.test(key)
  ) {
    return /(?:detalle|nombre|padre|sede|red|base|torre|calle|compadre|valle|cine|informe|traje|viaje|paisaje|mensaje|personaje|masaje|garaje|aprendizaje|pasaje|porcentaje|puntaje|peaje|equipaje|kilometraje|reportaje|homenaje)s$/.test(
      key,
    ) && !/^redes$/.test(key)
      ? word.slice(0, -1)
      : word.slice(0, -2)
  }
  if (/(?:eles|ines|enes)$/.test(key))
    return /(?:genes|menes|xenes)$/.test(key) ||
      /(?:papeles|hoteles|carteles|niveles|jardines|fines|almacenes|trenes|bienes|planteles|pinceles)$/.test(key)
      ? word.slice(0, -2)
      : word.slice(0, -1)
  return word.slice(0, -1)
}

const lastWord = (phrase: string, change: (word: string) => string): string => phrase.replace(/\S+$/, change)
/**
 * In Spanish the head comes first ("registros de llamadas"), and an adjective right after it agrees ("materias
 * primas").
 */
function headWords(phrase: string, change: (word: string) => string): string {
  const words = phrase.split(' ')
  const stop = words.findIndex((word) => /^(?:de|del|a|al|para|por|con|en|y|sin)$/.test(word))
  const end = stop === -1 ? words.length : stop
  return words.map((word, i) => (i < end ? change(word) : word)).join(' ')
}

/** "call log" → "call logs"; "materia prima" → "materias primas". Lower case in and out. */
export const pluralOf = (phrase: string, locale: Locale): string =>
  locale === 'es' ? headWords(phrase, pluralSpanish) : lastWord(phrase, pluralEnglish)

/** "call logs" → "call log"; leaves a singular as it is. */
export const singularOf = (phrase: string, locale: Locale): string =>
  locale === 'es' ? headWords(phrase, singularSpanish) : lastWord(phrase, singularEnglish)

/** True when the phrase's head looks like a plural. */
export const isPlural = (phrase: string, locale: Locale): boolean => singularOf(phrase, locale) !== phrase
