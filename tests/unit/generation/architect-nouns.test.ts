import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import type { AppSpec, Field } from '@/lib/domains/spec/contract'

/**
 * What detailed prompts become: no table of a verb, a role, a number, a measure, a weekday, an example or an exclusion;
 * the design that they ask for also where they say much; and what they describe with all its fields.
 */
type Row = { prompt: string; design?: string; keeps?: string[]; never: RegExp }
const ROWS: Row[] = [
  {
    prompt:
      'A ballet school with three studios and a small cafe needs a site where dancers sign up for classes. Classes have a title, a teacher, a room, a start time, length in minutes and a maximum number of dancers. Anybody can look at the timetable. If somebody withdraws, the first one on the waiting list moves up. Calm look, grey and rose, large pictures.',
    design: 'class-booking',
    keeps: ['classes', 'bookings'],
    never: /studio|cafe|somebod|pictur|place|dancers?$/,
  },
  {
    prompt:
      'Our choir of thirty wants a rehearsal calendar where everybody marks which evenings suit them, the app suggests the best evening, and songs can be moved into order.',
    never: /choir|thirt|marks|suggest|orders|evening_suit/,
  },
  {
    prompt:
      'Our street has a cellar full of equipment that we lend to each other (a drill, ladders, two pressure washers). Members see what is free, borrow an item for at most 5 days and bring it back. Only the caretaker adds or removes equipment. Please skip fines, deposits and reviews.',
    design: 'equipment',
    keeps: ['loans'],
    never: /drill|ladder|washer|fine|deposit|review|cellar/,
  },
  {
    prompt:
      'Necesito una app de citas para mi consulta de fisioterapia. Los pacientes (nombre, teléfono, fecha de nacimiento) piden cita con una de las cuatro fisioterapeutas en huecos de 45 minutos, de martes a sábado de 10 a 19 h. Nadie más ve las citas.',
    design: 'appointments',
    keeps: ['citas'],
    never: /cuatro|hueco|minuto|martes|sabado/,
  },
  {
    prompt:
      'Quiero un clon de Wallapop para juguetes usados de mi pueblo, sin envíos y sin anuncios de pago. Cada vecino publica un juguete con hasta ocho fotos, edad recomendada, estado (nuevo, bueno, gastado) y precio en euros. Se pueden marcar con una estrella y se ve cuántas estrellas tiene cada uno.',
    design: 'marketplace',
    never: /ocho|foto|estrella|wallapop|envio/,
  },
  {
    prompt:
      'Darts league for The Old Mill, Thursdays. As the secretary I want to create a match night with a date and up to eight legs of three sets, so that nobody keeps score on paper. As a captain I want to register my team with a name and the number of players. If two teams are level, the higher checkout wins.',
    keeps: ['teams'],
    never: /thursday|legs|eight|sets|wins|paper|checkout|old_mill/,
  },
  {
    prompt:
      'my sister in law asked for this: Clients call me and I note the repair: name, phone, address, what is broken and how urgent (today / this week / no hurry). When it is done I write down hours and materials used. It costs 55 dollars an hour plus materials plus tax. I print a bill, numbered in order with no gaps.',
    never: /polic|hours|dollar|orders|down|sister|hurr/,
  },
  {
    prompt:
      'Somos un club de ajedrez con una sala de 12 mesas. Los socios reservan hasta 2 mesas por tarde. Los socios pagan 4 € y el resto 6 €, en la barra. Quien reserva recibe un código por correo.',
    never: /resto|barra|codigo|tarde|doce|_12|_6/,
  },
  {
    prompt: 'Snake in the browser with arrow keys and the space bar to pause, and a table of the 10 best scores.',
    never: /arrow|key|space|bar|browser/,
  },
  {
    prompt:
      'A cookie exchange planner where the host makes an event and shares a link, guests say what they bring without an account, and each kind of cookie has a limit.',
    design: 'events',
    keeps: ['events'],
    never: /cookie|link|guests_say|kinds/,
  },
  {
    prompt:
      'I would like a marketplace where collectors trade stamps, no money involved. People list stamps with country, year of issue, condition and a photo, and others send an offer naming one of their own.',
    keeps: ['stamps'],
    never: /photo|money|collector/,
  },
  {
    prompt:
      'App de asistencia para nuestra escuela de música (piano, violín y canto).\n\n| Tabla | Campos |\n|---|---|\n| Curso | instrumento, nivel (1 a 5), profesora, aula |\n| Estudiante | nombre, correo, teléfono |\n| Asistencia | estudiante, fecha, estado (presente, tarde, ausente), nota |\n\nLa profesora pasa lista los lunes. La nota es interna.',
    keeps: ['estudiantes', 'asistencias', 'cursos'],
    never: /piano|violin|canto|tabla|campo|temas|notas|lunes|notificac/,
  },
  {
    prompt:
      'A climbing gym with two halls: climbers book a slot on Mondays and Wednesdays, 20 places each, 12 euros at the desk.',
    never: /two|halls|monday|wednesday|euro|places/,
  },
  {
    prompt:
      'A site for our vineyard: visitors book a tasting, big photos of the hills, warm colours, and an English and a French version.',
    never: /photos|hills|colours|english|french|versions/,
  },
  {
    prompt: 'Track my houseplants: plants with species, last watered and a photo, and reminders by e-mail.',
    keeps: ['plants'],
    never: /email|photos|reminders?_by/,
  },
  {
    prompt:
      'A bike repair log. Each repair has a bike, a customer, hours worked, parts used and a price in pounds. Leave out invoices and payments.',
    keeps: ['repairs'],
    never: /pound|hours|invoice|payment/,
  },
  {
    prompt:
      'Quiero una web para la biblioteca de mi pueblo: los socios toman libros prestados, como máximo tres libros durante 21 días. Deja fuera las multas y las reseñas.',
    design: 'library',
    keeps: ['libros'],
    never: /multa|resena|dias|tres/,
  },
  {
    prompt:
      'A wine club app. Bottles have a name, vintage year, grape, number of bottles in stock, drinking window in years and a label photo.',
    keeps: ['bottles'],
    never: /years|photo|window|stock/,
  },
  {
    prompt:
      'Una web para mi panadería con la carta (pan, bollos, tartas), horario de lunes a sábado y un formulario de contacto.',
    never: /lunes|sabado|bollos|tartas|horario/,
  },
  {
    prompt:
      'A running log for me alone: date, distance in km, minutes, shoes; a chart by month; dark mode; no sharing, no ads.',
    never: /minutes|month|ads|chart|km/,
  },
  {
    prompt:
      'Volunteers of our food bank choose shifts, 4 hours each, Fridays and Saturdays; the coordinator sees who comes; nobody may take more than two shifts a week.',
    design: 'volunteers',
    keeps: ['shifts'],
    never: /friday|saturday|hours|nobody|two_shift|weeks?/,
  },
  {
    prompt:
      'Quiero encuestas para la comunidad: el presidente crea una encuesta, cada vecino vota una vez, y el resultado sale en barras cuando termina.',
    design: 'polls',
    keeps: ['encuestas', 'votos'],
    never: /barras|resultado|vez/,
  },
  {
    prompt:
      'A recipe box for our family of six: everyone adds recipes with ingredients, minutes, servings (2, 4 or 6) and a picture; grandma comments.',
    keeps: ['recipes'],
    never: /six|minutes|picture|grandma|famil/,
  },
  {
    prompt:
      'Help desk for our school: teachers report a problem with room, kind (projector, wifi, printer) and urgency; the two technicians close it.',
    design: 'help-desk',
    never: /projector|wifi|printer|technician|two|rooms/,
  },
  {
    prompt:
      'A museum wants visitors to book guided tours. Tours have a title, a guide, a language, date and start time, length in minutes, price and places. The three guides see who comes. No online payment.',
    keeps: ['tours'],
    never: /guides|minutes|places|language|payment|three/,
  },
  {
    prompt:
      '- Rooms have a name, number of beds, price per night, size in square metres and up to six photos\n- Guests book a room with arrival and departure\n- Only I see phone numbers',
    keeps: ['rooms', 'bookings'],
    never: /photo|beds|nights|metres|phone/,
  },
  {
    prompt:
      'A lost and found board for our campus: people post an item with what it is, where they found it, the day and a photo, and the porter marks it as collected.',
    keeps: ['items'],
    never: /porter|marks|days?|photos/,
  },
  {
    prompt:
      'Una app para mi equipo de baloncesto de doce jugadores: quien puede venir al entrenamiento de los martes y jueves lo marca, y el entrenador ve la lista.',
    never: /doce|martes|jueves|marca/,
  },
  {
    prompt:
      'We are a village theatre group with one hall and forty seats. The site shows our plays of the season, and people reserve up to 6 seats for a performance. Plays have a title, an author, a date, a poster and a price. Whoever reserves gets a code. No payment online.',
    keeps: ['plays'],
    never: /seat|hall|codes?|season|group/,
  },
  {
    prompt:
      'Carpool for our office of twelve: drivers enter a day, departure time, meeting point and free seats; others take a seat with one click while there are any. At the end of the month it shows who drove how often and who owes whom what (3 euros a ride).',
    never: /office|twelve|seat|click|month|euro|rides_a|drivers/,
  },
  {
    prompt:
      'Allotment waiting list: people put themselves on the list with name, phone and e-mail; the secretary moves them up when a plot becomes free. Nobody but the secretary sees phone numbers.',
    never: /secretar|phone|numbers|nobody/,
  },
  {
    prompt:
      'A chess ladder for our school: each player can challenge somebody up to three places above, the winner takes the place, Fridays at lunch. Show the last ten games.',
    never: /friday|lunch|places?$|three|ten|somebod|winner/,
  },
  {
    prompt:
      'Tengo una academia de baile con tres salas. Las clases tienen título, profesora, sala, día, hora de inicio, duración en minutos, precio y número máximo de plazas. Cualquiera puede ver las próximas clases. Para reservar plaza hace falta cuenta. Si alguien cancela, la primera de la lista de espera ocupa la plaza. Nada de pagos por internet.',
    design: 'class-booking',
    keeps: ['clases', 'reservas'],
    never: /salas|plaza|alguien|pago|cuenta/,
  },
  {
    prompt:
      'Nuestra comunidad comparte un cuarto de herramientas (taladros, una lijadora, escaleras). Quiero una página donde los vecinos vean qué está libre, tomen algo prestado hasta 7 días y lo marquen como devuelto. Solo la conserje da de alta herramientas. Deja fuera multas, fianzas y valoraciones.',
    design: 'equipment',
    keeps: ['herramientas', 'prestamos'],
    never: /taladro|lijadora|escalera|multa|fianza|valoracion|conserje|comunidad|cuarto/,
  },
  {
    prompt:
      'Como entrenadora quiero crear un partido con fecha, rival y campo, para avisar al equipo.\nComo jugadora quiero marcar si voy o no voy.\nComo tesorera quiero ver quién ha pagado la cuota de 20 euros.',
    keeps: ['partidos'],
    never: /tesorer|euro|cuota|entrenador/,
  },
  {
    prompt:
      'Hey, my boss forwarded this. From: Lou. Subject: van bookings. We have two vans. Drivers book a van for a morning or an afternoon: name, reason, from and to. I want to see today on one screen. No approval steps, no fuel cards.',
    never: /two|morning|afternoon|screen|fuel|approval|subject|boss/,
  },
  {
    prompt:
      'Second-hand school uniforms for our parents: a parent lists an item with size, age, condition (new, good, worn) and up to four photos, others write to the parent. Free of charge, no shipping.',
    design: 'marketplace',
    never: /photo|shipping|uniform_s|charge|size/,
  },
  {
    prompt: 'A tuner app: play a tone on the phone, show a needle, remember nothing.',
    never: /tone|needle|phone|nothing/,
  },
  {
    prompt:
      'I want a site for my guided night walks: walks have a date, a meeting point, length in kilometres, difficulty (easy, medium, hard), how many people may come and a photo. Visitors see upcoming walks; signing up needs only a name and a phone number, which nobody but me sees.',
    keeps: ['walks'],
    never: /phone|kilomet|people|photo|nights?$/,
  },
  {
    prompt:
      'Registro de mi colmenar: por cada colmena apunto inspecciones (fecha, temperatura en grados, cuadros con cría, notas). Quiero un gráfico por meses y exportar a Excel. Sin usuarios, solo yo.',
    keeps: ['inspecciones'],
    never: /grado|mes|excel|grafico|cuadro/,
  },
  {
    prompt:
      '| Entity | Fields |\n|---|---|\n| Room | name, floor, seats |\n| Booking | room, start, end, title |\n\nColleagues book rooms, at most 2 hours at a time, Monday to Friday.',
    keeps: ['rooms', 'bookings'],
    never: /monday|friday|hours|colleague/,
  },
  {
    prompt:
      'A babysitting co-op of nine families. Parents post a request with a date, from, to and how many children; others take it and earn one point per hour. Points are shown in a table. No money.',
    keeps: ['requests'],
    never: /nine|famil|hour|money|children|points?$/,
  },
  {
    prompt:
      'A digital guest book for our wedding: guests leave a message and a photo, no login, nothing appears before one of us approves it. White and sage green, elegant look.',
    never: /wedding|login|nothing|look|green/,
  },
  {
    prompt:
      'Quiero una web de recetas veganas: recetas con ingredientes, minutos, raciones y dificultad (fácil, media, difícil). Los visitantes pueden buscar por ingrediente y por tiempo máximo. Colores: crema y verde.',
    keeps: ['recetas'],
    never: /minuto|racion|tiempo|crema|visitante/,
  },
  {
    prompt:
      'Warranty tracker for me: item, shop, date of purchase, months of warranty, receipt as a photo; warn me a month before it runs out.',
    never: /month|me$|receipt_as/,
  },
  {
    prompt:
      'A site where our climbing club collects routes: each route has a name, grade (3 to 9), height in metres, a topo picture and who climbed it first. Anybody can look, only members add routes, ladies and gentlemen.',
    keeps: ['routes'],
    never: /metres|ladies|gentlemen|topo|grades/,
  },
  {
    prompt:
      'A queue for our repair café on Saturdays: visitors take a number with name and broken thing, six volunteers call the next one, a big screen shows the current number.',
    never: /saturday|six|screen|number/,
  },
]

const tablesOf = ({ entities }: AppSpec): string[] => entities.map(({ table }) => table)
const fieldsOf = (prompt: string, table: string): Record<string, Field['type']> =>
  Object.fromEntries(
    planApp({ prompt })
      .entities.find((one) => one.table === table)!
      .fields.map(({ column, type }) => [column, type]),
  )
const openIn = (prompt: string): string[] =>
  planApp({ prompt }).access.flatMap(({ table, allow }) => (allow.anon?.includes('read') === true ? table : []))

describe('a detailed prompt', () => {
  it.each(ROWS)('$prompt', ({ prompt, design, keeps = [], never }) => {
    const spec = planApp({ prompt })
    expect(tablesOf(spec)).toEqual(expect.arrayContaining(keeps))
    expect(tablesOf(spec).filter((table) => never.test(table))).toEqual([])
    expect(spec.blueprint).toBe(design ?? spec.blueprint)
  })

  it('in a language that is not read gives the least there is', () => {
    for (const prompt of [
      'Wir sind ein Chor mit vierzig Leuten und brauchen eine App für unsere Proben. Die Noten liegen als PDF dabei, und wer kann, trägt sich ein.',
      'Nous sommes une association de quartier et nous voulons une application pour organiser le covoiturage entre voisins, avec les horaires.',
    ])
      expect(tablesOf(planApp({ prompt }))).toHaveLength(1)
  })
})

describe('what a prompt describes has all its fields', () => {
  it('in a bullet', () =>
    expect(
      fieldsOf(
        'A site for our museum.\n\n- Tours have a title, a guide, a language, date and start time, length in minutes, a price and a maximum number of places\n- Anybody can look at them',
        'tours',
      ),
    ).toMatchObject({
      title: 'text',
      guide: 'text',
      date: 'date',
      start_time: 'datetime',
      length: 'integer',
      price: 'money',
      maximum_number_of_places: 'integer',
    }))

  it('in a row of a table, with what it refers to', () =>
    expect(
      fieldsOf(
        'App para mi club de remo.\n\n| Tabla | Campos |\n|---|---|\n| Barco | nombre, plazas, tipo (skiff, doble, cuatro) |\n| Salida | barco, fecha, duración en minutos, notas |',
        'salidas',
      ),
    ).toMatchObject({ barco_id: 'reference', fecha: 'date', duracion: 'integer' }))

  it('in a user story', () =>
    expect(
      fieldsOf(
        'As the host I want to create a game night with a date and up to eight rounds of four players.',
        'game_nights',
      ),
    ).toMatchObject({ date: 'date', rounds: 'integer' }))

  it('in a letter', () =>
    expect(
      fieldsOf(
        'Hello! Customers call us and we write the repair down: name, phone, address and how urgent (today / this week / no hurry).',
        'repairs',
      ),
    ).toMatchObject({ name: 'text', phone: 'text', address: 'text', urgency: 'enum' }))

  it('with questions for names, and as many pictures as it likes', () => {
    expect(
      fieldsOf('Members list bulbs with variety, year of planting, how many bulbs and a photo', 'bulbs'),
    ).toMatchObject({ variety: 'text', year_of_planting: 'integer', number_of_bulbs: 'integer', photo: 'image' })
    const prompt =
      'Una web donde la gente publica una bici con hasta cinco fotos, talla, estado (nueva, como nueva, usada) y precio en euros'
    const bike = planApp({ prompt }).entities.find(({ table }) => table === 'bicis')!
    expect(bike.fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ column: 'fotos', type: 'image' }),
        expect.objectContaining({ column: 'estado', values: ['nueva', 'como_nueva', 'usada'] }),
        expect.objectContaining({ column: 'precio', type: 'money' }),
      ]),
    )
  })

  it('beside the things of a design, tied to them', () => {
    const prompt =
      'Necesito una agenda de citas para mi clínica veterinaria, que está en un pueblo y atiende de lunes a viernes por la mañana. Los dueños registran a sus mascotas (nombre, especie, raza) y piden cita con una de las dos veterinarias.'
    expect(planApp({ prompt }).blueprint).toBe('appointments')
    expect(fieldsOf(prompt, 'mascotas')).toMatchObject({ nombre: 'text', especie: 'text', raza: 'text' })
    expect(fieldsOf(prompt, 'citas')).toMatchObject({ mascota_id: 'reference', veterinaria_id: 'reference' })
    expect(openIn(prompt)).toEqual(['veterinarias'])
  })
})

describe('visitors read', () => {
  it('nothing where nobody said so', () => {
    for (const prompt of [
      'A tracker for my beehives, with inspections and harvests',
      'An app for our rowing crew: boats (name, seats), outings (date, weather). An outing belongs to a boat.',
      'A rehearsal planner for our choir with rehearsals and songs',
      'Una app para el huerto compartido: parcelas (nombre, tamaño), tareas (título, fecha)',
    ])
      expect(openIn(prompt)).toEqual([])
  })

  it('what is there for them, without the people behind it', () => {
    expect(openIn('A website of our climbing club with routes (name, grade) that anybody can look at')).toContain(
      'routes',
    )
    expect(openIn('Un directorio de panaderías: panaderías (nombre, dirección, foto)')).toContain('panaderias')
    expect(openIn('A help desk where customers open tickets and our team answers them')).toEqual([])
  })
})
