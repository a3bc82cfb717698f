import { type Locale, plain } from '../../../spec/inflect'
import type { Item, Section, SiteBrief } from './brief'

/**
 * What stands in a section until its owner writes their own: plausible for this kind of site, and named as examples in
 * the README. Things that the prompt names are never replaced, only completed.
 */

type Sample = readonly [title: string, text?: string, extra?: string]
type Both = Record<Locale, readonly Sample[]>

const SERVICES: ReadonlyArray<[RegExp, Both]> = [
  [
    /photograph|fotograf|video/,
    {
      en: [
        ['Wedding day', 'From the first button to the last dance.', '1,800'],
        ['Engagement session', 'An hour outdoors, at the end of the day.', '320'],
        ['Portraits', 'One person, good light, no hurry.', '180'],
      ],
      es: [
        ['Día de la boda', 'Del primer botón al último baile.', '1.800'],
        ['Sesión de pareja', 'Una hora al aire libre, al final de la tarde.', '320'],
        ['Retratos', 'Una persona, buena luz, sin prisa.', '180'],
      ],
    },
  ],
  [
    /law|abogad|legal/,
    {
      en: [
        ['Family law', 'Separation, custody and wills, with care.'],
        ['Employment', 'Contracts, dismissals and fair treatment.'],
        ['Companies', 'Founding, agreements and disputes.'],
      ],
      es: [
        ['Derecho de familia', 'Separación, custodia y sucesiones, con cuidado.'],
        ['Derecho laboral', 'Contratos, despidos y trato justo.'],
        ['Empresas', 'Constitución, acuerdos y litigios.'],
      ],
    },
  ],
  [
    /salon|barber|peluquer|spa\b|beauty|belleza/,
    {
      en: [
        ['Cut and finish', 'With time for a good talk first.', '28'],
        ['Colour', 'From a soft shade to something new.', '55'],
        ['Care', 'A quiet half hour for you.', '22'],
      ],
      es: [
        ['Corte y peinado', 'Con tiempo para conversar antes.', '28'],
        ['Color', 'De un tono suave a algo nuevo.', '55'],
        ['Cuidado', 'Media hora tranquila para ti.', '22'],
      ],
    },
  ],
  [
    /clinic|dent|odonto|doctor|medic|therap|psicolog|veterin|fisio/,
    {
      en: [
        ['First visit', 'We listen, look and explain.', '40'],
        ['Treatment', 'Step by step, and only what is needed.', '65'],
        ['Follow-up', 'So that it stays well.', '30'],
      ],
      es: [
        ['Primera consulta', 'Escuchamos, revisamos y explicamos.', '40'],
        ['Tratamiento', 'Paso a paso, y solo lo necesario.', '65'],
        ['Seguimiento', 'Para que siga bien.', '30'],
      ],
    },
  ],
  [
    /design|disen|developer|desarroll|agency|agencia|illustrat|ilustra|architect|arquitect/,
    {
      en: [
        ['Concept', 'What it shall do, for whom, in one page.', '600'],
        ['Design', 'Drawn, tried, and drawn again.', '1,900'],
        ['Delivery', 'Built with care and handed over complete.', '2,400'],
      ],
      es: [
        ['Concepto', 'Qué debe lograr y para quién, en una página.', '600'],
        ['Diseño', 'Dibujado, probado y vuelto a dibujar.', '1.900'],
        ['Entrega', 'Hecho con cuidado y entregado completo.', '2.400'],
      ],
    },
  ],
  [
    /yoga|gym|gimnasio|pilates|fitness|dance|danza/,
    {
      en: [
        ['First class', 'Come as you are, mats are here.', '12'],
        ['Small groups', 'Eight people at most.', '18'],
        ['One to one', 'At your own pace.', '45'],
      ],
      es: [
        ['Primera clase', 'Ven como estás, aquí hay esterillas.', '12'],
        ['Grupos pequeños', 'Ocho personas como máximo.', '18'],
        ['Individual', 'A tu propio ritmo.', '45'],
      ],
    },
  ],
  [
    /hotel|hostal|hostel|cabin|caban|guest|posada|lodg/,
    {
      en: [
        ['Rooms', 'Quiet, with morning light.', '95'],
        ['Breakfast', 'From the market next door, until ten.', '12'],
        ['Around us', 'Walks and places we like ourselves.'],
      ],
      es: [
        ['Habitaciones', 'Tranquilas, con luz de mañana.', '95'],
        ['Desayuno', 'Del mercado de al lado, hasta las diez.', '12'],
        ['Alrededores', 'Caminos y lugares que nos gustan.'],
      ],
    },
  ],
]

const FALLBACK: Record<Exclude<Section['kind'], 'contact' | 'hours' | 'location' | 'booking' | 'menu'>, Both> = {
  services: {
    en: [
      ['First talk', 'Half an hour to find out what you need.', '0'],
      ['The work', 'Done with care, on the day we agreed.', '240'],
      ['Afterwards', 'We stay reachable when questions come up.', '60'],
    ],
    es: [
      ['Primera conversación', 'Media hora para saber qué necesitas.', '0'],
      ['El trabajo', 'Hecho con cuidado, el día acordado.', '240'],
      ['Después', 'Seguimos disponibles si surgen preguntas.', '60'],
    ],
  },
  features: {
    en: [
      ['Ready in a minute', 'No manual, no course: open it and begin.'],
      ['Yours alone', 'What you put in stays with you.'],
      ['Everywhere', 'On the phone, the tablet and the desk.'],
    ],
    es: [
      ['Listo en un minuto', 'Sin manual ni curso: ábrelo y empieza.'],
      ['Solo tuyo', 'Lo que guardas se queda contigo.'],
      ['En todas partes', 'En el teléfono, la tableta y el escritorio.'],
    ],
  },
  products: {
    en: [
      ['The classic', 'What most people come for.', '12'],
      ['The new one', 'Made for this season.', '16'],
      ['A gift', 'Wrapped, with a card in your words.', '25'],
    ],
    es: [
      ['El clásico', 'Lo que casi todos buscan.', '12'],
      ['El nuevo', 'Hecho para esta temporada.', '16'],
      ['Un regalo', 'Envuelto, con una tarjeta en tus palabras.', '25'],
    ],
  },
  pricing: {
    en: [
      ['Single', 'For one visit.', '12'],
      ['Full', 'Everything included.', '30'],
      ['Reduced', 'Students and over 65.', '8'],
    ],
    es: [
      ['Individual', 'Para una visita.', '12'],
      ['Completo', 'Todo incluido.', '30'],
      ['Reducido', 'Estudiantes y mayores de 65.', '8'],
    ],
  },
  gallery: {
    en: [['First light'], ['The quiet hour'], ['Two people'], ['Detail'], ['On the way'], ['Evening']],
    es: [['Primera luz'], ['La hora tranquila'], ['Dos personas'], ['Detalle'], ['De camino'], ['Anochecer']],
  },
  quotes: {
    en: [
      ['Clara M.', 'It felt easy from the first message to the last day.'],
      ['Joel P.', 'Careful, on time, and a pleasure to have around.'],
      ['Ines and Tom', 'We would choose the same again tomorrow.'],
    ],
    es: [
      ['Clara M.', 'Fue fácil desde el primer mensaje hasta el último día.'],
      ['Joel P.', 'Con cuidado, a tiempo y con buena compañía.'],
      ['Inés y Tomás', 'Mañana volveríamos a elegir lo mismo.'],
    ],
  },
  faq: {
    en: [
      ['How do I begin?', 'Write to us. You get an answer within a day, and the next step with it.'],
      ['What does it cost?', 'You know the price before you decide, and it does not change afterwards.'],
      ['Can I change my mind?', 'Yes. Tell us as early as you can, and we find a way.'],
    ],
    es: [
      ['¿Cómo empiezo?', 'Escríbenos. En un día tienes respuesta, y con ella el siguiente paso.'],
      ['¿Cuánto cuesta?', 'Sabes el precio antes de decidir, y después no cambia.'],
      ['¿Puedo cambiar de opinión?', 'Sí. Avísanos lo antes posible y encontramos una solución.'],
    ],
  },
  schedule: {
    en: [
      ['Doors open', 'Welcome and first coffee.', '17:00'],
      ['First part', 'We begin on time.', '18:30'],
      ['Main act', 'What everybody came for.', '20:30'],
      ['Late hour', 'For those who stay.', '22:30'],
    ],
    es: [
      ['Apertura', 'Bienvenida y primer café.', '17:00'],
      ['Primera parte', 'Empezamos puntuales.', '18:30'],
      ['Acto principal', 'Lo que todos esperan.', '20:30'],
      ['Última hora', 'Para quienes se quedan.', '22:30'],
    ],
  },
  people: {
    en: [
      ['Alma Reyes', 'Asks the right questions.'],
      ['Noah Lind', 'Keeps the calm.'],
      ['Mei Tan', 'Knows every detail.'],
      ['Samuel Ortiz', 'Makes it happen.'],
    ],
    es: [
      ['Alma Reyes', 'Hace las preguntas justas.'],
      ['Noé Lara', 'Mantiene la calma.'],
      ['Mei Tan', 'Conoce cada detalle.'],
      ['Samuel Ortiz', 'Hace que suceda.'],
    ],
  },
  sponsors: {
    en: [['Main partner'], ['Media partner'], ['Local partner'], ['Your name here']],
    es: [['Aliado principal'], ['Aliado de medios'], ['Aliado local'], ['Tu nombre aquí']],
  },
  news: {
    en: [
      ['We have a new page', 'This is where you read what happens next.'],
      ['Behind the scenes', 'A short look at how it is made.'],
      ['Thank you', 'For the questions, the visits and the patience.'],
    ],
    es: [
      ['Estrenamos página', 'Aquí leerás lo que viene.'],
      ['Detrás de escena', 'Una mirada breve a cómo se hace.'],
      ['Gracias', 'Por las preguntas, las visitas y la paciencia.'],
    ],
  },
  help: {
    en: [
      ['Write to us', 'Say what you would like to do.'],
      ['Come by', 'Meet the people and the place.'],
      ['Begin', 'An hour a week is a good start.'],
    ],
    es: [
      ['Escríbenos', 'Cuéntanos qué te gustaría hacer.'],
      ['Ven a vernos', 'Conoce el lugar y a las personas.'],
      ['Empieza', 'Una hora a la semana es un buen comienzo.'],
    ],
  },
  story: {
    en: [
      ['How it began', 'With one idea, a table and a few good friends.'],
      ['Today', 'The table is larger, the idea is the same.'],
    ],
    es: [
      ['Cómo empezó', 'Con una idea, una mesa y buenos amigos.'],
      ['Hoy', 'La mesa es más grande y la idea es la misma.'],
    ],
  },
  list: {
    en: [
      ['What it is', 'The short version, in plain words.'],
      ['Why it matters', 'What changes when you know it.'],
      ['Where to begin', 'One small step that is enough for today.'],
    ],
    es: [
      ['Qué es', 'La versión corta, en palabras sencillas.'],
      ['Por qué importa', 'Lo que cambia cuando lo sabes.'],
      ['Por dónde empezar', 'Un paso pequeño que basta para hoy.'],
    ],
  },
}

/** Lists whose things have names of their own. */
const LISTS: ReadonlyArray<[RegExp, Both]> = [
  [
    /dogs?|cats?|animals?|perr[oa]s?|gat[oa]s?|mascotas|animales/,
    {
      en: [
        ['Luna', 'Two years old, calm, gets along with children.'],
        ['Rocky', 'Five, strong, loves long walks.'],
        ['Nala', 'Eight months, curious about everything.'],
      ],
      es: [
        ['Luna', 'Dos años, tranquila, se lleva bien con niños.'],
        ['Rocky', 'Cinco años, fuerte, le encantan los paseos largos.'],
        ['Nala', 'Ocho meses, curiosa por todo.'],
      ],
    },
  ],
  [
    /skills?|habilidades|technolog|tecnolog/,
    {
      en: [
        ['Think', 'Find the question behind the question.'],
        ['Build', 'Small steps that can be tried at once.'],
        ['Care', 'Finished means tested and explained.'],
      ],
      es: [
        ['Pensar', 'Encontrar la pregunta detrás de la pregunta.'],
        ['Construir', 'Pasos pequeños que se prueban de inmediato.'],
        ['Cuidar', 'Terminado es probado y explicado.'],
      ],
    },
  ],
  [
    /gifts?|regalos/,
    {
      en: [
        ['Your company', 'What we wish for most.'],
        ['The journey', 'A share of the days after the party.'],
        ['Something made by you', 'A letter, a song, a recipe.'],
      ],
      es: [
        ['Tu compañía', 'Lo que más queremos.'],
        ['El viaje', 'Una parte de los días después de la fiesta.'],
        ['Algo hecho por ti', 'Una carta, una canción, una receta.'],
      ],
    },
  ],
  [
    /confirm|rsvp|asistencia/,
    {
      en: [['Write before the end of the month', 'Say who comes with you, and what you do not eat.']],
      es: [['Escríbenos antes de fin de mes', 'Dinos quién viene contigo y qué no comes.']],
    },
  ],
]

const DISHES: ReadonlyArray<[RegExp, Both]> = [
  [
    /starter|appetizer|entrada|tapas/,
    {
      en: [
        ['Charred leeks, hazelnut', undefined, '9'],
        ['Cured trout, lemon', undefined, '11'],
        ['Bread and good butter', undefined, '5'],
      ],
      es: [
        ['Ceviche de la casa', undefined, '24'],
        ['Carimañolas de queso', undefined, '16'],
        ['Crema de ahuyama', undefined, '18'],
      ],
    },
  ],
  [
    /dessert|postre|sweet|cake|dulce/,
    {
      en: [
        ['Baked apple, cream', undefined, '8'],
        ['Dark chocolate tart', undefined, '9'],
        ['Lemon ice', undefined, '6'],
      ],
      es: [
        ['Torta de coco', undefined, '14'],
        ['Flan de caramelo', undefined, '12'],
        ['Helado de limón', undefined, '10'],
      ],
    },
  ],
  [
    /drink|bebida|wine|vino|cocktail|coctel|coffee|cafe/,
    {
      en: [
        ['House lemonade', undefined, '5'],
        ['Coffee from near by', undefined, '4'],
        ['Wine by the glass', undefined, '8'],
      ],
      es: [
        ['Limonada de coco', undefined, '12'],
        ['Café de origen', undefined, '8'],
        ['Vino por copa', undefined, '22'],
      ],
    },
  ],
  [
    /bread|pan\b|panes|pastr|bake|reposter/,
    {
      en: [
        ['Country loaf', undefined, '6'],
        ['Rye with seeds', undefined, '7'],
        ['Brioche', undefined, '5'],
      ],
      es: [
        ['Pan de campo', undefined, '12'],
        ['Pan de centeno', undefined, '14'],
        ['Brioche', undefined, '10'],
      ],
    },
  ],
]
const MAINS: Both = {
  en: [
    ['Fish of the day, herbs', undefined, '22'],
    ['Slow lamb, white beans', undefined, '24'],
    ['Barley with mushrooms', undefined, '18'],
  ],
  es: [
    ['Pescado del día, arroz de coco', undefined, '46'],
    ['Posta negra con plátano', undefined, '42'],
    ['Arroz meloso de hongos', undefined, '36'],
  ],
}

/** The things of a section as the page shows them. */
export function itemsOf(section: Section, brief: SiteBrief): Item[] {
  if (section.kind === 'menu') return menuItems(section, brief)
  if (['contact', 'hours', 'location', 'booking'].includes(section.kind)) return []
  const samples = samplesFor(section, brief)
  const isPriced = section.isPriced || section.kind === 'pricing'
  if (section.items.length === 0) return samples.map((sample) => toItem(sample, section, brief, isPriced))
  return section.items.map((item, index) => {
    const [, , extra] = samples[index % samples.length] ?? ['']
    // A sample's sentence is about the sample: it goes with a thing of that name only.
    const text =
      section.kind === 'faq' ? ASK[brief.locale] : samples.find(([title]) => plain(title) === plain(item.title))?.[1]
    const isFree = /^(?:free|gratis|gratuito)$/i.test(item.title) && section.kind === 'pricing'
    const isOpen = isPriced && !section.items.some((one) => one.price !== undefined)
    const price = item.price ?? (isFree ? `${brief.facts.currency}0` : isOpen ? money(extra, brief) : undefined)
    return { ...item, ...(text !== undefined && { text }), ...(price !== undefined && { price }) }
  })
}

const ASK: Record<Locale, string> = { en: 'Write to us, and we tell you.', es: 'Escríbenos y te contamos.' }

function samplesFor(section: Section, brief: SiteBrief): readonly Sample[] {
  const about = plain(`${section.title} ${brief.subject} ${brief.name}`)
  const title = plain(section.title)
  const own =
    section.kind === 'services'
      ? SERVICES.find(([words]) => words.test(about))?.[1]
      : section.kind === 'list'
        ? LISTS.find(([words]) => words.test(title))?.[1]
        : undefined
  return (own ?? FALLBACK[section.kind as keyof typeof FALLBACK])[brief.locale]
}

function toItem([title, text, extra]: Sample, section: Section, brief: SiteBrief, isPriced: boolean): Item {
  const price = isPriced ? money(extra, brief) : undefined
  return {
    title,
    ...(text !== undefined && { text }),
    ...(price !== undefined && { price }),
    ...(section.kind === 'schedule' && extra !== undefined && { when: extra }),
  }
}

function menuItems(section: Section, brief: SiteBrief): Item[] {
  const dishes = (group: string): readonly Sample[] =>
    (DISHES.find(([words]) => words.test(plain(group)))?.[1] ?? MAINS)[brief.locale]
  const groups =
    section.items.length > 0
      ? section.items.map(({ title }) => title)
      : brief.locale === 'es'
        ? ['Entradas', 'Platos fuertes', 'Postres']
        : ['Starters', 'Mains', 'Desserts']
  return groups.flatMap((group) =>
    dishes(group).map(([title, , extra]) => ({
      title,
      group,
      ...(extra !== undefined && { price: money(extra, brief)! }),
    })),
  )
}

function money(amount: string | undefined, { facts, locale }: SiteBrief): string | undefined {
  if (amount === undefined) return undefined
  if (amount === '0') return locale === 'es' ? 'Gratis' : 'Free'
  return /^[A-Z]/.test(facts.currency)
    ? `${amount} ${facts.currency}`
    : facts.currency === '€' && locale === 'es'
      ? `${amount} €`
      : `${facts.currency}${amount}`
}
