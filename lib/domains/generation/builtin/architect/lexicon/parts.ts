/**
 * What usually belongs to what, where the prompt does not say: `child > parents`, most exact parent first. Names are
 * singular, plain, in both languages; a name also stands for longer ones that end (Spanish: begin) with it.
 */
const ROWS = `
column > board
list > board
card > column, list, board, project
columna > tablero
tarjeta > columna, lista, tablero
task, tarea > card, list, project, proyecto, board, tablero, client
subtask, checklist, subtarea > task, issue, card, tarea
issue, bug > project, proyecto
sprint, milestone, hito > project, proyecto
round, ronda > tournament, league, torneo, liga
game, match, partida, partido > round, tournament, league, ronda, torneo, liga
standing > tournament, league
module, modulo, unit lesson > course, curso
lesson, leccion, clase en video > module, chapter, course, modulo, curso
chapter, capitulo > book, course, libro, curso
episode, episodio > season, podcast, show, series, temporada
certificate, certificado > course, curso
quiz, exam, examen, test > lesson, module, course, leccion, modulo, curso
question, pregunta > quiz, survey, exam, poll, encuesta, examen, cuestionario
option, opcion, answer option > question, poll, pregunta, encuesta
answer, response, respuesta > question, survey, pregunta, encuesta
reply, respuesta > thread, topic, post, conversation, ticket, comment, tema, hilo
thread, topic, tema, hilo > category, forum, categoria, foro
upvote, like, vote, reaction, bookmark, me gusta, voto > post, thread, question, movie, song, idea, session, photo, publicacion, cancion, pelicula, foto
room, habitacion, sala > hotel, building, venue, edificio, sede
unit, apartment, unidad, apartamento, departamento > building, property, edificio
resident, tenant, residente, inquilino > unit, apartment, unidad, apartamento
desk, table > space, room
seat, asiento > screening, venue, funcion
screening, showing > movie, film
funcion, presentacion > obra, pelicula
ticket, boleto, entrada al evento > screening, performance, event, match, funcion, evento, concierto
time slot, slot, horario > room, court, doctor, service, sala, cancha, barbero, medico
session, workshop > conference, track, event
shift, turno > event, location, evento
signup, sign-up, registration, rsvp, inscripcion, attendance, asistencia, check-in > shift, rehearsal, event, class, session, training, habit, turno, ensayo, evento, clase, sesion, entrenamiento
page, pagina > space, notebook, wiki
attachment, adjunto > page, task, ticket, note, issue, pagina, tarea
expense, gasto > household, group, trip, budget, hogar, grupo, viaje, categoria
settlement, liquidacion > household, group, trip, hogar, grupo
pledge, donation, reward, tier, backer update, campaign update, aporte, recompensa > campaign, project, campana, proyecto
reading, measurement, lectura, medicion > sensor, station, meter, panel, device, tank, patient, estacion, medidor
fault, incident, failure, falla, averia > panel, machine, device, station, vehicle, maquina, equipo, vehiculo
service, repair, fuel log, maintenance, mileage log, mantenimiento, reparacion > vehicle, machine, bike, car, vehiculo, maquina
watering, repotting, riego > plant, planta
feeding, weighing, vaccination, vacuna, alimentacion > animal, pet, horse, dog, mascota
medical record, prescription, historia clinica, receta medica > patient, pet, paciente, mascota
inspection, harvest, treatment, honey, inspeccion, cosecha, tratamiento > hive, beehive, plot, field, crop, property, vehicle, colmena, parcela, cultivo
sample, muestra > experiment, patient, site, experimento
loan, prestamo > book, tool, item, equipment, libro, herramienta
fine, multa > loan, borrower, prestamo
box, basket, produce, canasta > farm, producer, finca
dish, menu item, plato > menu, restaurant, restaurante
order, pedido > table, customer, client, cliente
invoice, quote, factura, cotizacion > client, customer, project, cliente
payment, pago > invoice, order, member, student, factura, pedido, socio
line item, invoice line, linea > invoice, order, quote, factura, pedido
step, paso, ingredient, ingrediente > recipe, receta
message, mensaje > conversation, ticket, thread, conversacion
vehicle, vehiculo > customer, client, cliente
pet, mascota > owner, client, dueno, propietario, cliente
song, cancion > album, setlist
rehearsal attendance > rehearsal
movement, stock movement, entry, exit, entrada, salida, movimiento > product, part, item, medicine, material, medicamento, producto, repuesto, insumo
package, tour, paquete > destination, destino
visit, visita, viewing > property, client, patient, inmueble, cliente, paciente
flight, vuelo > drone, aircraft, dron, avion
`

const rows = ROWS.trim()
  .split('\n')
  .map((row) => row.split(' > ').map((side) => side.split(',').map((one) => one.trim())))

const fits = (name: string, one: string): boolean =>
  name === one || name.endsWith(` ${one}`) || name.startsWith(`${one} de `)

/** Names of what a thing usually belongs to, most exact first. */
export const usualParents = (name: string): string[] =>
  rows.flatMap(([children = [], parents = []]) => (children.some((one) => fits(name, one)) ? parents : []))

export const isCalled = fits
