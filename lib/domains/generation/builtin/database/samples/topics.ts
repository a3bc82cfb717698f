import { plain } from '../../../../../core/text'

/**
 * What rows of well-known things are called: `names in both languages | English titles | Spanish titles`. A row belongs
 * to a topic when the last (Spanish: first) word of its entity is among the names. Everything here is made up.
 */
const ROWS = `
recipe,receta,dish,plato,menu item,plato del menu,meal,comida|Lentil soup with lemon;Roasted pumpkin risotto;Sunday apple pancakes;Chickpea and spinach curry;Tomato tart with thyme;Green bean salad with walnuts|Sopa de lentejas con limón;Risotto de calabaza asada;Arepas de queso al horno;Curry de garbanzos y espinaca;Tarta de tomate con tomillo;Ajiaco de la abuela
ingredient,ingrediente,raw material,materia prima,material|Red lentils;Lemons;Olive oil;Fresh thyme;Wheat flour;Brown sugar|Lentejas rojas;Limones;Aceite de oliva;Tomillo fresco;Harina de trigo;Panela
product,producto,finished product,producto terminado,item,articulo,listing,household item|Stoneware mug;Linen apron;Walnut cutting board;Enamel teapot;Wool blanket;Copper watering can|Taza de gres;Delantal de lino;Tabla de nogal;Tetera esmaltada;Manta de lana;Regadera de cobre
article,articulo,post,publicacion,entry,entrada,diary entry,note,nota|Five small habits that last;What we learned from a rainy month;A beginner's guide to better sleep;Why walking still works;How to read a label in ten seconds;The case for a slower morning|Cinco hábitos pequeños que duran;Lo que aprendimos en un mes de lluvia;Guía breve para dormir mejor;Por qué caminar sigue funcionando;Cómo leer una etiqueta en diez segundos;A favor de una mañana sin prisa
news,noticia,news item,newsletter|New harbour terminal opens in spring;Freight rates fall for a third week;First electric ferry completes its trial;Port workers agree on new shifts;Record grain season at the coast;Old lighthouse becomes a museum|La nueva terminal abre en primavera;Bajan los fletes por tercera semana;El primer ferri eléctrico termina sus pruebas;Acuerdo sobre turnos en el puerto;Temporada récord de granos en la costa;El viejo faro será un museo
solution,solucion,case,caso|Fix a slow database query;Recover a broken backup;Rotate keys without downtime;Stop a memory leak in a worker;Move a site to a new server;Trace a request across services|Acelerar una consulta lenta;Recuperar una copia dañada;Cambiar claves sin cortar el servicio;Detener una fuga de memoria;Mover un sitio a otro servidor;Seguir una petición entre servicios
category,categoria,topic,tema,tag,etiqueta,genre,genero|Getting started;Health and nutrition;Technology;Home and garden;Culture;Travel|Primeros pasos;Salud y nutrición;Tecnología;Casa y jardín;Cultura;Viajes
event,evento,meetup,session,sesion,meeting,reunion,class,clase,workshop,taller|Open evening at the workshop;Spring planning meeting;Beginners' class;Talk: building in public;Community breakfast;End of season gathering|Tarde abierta en el taller;Reunión de planeación;Clase para principiantes;Charla: construir en público;Desayuno de la comunidad;Encuentro de fin de temporada
course,curso,course module,modulo,module|Python from the first line;Data cleaning with pandas;Statistics you will use;Charts that tell the truth;A first machine learning model;From notebook to report|Python desde la primera línea;Limpieza de datos con pandas;Estadística que sí se usa;Gráficos que dicen la verdad;Un primer modelo de aprendizaje;Del cuaderno al informe
lesson,leccion,chapter,capitulo|Variables and types;Loops without fear;Reading a file;Grouping and counting;Your first chart;Sharing the result|Variables y tipos;Ciclos sin miedo;Leer un archivo;Agrupar y contar;Su primer gráfico;Compartir el resultado
assignment,tarea academica,submission,entrega,challenge,reto|Describe a data set;Clean the weather table;Explain an outlier;Draw a fair chart;Predict tomorrow's sales;Write a one-page report|Describir un conjunto de datos;Limpiar la tabla del clima;Explicar un valor atípico;Dibujar un gráfico honesto;Predecir las ventas de mañana;Escribir un informe de una página
quiz,cuestionario,contest,concurso,tournament,torneo,game,juego|World capitals;Science in daily life;History in ten questions;Music of the eighties;Animals of the Andes;Words and their origins|Capitales del mundo;Ciencia de todos los días;Historia en diez preguntas;Música de los ochenta;Animales de los Andes;Las palabras y su origen
question,pregunta,faq,pregunta frecuente,poll,encuesta,survey|Which planet has the most moons?;What is the longest river in Europe?;Who wrote the first novel with a map?;Which metal is liquid at room temperature?;How many strings does a cello have?;Which sea has no coast?|¿Qué planeta tiene más lunas?;¿Cuál es el río más largo de Europa?;¿Qué metal es líquido a temperatura ambiente?;¿Cuántas cuerdas tiene un violonchelo?;¿Qué mar no tiene costa?;¿Cuál es el hueso más pequeño?
faq,pregunta frecuente|How long does delivery take?;Can I change an order after I placed it?;Which ways to pay do you accept?;How do I return something?;Where do I find my invoice?;Do you ship abroad?|¿Cuánto tarda la entrega?;¿Puedo cambiar un pedido ya hecho?;¿Qué formas de pago aceptan?;¿Cómo devuelvo algo?;¿Dónde encuentro mi factura?;¿Envían a otros países?
poll,encuesta|Where should we meet next month?;Which feature should come first?;Tea or coffee at the meeting?;Should the library open on Sundays?;Which colour for the new logo?;How often do you cycle to work?|¿Dónde nos reunimos el próximo mes?;¿Qué función debe llegar primero?;¿Té o café en la reunión?;¿Debe abrir la biblioteca los domingos?;¿Qué color para el nuevo logo?;¿Cada cuánto va en bicicleta al trabajo?
option,opcion,answer option,opcion de respuesta,answer,respuesta,vote,voto|Saturn;The Volga;Mercury;Four;The Sargasso Sea;None of these|Saturno;El Volga;El mercurio;Cuatro;El mar de los Sargazos;Ninguna de estas
word,palabra,flashcard,tarjeta|serendipity;meticulous;candid;resilient;ubiquitous;lucid|serendipia;meticuloso;sincero;resiliente;ubicuo;lúcido
word set,lista de palabras,deck,mazo|Week 1: people;Week 2: at work;Week 3: feelings;Week 4: travel;Week 5: food;Week 6: the sea|Semana 1: personas;Semana 2: el trabajo;Semana 3: emociones;Semana 4: viajes;Semana 5: comida;Semana 6: el mar
project,proyecto|Riverside library;Bridge renovation;School extension;Market hall roof;Community garden;Harbour promenade|Biblioteca del río;Renovación del puente;Ampliación de la escuela;Techo del mercado;Jardín comunitario;Paseo del puerto
task,tarea,subtask,subtarea,milestone,hito,action step,paso de accion,follow-up step,paso de seguimiento,cooking step,activity,actividad|Write the brief;Call the supplier;Check the measurements;Prepare the budget;Review the first draft;Book the meeting room|Escribir el resumen;Llamar al proveedor;Revisar las medidas;Preparar el presupuesto;Revisar el primer borrador;Reservar la sala
document,documento,contract,contrato,policy,politica,certificate,certificado,regulation|Data protection policy;Workplace safety rules;Emissions standard 2026;Consumer rights notice;Building permit guideline;Public procurement terms|Política de protección de datos;Normas de seguridad laboral;Norma de emisiones 2026;Aviso de derechos del consumidor;Guía de permisos de construcción;Condiciones de contratación pública
team,equipo,club,group,grupo,board,tablero,channel,canal|Harbour Hawks;Northside Comets;River City Lynx;Old Town Bears;Valley Falcons;Coast Runners|Halcones del Puerto;Cometas del Norte;Linces del Río;Osos del Casco Viejo;Toros del Valle;Correcaminos de la Costa
match,partido|Hawks – Comets;Lynx – Bears;Falcons – Runners;Comets – Lynx;Bears – Falcons;Runners – Hawks|Halcones – Cometas;Linces – Osos;Toros – Correcaminos;Cometas – Linces;Osos – Toros;Correcaminos – Halcones
company,empresa,organization,organizacion,company profile,store,tienda,supplier,proveedor,advertiser,anunciante,employer,vendor|Northwind Logistics;Blue Harbour Foods;Cedar & Co;Meridian Labs;Lantern Studio;Willow Transport|Logística del Norte;Alimentos Bahía Azul;Cedro y Compañía;Laboratorios Meridiano;Estudio Farol;Transportes Sauce
job,empleo,internship,pasantia,vacancy|Delivery driver, night shift;Junior data analyst;Workshop assistant;Customer support agent;Marketing trainee;Warehouse coordinator|Conductor de reparto, turno de noche;Analista de datos junior;Asistente de taller;Agente de atención al cliente;Practicante de mercadeo;Coordinación de bodega
service,servicio,treatment,tratamiento|First consultation;Classic haircut;Beard trim;Yearly check-up;Home visit;Follow-up appointment|Primera consulta;Corte clásico;Arreglo de barba;Chequeo anual;Visita a domicilio;Cita de control
band,banda,artist,artista|The Paper Lanterns;Low Tide Choir;Copper Sky;Midnight Gardeners;Northern Static;Velvet Tram|Los Faroles de Papel;Coro de Marea Baja;Cielo de Cobre;Jardineros de Medianoche;Estática del Norte;Tranvía Terciopelo
track,pista,album,playlist,song,cancion,lista de reproduccion,podcast episode,episodio,video|Harbour lights;Slow train home;Seven umbrellas;Salt and static;Paper boats;The last tram|Luces del puerto;Tren lento a casa;Siete paraguas;Sal y estática;Barcos de papel;El último tranvía
ad,anuncio,coupon,cupon,promotion,campaign,campana|Two for one on Thursdays;Rehearsal rooms by the hour;New strings in one day;Early tickets for the summer stage;Free delivery this week;Open day on Saturday|Dos por uno los jueves;Salas de ensayo por horas;Cuerdas nuevas en un día;Boletas para el escenario de verano;Envío gratis esta semana;Puertas abiertas el sábado
animal,species,especie,detection,deteccion|Red fox;Wild boar;Roe deer;Brown bear;Lynx;Grey wolf|Zorro rojo;Jabalí;Corzo;Oso andino;Puma;Tapir
pet,mascota,dog,perro|Luna;Rocky;Nala;Milo;Coco;Frida|Luna;Rocky;Nala;Milo;Coco;Frida
plant,planta,crop,cultivo,harvest,cosecha|Cherry tomato;Sweet basil;Monstera;Aloe vera;Lavender;Rosemary|Tomate cherry;Albahaca;Monstera;Sábila;Lavanda;Romero
book,libro|The Lighthouse Keeper's Notebook;A Field of Small Stones;Letters to the River;The Clockmaker's Garden;Nine Quiet Winters;The Map Thief|El cuaderno del farero;Un campo de piedras;Cartas al río;El jardín del relojero;Nueve inviernos;La ladrona de mapas
movie,pelicula,film|The Last Ferry;Paper Moons;A Year of Rain;The Quiet Orchestra;Salt Road;Two Doors Down|El último ferri;Lunas de papel;Un año de lluvia;La orquesta callada;Camino de sal;A dos puertas
room,habitacion,suite,sala|Garden room;Attic with a view;Corner suite;Courtyard double;Small studio;Family room|Habitación del jardín;Ático con vista;Suite de la esquina;Doble al patio;Estudio pequeño;Habitación familiar
property,propiedad,house,apartment,place,lugar,restaurant,restaurante,venue,warehouse,almacen|Bright flat near the park;House with a lemon tree;Old mill by the river;Loft above the bakery;Cottage at the coast;Corner office downtown|Apartamento luminoso junto al parque;Casa con limonero;Molino junto al río;Loft sobre la panadería;Cabaña en la costa;Oficina en el centro
vehicle,vehiculo,car,bike,bicicleta,asset,equipment,equipo de trabajo,resource,recurso|Cargo bike 1;Delivery van;City bicycle;Electric scooter;Pickup truck;Minibus|Bicicleta de carga 1;Furgoneta de reparto;Bicicleta urbana;Patineta eléctrica;Camioneta;Microbús
trip,viaje,tour|Coffee farm and waterfall;Old town on foot;Three lakes in a day;Night market walk;Sunrise at the volcano;Coast by bicycle|Finca cafetera y cascada;El centro histórico a pie;Tres lagos en un día;Paseo por el mercado nocturno;Amanecer en el volcán;La costa en bicicleta
exercise,ejercicio,workout,entrenamiento,activity log,habit,habito,goal,meta|Morning run;Kettlebell circuit;Evening yoga;Interval ride;Swim at the lake;Stretching|Carrera matutina;Circuito con pesas;Yoga de la tarde;Intervalos en bicicleta;Natación en el lago;Estiramientos
link,enlace|My newsletter;Latest video;Book a call;Shop;Photo diary;Say hello|Mi boletín;Último vídeo;Agende una llamada;Tienda;Diario de fotos;Escríbame
domain,dominio|lanternstudio.example;blueharbour.example;cedarandco.example;paperboats.example;quietwinter.example;northwind.example|estudiofarol.example;bahiaazul.example;cedroycia.example;barcosdepapel.example;inviernos.example;delnorte.example
diagram,diagrama|Order process;Team structure;Launch plan;Login flow;Data model;Meeting notes map|Proceso de pedidos;Estructura del equipo;Plan de lanzamiento;Flujo de ingreso;Modelo de datos;Mapa de la reunión
diagram element,elemento|Start;Check stock;In stock?;Reserve item;Send invoice;End|Inicio;Revisar existencias;¿Hay existencias?;Reservar artículo;Enviar factura;Fin
work,obra,photo,foto,portfolio item,design,artwork|Identity for a bakery;Poster series: tides;Packaging for loose tea;Museum wayfinding;Magazine redesign;A typeface for trams|Identidad para una panadería;Serie de carteles: mareas;Empaque para té;Señalética de museo;Rediseño de revista;Una tipografía para tranvías
skill,habilidad|Brand identity;Illustration;Typography;Web design;Art direction;Photography|Identidad de marca;Ilustración;Tipografía;Diseño web;Dirección de arte;Fotografía
experience,experiencia|Art director, Lantern Studio;Designer, City Museum;Freelance illustrator;Design intern, Tram Works;Lecturer in typography;Jury member, Poster Days|Dirección de arte, Estudio Farol;Diseño, Museo de la Ciudad;Ilustración independiente;Práctica, Talleres del Tranvía;Docencia en tipografía;Jurado, Días del Cartel
ticket,ticket de soporte,call log,registro de llamada,conversation,conversacion,request,solicitud,interaction,interaccion|Invoice shows the wrong address;Cannot sign in since Monday;Question about delivery times;Part missing in the parcel;Change of contact person;Refund for a cancelled order|La factura tiene otra dirección;No puedo ingresar desde el lunes;Consulta sobre tiempos de entrega;Falta una pieza en el paquete;Cambio de persona de contacto;Reembolso de un pedido cancelado
station,estacion,sensor|Riverside station;City park;Harbour mast;School roof;Hilltop;Industrial north|Estación del río;Parque central;Mástil del puerto;Techo de la escuela;Cerro alto;Zona industrial norte
alert,alerta,notification,aviso,notificacion|Air quality is getting worse;Strong wind expected;Your application was reviewed;A new answer arrived;Reminder for tomorrow;Weekly summary is ready|Empeora la calidad del aire;Se espera viento fuerte;Su solicitud fue revisada;Llegó una respuesta;Recordatorio para mañana;El resumen semanal está listo
indicator,indicador|Compliance rate;Average response time;Energy use;Open audits;Training hours;Emissions per unit|Tasa de cumplimiento;Tiempo medio de respuesta;Consumo de energía;Auditorías abiertas;Horas de formación;Emisiones por unidad
medication,medicamento,prescription|Ibuprofen 400 mg;Amoxicillin 500 mg;Loratadine 10 mg;Paracetamol 500 mg;Omeprazole 20 mg;Vitamin D|Ibuprofeno 400 mg;Amoxicilina 500 mg;Loratadina 10 mg;Paracetamol 500 mg;Omeprazol 20 mg;Vitamina D
deal,oportunidad,lead,prospecto|Fleet contract for spring;Office refit, second floor;Yearly maintenance;Pilot with three stores;Catering for the fair;New ticket system|Contrato de flota;Remodelación del segundo piso;Mantenimiento anual;Piloto con tres tiendas;Servicio para la feria;Nuevo sistema de boletas
budget,presupuesto,expense,gasto,income,ingreso,cost estimate,estimacion|Groceries;Rent;Concert tickets;Train to the coast;Tools and paint;Internet|Mercado;Arriendo;Boletas de concierto;Tren a la costa;Herramientas y pintura;Internet
department,departamento|Operations;Finance;People;Engineering;Sales;Support|Operaciones;Finanzas;Personas;Ingeniería;Ventas;Soporte
review,resena,comment,comentario,rating,valoracion,team message,message,mensaje,quote,chat message,mensaje de chat|Exactly what I was looking for;Well explained and easy to follow;Good, with one small reservation;I came back a second time;Helped me more than expected;Would recommend it to a friend|Justo lo que buscaba;Bien explicado y fácil de seguir;Bien, con un pequeño pero;Volví una segunda vez;Me ayudó más de lo esperado;Se lo recomendaría a un amigo
subscription plan,plan|Starter;Regular;Family;Studio;Team;Unlimited|Inicial;Regular;Familia;Estudio;Equipo;Ilimitado
assessment,evaluacion,progress record,avance|First impression;After four weeks;Half-way review;Strengths and limits;Work and rest;Final review|Primera impresión;Tras cuatro semanas;Balance a mitad de camino;Fortalezas y límites;Trabajo y descanso;Balance final
`

/**
 * Rows that only make sense under their parent, in the order of the parent's titles: three per poll, three per
 * question.
 */
const BELOW: Record<string, Record<'en' | 'es', readonly (readonly string[])[]>> = {
  poll: {
    en: [
      ['Riverside café', 'Town library', 'Online'],
      ['Search', 'Dark mode', 'Offline reading'],
      ['Tea', 'Coffee', 'Both'],
      ['Yes', 'Only in winter', 'No'],
      ['Green', 'Blue', 'Orange'],
      ['Every day', 'Sometimes', 'Never'],
    ],
    es: [
      ['Café del río', 'Biblioteca', 'En línea'],
      ['Búsqueda', 'Modo oscuro', 'Lectura sin conexión'],
      ['Té', 'Café', 'Ambos'],
      ['Sí', 'Solo en invierno', 'No'],
      ['Verde', 'Azul', 'Naranja'],
      ['Todos los días', 'A veces', 'Nunca'],
    ],
  },
  question: {
    en: [
      ['Saturn', 'Mars', 'Venus'],
      ['The Volga', 'The Danube', 'The Rhine'],
      ['A pirate captain', 'A schoolteacher', 'A monk'],
      ['Mercury', 'Zinc', 'Copper'],
      ['Four', 'Five', 'Six'],
      ['The Sargasso Sea', 'The Black Sea', 'The Red Sea'],
    ],
    es: [
      ['Saturno', 'Marte', 'Venus'],
      ['El Volga', 'El Danubio', 'El Rin'],
      ['El mercurio', 'El cinc', 'El cobre'],
      ['Cuatro', 'Cinco', 'Seis'],
      ['El mar de los Sargazos', 'El mar Negro', 'El mar Rojo'],
      ['El estribo', 'El fémur', 'El radio'],
    ],
  },
}
const ES_PARENTS: Record<string, string> = { encuesta: 'poll', pregunta: 'question' }
const CHOICE = /^(option|opcion|answer option|opcion de respuesta|choice)$/

type Topic = { en: string[]; es: string[] }

const TOPICS: ReadonlyMap<string, Topic> = new Map(
  ROWS.trim()
    .split('\n')
    .flatMap((row) => {
      const [names = '', en = '', es = ''] = row.split('|')
      return names.split(',').map((name) => [name, { en: en.split(';'), es: es.split(';') }] as const)
    }),
)

/** Six titles for rows of that name, or null for a thing nobody listed. */
export function topicTitles(entityName: string, locale: 'en' | 'es'): readonly string[] | null {
  const name = plain(entityName.trim())
  const words = name.split(/\s+/)
  const head = (locale === 'es' ? words[0] : words.at(-1)) ?? ''
  return (TOPICS.get(name) ?? TOPICS.get(head))?.[locale] ?? null
}

/** What the `index`-th row under the `parentIndex`-th parent is called, where that is known. */
export function choiceTitle(
  entityName: string,
  parentName: string,
  parentIndex: number,
  index: number,
  locale: 'en' | 'es',
): string | null {
  if (!CHOICE.test(plain(entityName.trim()))) return null
  const parent = plain(parentName.trim())
  return BELOW[ES_PARENTS[parent] ?? parent]?.[locale][parentIndex]?.[index] ?? null
}

const PEOPLE_NOUNS =
  /(^| )(profile|perfil|customer|client|cliente|contact|contacto|person|persona|member|miembro|student|estudiante|teacher|profesor|doctor|medico|patient|paciente|coach|barber|barbero|stylist|estilista|employee|empleado|driver|conductor|athlete|deportista|candidate|candidato|player|jugador|volunteer|voluntario|attendee|asistente|author|autor|guest|user|usuario|subscriber|newsletter subscriber|suscriptor|contact message|mensaje de contacto|household member|tenant|inquilino)$/

export const isAboutPerson = (entityName: string): boolean => PEOPLE_NOUNS.test(plain(entityName.trim()))
