import type { Field } from '../../../../spec/contract'
import { humanize } from '../../../../spec/names'
import { limitsOf } from '../limits'
import { CITIES, emailOf, PEOPLE } from './people'
import { plain } from '../../../../../core/text'

/**
 * What one field of an example row holds. Answers SQL-ready values: text and numbers as they are, times as an
 * expression.
 */
export type SampleValue = string | number | boolean | null | { sql: string }

type Locale = 'en' | 'es'
type Words = Record<Locale, readonly string[]>

/** Text columns by name, in both languages of a project. The first pattern that fits wins. */
const TEXTS: ReadonlyArray<[RegExp, Words]> = [
  [
    /(^|_)(phone|telefono|whatsapp|mobile)/,
    {
      en: ['+1 555 0101', '+1 555 0134', '+1 555 0178', '+1 555 0112', '+1 555 0156', '+1 555 0190'],
      es: [
        '+57 300 555 0101',
        '+57 300 555 0134',
        '+57 300 555 0178',
        '+57 300 555 0112',
        '+57 300 555 0156',
        '+57 300 555 0190',
      ],
    },
  ],
  [/(^|_)(city|ciudad|location|ubicacion|region|jurisdiction|jurisdiccion)/, CITIES],
  [
    /(^|_)(country|pais)/,
    {
      en: ['United States', 'United Kingdom', 'Canada', 'New Zealand', 'Ireland', 'Belgium'],
      es: ['Colombia', 'México', 'Perú', 'Chile', 'Ecuador', 'España'],
    },
  ],
  [
    /(^|_)(address|direccion)/,
    {
      en: [
        '12 Harbour Street',
        '48 Mill Lane',
        '7 Orchard Road',
        '230 Station Avenue',
        '5 Church Square',
        '91 Riverside',
      ],
      es: [
        'Calle 12 # 34-56',
        'Carrera 7 # 45-12',
        'Avenida del Río 230',
        'Calle 80 # 11-42',
        'Carrera 43A # 5-15',
        'Calle 10 # 3-21',
      ],
    },
  ],
  [
    /(^|_)(postal_code|codigo_postal)/,
    {
      en: ['97201', '04101', '60614', '73301', '30303', '98101'],
      es: ['050021', '110231', '760042', '130001', '170004', '680003'],
    },
  ],
  [
    /(^|_)(sku|code|codigo|serial_number|numero_de_serie|license_number|numero_de_licencia|plate|matricula|barcode|isbn|reference|tax_id|identificacion)/,
    {
      en: ['A-1042', 'B-2210', 'C-0871', 'D-3305', 'E-1198', 'F-4520'],
      es: ['A-1042', 'B-2210', 'C-0871', 'D-3305', 'E-1198', 'F-4520'],
    },
  ],
  [
    /(^|_)(color_code|codigo_de_color)/,
    {
      en: ['#c2410c', '#4d7c0f', '#0e7490', '#7e22ce', '#be123c', '#a16207'],
      es: ['#c2410c', '#4d7c0f', '#0e7490', '#7e22ce', '#be123c', '#a16207'],
    },
  ],
  [
    /(^|_)colou?r/,
    {
      en: ['Ochre', 'Olive', 'Teal', 'Indigo', 'Crimson', 'Sand'],
      es: ['Ocre', 'Oliva', 'Turquesa', 'Índigo', 'Carmesí', 'Arena'],
    },
  ],
  [
    /(^|_)(size|talla)/,
    {
      en: ['Small', 'Medium', 'Large', '250 ml', '350 ml', '500 ml'],
      es: ['Pequeño', 'Mediano', 'Grande', '250 ml', '350 ml', '500 ml'],
    },
  ],
  [
    /(^|_)(measure|medida|measurement_unit|unidad_de_medicion)/,
    { en: ['kg', 'sheet', 'roll', 'litre', 'piece', 'box'], es: ['kg', 'hoja', 'rollo', 'litro', 'pieza', 'caja'] },
  ],
  [
    /(^|_)(company|empresa|employer|brand|marca|source|fuente|organization)/,
    {
      en: [
        'Northwind Logistics',
        'Blue Harbour Foods',
        'Cedar & Co',
        'Meridian Labs',
        'Lantern Studio',
        'Willow Transport',
      ],
      es: [
        'Logística del Norte',
        'Alimentos Bahía Azul',
        'Cedro y Compañía',
        'Laboratorios Meridiano',
        'Estudio Farol',
        'Transportes Sauce',
      ],
    },
  ],
  [
    /(^|_)(industry|sector)/,
    {
      en: ['Logistics', 'Food', 'Manufacturing', 'Research', 'Media', 'Transport'],
      es: ['Logística', 'Alimentos', 'Manufactura', 'Investigación', 'Medios', 'Transporte'],
    },
  ],
  [
    /(^|_)(job_title|cargo|role|specialty|especialidad|skills|habilidades|puesto_de_trabajo)/,
    {
      en: ['Team lead', 'Analyst', 'Technician', 'Coordinator', 'Consultant', 'Trainer'],
      es: ['Líder de equipo', 'Analista', 'Técnica', 'Coordinación', 'Consultoría', 'Formación'],
    },
  ],
  [
    /(^|_)(category|categoria|type|tipo|genre|genero|topic|tema|tags|etiquetas)/,
    {
      en: ['General', 'Popular', 'Seasonal', 'New', 'Classic', 'Local'],
      es: ['General', 'Popular', 'De temporada', 'Nuevo', 'Clásico', 'Local'],
    },
  ],
  [
    /(^|_)(opening_hours|horario)/,
    {
      en: ['Mon–Fri 9–17', 'Mon–Sat 8–18', 'Tue–Sun 10–20', 'Daily 7–15', 'Mon–Thu 9–16', 'Sat–Sun 11–19'],
      es: ['lun–vie 9–17', 'lun–sáb 8–18', 'mar–dom 10–20', 'diario 7–15', 'lun–jue 9–16', 'sáb–dom 11–19'],
    },
  ],
  [
    /(^|_)(language|idioma)/,
    {
      en: ['English', 'Spanish', 'French', 'German', 'Portuguese', 'Italian'],
      es: ['Español', 'Inglés', 'Francés', 'Alemán', 'Portugués', 'Italiano'],
    },
  ],
  [
    /(^|_)(scientific_name|nombre_cientifico)/,
    {
      en: ['Vulpes vulpes', 'Sus scrofa', 'Capreolus capreolus', 'Ursus arctos', 'Lynx lynx', 'Canis lupus'],
      es: [
        'Lycalopex culpaeus',
        'Sus scrofa',
        'Capreolus capreolus',
        'Tremarctos ornatus',
        'Puma concolor',
        'Tapirus pinchaque',
      ],
    },
  ],
  [
    /(^|_)(species|especie|breed|raza)/,
    { en: ['Fox', 'Boar', 'Deer', 'Bear', 'Lynx', 'Wolf'], es: ['Zorro', 'Jabalí', 'Corzo', 'Oso', 'Puma', 'Tapir'] },
  ],
  [
    /(^|_)habitat/,
    {
      en: ['Mixed forest', 'Oak woodland', 'Meadow edge', 'Mountain valley', 'Rocky slopes', 'River plain'],
      es: ['Bosque mixto', 'Bosque de robles', 'Borde de pradera', 'Valle de montaña', 'Laderas rocosas', 'Ribera'],
    },
  ],
  [
    /(^|_)(meaning|significado)/,
    {
      en: [
        'a happy find by chance',
        'showing great care about detail',
        'open and honest',
        'able to recover quickly',
        'found everywhere',
        'clear and easy to follow',
      ],
      es: [
        'hallazgo feliz por azar',
        'que cuida cada detalle',
        'abierto y honesto',
        'que se recupera pronto',
        'presente en todas partes',
        'claro y fácil de seguir',
      ],
    },
  ],
  [
    /(^|_)(example|ejemplo)/,
    {
      en: [
        'It was pure serendipity.',
        'She keeps meticulous notes.',
        'Thank you for your candid answer.',
        'Small towns can be resilient.',
        'Screens are ubiquitous.',
        'He gave a lucid account.',
      ],
      es: [
        'Fue pura serendipia.',
        'Lleva notas meticulosas.',
        'Gracias por su respuesta sincera.',
        'Los pueblos son resilientes.',
        'Las pantallas son ubicuas.',
        'Dio una explicación lúcida.',
      ],
    },
  ],
  [
    /(^|_)(synonyms?|sinonimos?)/,
    {
      en: ['luck, chance', 'careful, thorough', 'frank, sincere', 'tough, adaptable', 'omnipresent', 'clear, plain'],
      es: [
        'azar, fortuna',
        'cuidadoso, minucioso',
        'franco, honesto',
        'fuerte, adaptable',
        'omnipresente',
        'claro, nítido',
      ],
    },
  ],
  [
    /(^|_)(antonyms?|antonimos?)/,
    {
      en: ['misfortune', 'careless', 'evasive', 'fragile', 'rare', 'confusing'],
      es: ['desgracia', 'descuidado', 'evasivo', 'frágil', 'escaso', 'confuso'],
    },
  ],
  [
    /(^|_)(reason|motivo|conditions|advice|consejo)/,
    {
      en: ['As agreed by phone', 'Season opening', 'Regular check', 'Customer request', 'Weather', 'Correction'],
      es: [
        'Acordado por teléfono',
        'Inicio de temporada',
        'Revisión regular',
        'Petición del cliente',
        'Clima',
        'Corrección',
      ],
    },
  ],
]

const PERSON_COLUMN =
  /(^|_)(author|autor|artist|artista|director|driver|conductor|person|persona|first_name|last_name|apellido|full_name|display_name|username|contact_name|nombre_visible|nombre_de_pila)/

const LONG: Words = {
  en: [
    'Made for every day: simple to start with, and worth coming back to. Take your time and note what you would do differently.',
    'A short version first, then the details. If something is missing, tell us and we will add it.',
    'We tried this with a small group and kept what worked. The rest went out again.',
    'Plan about half an hour. Everything you need is listed, and each step can be done alone.',
    'The most asked-for one this season. Reserve early, because places are limited.',
    'Checked twice, written down once. Questions are welcome at any time.',
  ],
  es: [
    'Hecho para todos los días: fácil de empezar y bueno para volver. Tómese su tiempo y anote qué haría distinto.',
    'Primero la versión corta, luego los detalles. Si falta algo, avísenos y lo añadimos.',
    'Lo probamos con un grupo pequeño y dejamos lo que funcionó.',
    'Calcule media hora. Todo lo necesario está en la lista y cada paso se puede hacer a solas.',
    'Lo más pedido de la temporada. Reserve con tiempo: los cupos son limitados.',
    'Revisado dos veces, escrito una. Las preguntas son bienvenidas.',
  ],
}

/** Long texts whose column says what they are; everything else takes from `LONG`. */
const LONG_BY_NAME: ReadonlyArray<[RegExp, Words]> = [
  [
    /(^|_)(bio|presentacion|biografia)/,
    {
      en: [
        'Ten years in the trade, still curious. Likes early mornings and clear plans.',
        'Came for a summer and stayed. Works with people who are just starting.',
        'Trained as an engineer, teaches on Saturdays.',
        'Two languages, one dog, many notebooks.',
        'Believes in short meetings and long walks.',
        'Learned by doing, now helps others do the same.',
      ],
      es: [
        'Diez años en el oficio y con la misma curiosidad. Prefiere las mañanas y los planes claros.',
        'Llegó por un verano y se quedó. Trabaja con quienes empiezan.',
        'De formación ingeniera; enseña los sábados.',
        'Dos idiomas, un perro y muchos cuadernos.',
        'Cree en las reuniones cortas y las caminatas largas.',
        'Aprendió haciendo y ahora ayuda a otros.',
      ],
    },
  ],
  [
    /(^|_)(message|mensaje)/,
    {
      en: [
        'Hello, I would like to know whether Thursday afternoon is still free.',
        'Thank you for the quick answer. The second option suits me best.',
        'I have attached everything you asked for. Is anything missing?',
        'Could you call me back this week? Mornings are best.',
        'We are three people and would start next month.',
        'I read the description twice and think it fits me well.',
      ],
      es: [
        'Hola, quisiera saber si el jueves por la tarde sigue libre.',
        'Gracias por responder tan rápido. La segunda opción me sirve más.',
        'Adjunto todo lo que pidió. ¿Falta algo?',
        '¿Me puede llamar esta semana? Mejor en la mañana.',
        'Somos tres personas y empezaríamos el próximo mes.',
        'Leí la descripción dos veces y creo que encajo bien.',
      ],
    },
  ],
  [
    /(^|_)(answer|respuesta)/,
    {
      en: [
        'Usually within two working days; you get a message as soon as it is on its way.',
        'Yes, until we start to prepare it. Write to us or change it in your account.',
        'Card, bank transfer and cash at the counter.',
        'Within thirty days, unused. We pay the postage when the mistake was ours.',
        'In your account, under orders. We also send it by e-mail.',
        'To the neighbouring countries for now. Others on request.',
      ],
      es: [
        'Normalmente en dos días hábiles; le avisamos en cuanto salga.',
        'Sí, mientras no empecemos a prepararlo. Escríbanos o cámbielo en su cuenta.',
        'Tarjeta, transferencia y efectivo en el mostrador.',
        'En treinta días y sin uso. Pagamos el envío si el error fue nuestro.',
        'En su cuenta, en pedidos. También la enviamos por correo.',
        'Por ahora a los países vecinos. Otros, a pedido.',
      ],
    },
  ],
  [
    /(^|_)(instructions|instrucciones)/,
    {
      en: [
        'Prepare everything first. Start on low heat, stir often, and taste before you add salt.',
        'Mix the dry parts, then the wet ones. Rest for twenty minutes.',
        'Roast until golden and turn once. Serve warm.',
        'Cut small, cook slowly, finish with lemon.',
        'Leave it overnight. It is better on the second day.',
        'Layer, press, bake for half an hour.',
      ],
      es: [
        'Prepare todo primero. Empiece a fuego bajo, revuelva seguido y pruebe antes de poner sal.',
        'Mezcle lo seco y luego lo húmedo. Deje reposar veinte minutos.',
        'Hornee hasta dorar y voltee una vez. Sirva caliente.',
        'Corte pequeño, cocine despacio y termine con limón.',
        'Déjelo toda la noche: al otro día sabe mejor.',
        'Arme las capas, presione y hornee media hora.',
      ],
    },
  ],
  [
    /(^|_)(requirements|requisitos|benefits|beneficios)/,
    {
      en: [
        'A driving licence and two years of experience.',
        'Good spreadsheets, good questions.',
        'Care with tools and people.',
        'Calm on the phone, clear in writing.',
        'In the last year of studies or just finished.',
        'Shift work and a head for numbers.',
      ],
      es: [
        'Licencia de conducción y dos años de experiencia.',
        'Buen manejo de hojas de cálculo y buenas preguntas.',
        'Cuidado con las herramientas y las personas.',
        'Calma al teléfono y claridad al escribir.',
        'Último año de estudios o recién terminado.',
        'Trabajo por turnos y facilidad con los números.',
      ],
    },
  ],
]
const NOTES = /(^|_)(notes|notas)$/

const cycle = <T>(values: readonly T[], index: number): T => values[index % values.length] as T

/**
 * Numbers that look right for a column; the first pattern that fits wins, the limits of the column hold in any case.
 */
const NUMBERS: ReadonlyArray<[RegExp, readonly number[]]> = [
  [/^(stars|star|rating|estrellas|calificacion|valoracion)$/, [5, 4, 5, 3, 4, 5]],
  [/(^|_)(year|ano)(_|$)/, [2021, 2019, 2024, 2016, 2023, 2020]],
  [/(^|_)(position|orden|rank|puesto)/, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
  [/(air_quality|aqi|calidad_del_aire)/, [42, 51, 63, 48, 77, 95, 88, 70, 58, 46, 39, 55, 61, 49]],
  [
    /(^|_)(temperature|temperatura)/,
    [18.4, 19.1, 17.6, 20.3, 21.8, 22.5, 21.2, 19.9, 18.7, 17.9, 16.8, 18.2, 19.6, 20.1],
  ],
  [/(^|_)(humidity|humedad)/, [61, 58, 66, 54, 49, 52, 57, 63, 69, 71, 64, 60, 55, 53]],
  [/(gas_level|nivel_de_gas)/, [410, 418, 405, 431, 446, 439, 422, 415, 409, 412, 420, 428, 417, 411]],
  [/(^|_)(pressure|presion)/, [1013, 1009, 1016, 1011, 1007, 1014]],
  [
    /(probability|probabilidad|confidence|confianza|percent|porcentaje|progress|avance|progreso)/,
    [64, 35, 82, 51, 90, 20],
  ],
  [/(latitude|latitud)/, [45.5152, 51.4545, 44.6488, 45.7, 53.2707, 51.05]],
  [/(longitude|longitud)/, [-122.6784, -2.5879, -63.5752, -73.6, -9.0568, 3.7333]],
  [/(minutes|minutos|duration|duracion|_time|tiempo)/, [30, 45, 20, 60, 25, 90]],
  [/(hours|horas)/, [2, 3.5, 1, 4, 6, 2.5]],
  [/(age|edad|experience|experiencia)$/, [4, 12, 7, 2, 9, 15]],
  [/(score|points|puntos|puntaje|puntuacion)/, [88, 74, 95, 61, 82, 79]],
  [/(wins|victorias)/, [31, 28, 24, 22, 17, 12]],
  [/(losses|derrotas)/, [11, 14, 18, 20, 25, 30]],
  [/(goals|goles|assists|asistencias)/, [6, 3, 8, 2, 5, 4]],
  [/(calories|calorias)/, [320, 280, 450, 210, 390, 510]],
  [/(distance|distancia)/, [5.2, 8, 3.5, 12.4, 6.1, 10]],
  [/(steps|pasos|views|vistas)/, [8200, 10450, 6900, 12100, 7650, 9300]],
  [/(stock|existencias|quantity|cantidad)/, [24, 8, 60, 15, 120, 3]],
  [/(servings|porciones|sets|series|capacity|capacidad)/, [4, 2, 6, 4, 8, 3]],
  [/(^|_)(x|y)$/, [40, 200, 360, 520, 360, 200]],
]
const PLAIN_NUMBERS = [12, 7, 25, 4, 18, 9]

function numberFor(field: Field, index: number): number {
  const known = NUMBERS.find(([pattern]) => pattern.test(field.column))?.[1] ?? PLAIN_NUMBERS
  const { min = -Infinity, max = Infinity } = limitsOf(field)
  const value = Math.min(max, Math.max(min, cycle(known, index)))
  return field.type === 'integer' ? Math.round(value) : value
}

const BIG_MONEY = /(salary|salario|budget|presupuesto|deposit|deposito)/

/** Minor units. Salaries and budgets are of another size than prices. */
function moneyFor(field: Field, index: number): number {
  const price = cycle([1290, 2450, 890, 4900, 1575, 3200], index)
  return BIG_MONEY.test(field.column) ? price * 200 : price
}

const FUTURE = /(^|_)(due|until|expires?|expiry|caduca|deadline|limite|vence|end|ends|fin|termina|next|proxim)/
const STARTS = /(^|_)(starts?|empieza|inicio|scheduled|appointment|event|played_on|session)/

/**
 * Past things are some days ago; deadlines and ends lie ahead; what starts is on both sides of today. Relative, so that
 * examples never grow old.
 */
function dayOffset(field: Field, index: number, isSeries: boolean): number {
  if (isSeries) return -index
  if (/(birth|nacimiento)/.test(field.column)) return -(9000 + index * 800)
  if (/(hire|contratacion|purchase|compra)/.test(field.column)) return -(200 + index * 90)
  if (FUTURE.test(field.column)) return 14 + index * 5
  if (STARTS.test(field.column)) return index * 4 - 4
  return -(index * 6 + 1)
}

function timeFor(field: Field, index: number, isSeries: boolean): SampleValue {
  const days = dayOffset(field, index, isSeries)
  const shift = days === 0 ? '' : days > 0 ? ` + ${days}` : ` - ${-days}`
  if (field.type === 'date') return { sql: `current_date${shift}` }
  const hour = 9 + (index % 6) + (FUTURE.test(field.column) && !STARTS.test(field.column) ? 1 : 0)
  // An end stands on the day of its start: `ends_at` one hour later.
  const sameDay = /(^|_)(ends_at|termina)/.test(field.column) ? index * 4 - 4 : days
  const day = sameDay === 0 ? 'current_date' : `current_date ${sameDay > 0 ? '+' : '-'} ${Math.abs(sameDay)}`
  return { sql: `(${day})::timestamptz + interval '${hour} hours'` }
}

/** A text that says something: by the column's name, else the column's own word with a number. */
function textFor(field: Field, index: number, locale: Locale): string {
  if (PERSON_COLUMN.test(field.column)) return cycle(PEOPLE[locale], index)
  const known = TEXTS.find(([pattern]) => pattern.test(field.column))?.[1]
  return known === undefined ? `${humanize(field.name)} ${index + 1}` : cycle(known[locale], index)
}

const OPEN_QUESTION = /(read|leido|completed|completado|done|remote|remoto|featured|destacado|paid|pagado|correct|bot)/

export type SampleContext = {
  index: number
  locale: Locale
  /** Measurements: one row per day, newest first. */ isSeries: boolean
  title: string
}

/** The value of every field but references. */
export function sampleValue(field: Field, { index, locale, isSeries, title }: SampleContext): SampleValue {
  switch (field.type) {
    case 'text':
      return textFor(field, index, locale)
    case 'longtext':
      // People note something down now and then, not every time.
      if (NOTES.test(field.column) && field.required !== true && index % 3 !== 0) return null
      return cycle((LONG_BY_NAME.find(([pattern]) => pattern.test(field.column))?.[1] ?? LONG)[locale], index)
    case 'integer':
    case 'number':
      return numberFor(field, index)
    case 'money':
      return moneyFor(field, index)
    case 'boolean':
      return OPEN_QUESTION.test(field.column) ? index % 3 === 0 : true
    case 'date':
    case 'datetime':
      return timeFor(field, index, isSeries)
    case 'enum':
      return field.values === undefined || field.values.length === 0 ? null : cycle(field.values, index)
    case 'email':
      return emailOf(cycle(PEOPLE[locale], index))
    case 'url':
      return 'https://example.com/' + slugOf(title === '' ? field.column : title)
    case 'image':
    case 'file':
      // No third-party host and no file that is not there: a picture only where the row cannot do without one.
      return field.required === true ? '/icon.svg' : null
    case 'json':
      return '{}'
    case 'reference':
      return null
  }
}

const slugOf = (text: string): string =>
  plain(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
