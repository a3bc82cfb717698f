/** Words that name nothing an application keeps, whatever stands around them. English and Spanish, without accents. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Whoever does something: what follows one is a verb, and no part of a name. */
export const SOMEBODY = set(
  `somebody someone anybody anyone nobody everybody everyone whoever others nothing something anything everything
alguien nadie quien quienes cualquiera todos todas algo nada gente resto`,
)

/** What things are counted, measured and paid in. */
const MEASURES = `second seconds minute minutes hour hours day days night nights week weeks month months year years
euro euros pound pounds dollar dollars cent cents peso pesos penny pence percent degree degrees
kilo kilos kilogram kilograms gram grams ton tons tonne tonnes km kilometre kilometres kilometer kilometers mile miles
metre metres meter meters foot feet inch inches litre litres liter liters gallon gallons cup cups pixel pixels
segundo segundos minuto minutos hora horas dia dias noche noches semana semanas mes meses ano anos
libra libras dolar dolares centimo centimos grado grados gramo gramos tonelada toneladas
kilometro kilometros milla millas metro metros litro litros centimetro centimetros vez veces times`

const CALENDAR = `monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays
weekday weekdays weekend weekends morning mornings afternoon afternoons evening evenings noon midnight season seasons quarter quarters
january february march april may june july august september october november december
lunes martes miercoles jueves viernes sabado sabados domingo domingos manana mananas tarde tardes trimestre trimestres
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre temporada temporadas`

const TONGUES = `english spanish french german italian portuguese dutch polish russian chinese japanese arabic catalan basque galician
ingles espanol castellano frances aleman italiano portugues catalan euskera gallego chino japones arabe`

/** What an application is worked with, and what it looks like. */
const HANDLING = `key keys arrow arrows mouse keyboard keyboards finger fingers swipe swipes click clicks tap taps tick ticks
browser browsers phone phones tablet tablets desktop laptop screen screens tab tabs spreadsheet spreadsheets paper
look looks feel mood tone colour colours heart hearts star stars thumb thumbs badge badges popup popups gap gaps
tecla teclas flecha flechas raton teclado dedo dedos navegador movil tableta pantalla pantallas pestana pestanas papel
aspecto corazon corazones estrella estrellas hueco huecos`

/** How much of something, or what is left of it. */
const SHARES = `half rest majority maximum minimum limit limits total totals sum sums average averages streak streaks place spot one
mitad mayoria maximo minimo limite limites suma sumas media promedio promedios racha rachas plaza plazas`

/** What may be done and may not, and what is left out. */
const TALK = `until till unless while end ends advertising advertisement brief subject cheers regards thanks hello hurry rule rules wish wishes idea-list
hasta mientras salvo final finales publicidad saludos gracias regla reglas deseo deseos`

export const NO_THINGS: ReadonlySet<string> = new Set(
  [MEASURES, CALENDAR, TONGUES, HANDLING, SHARES, TALK].flatMap((words) => [...set(words)]),
)

/** What somebody or something does by itself: behind one thing it is a verb ("the last round wins"). */
export const HAPPENS = set(
  `wins loses cancels appears disappears happens counts expires ends starts begins closes opens comes goes leaves stays changes
moves works plays pays calls rings needs wants gets makes says knows thinks forgets arrives decides picks marks ticks suggests
withdraws confirms accepts rejects brings keeps takes gives shows hosts sits stands owes agrees returns`,
)
