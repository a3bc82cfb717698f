import { plain } from '../../../../spec/inflect'

/**
 * Word classes the phrase reader needs, English and Spanish together: a prompt mixes them ("un dashboard de leads").
 */
const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const EN_VERBS = `add access adjust allow analyse analyze answer apply approve arrange assign attend bid book borrow browse build buy calculate cancel cast change chat check choose claim clean collect comment communicate compare complete compose
configure confirm connect consult contact contribute control coordinate cook create customize declare define delete deliver describe design detect discover discuss display distribute donate download draw earn edit enable enroll enrol enter estimate evaluate
exchange explore export favorite filter find follow forecast generate get give grade group grow handle have help hire host identify import include input inspect invite invoice issue join keep know label launch lead learn lease leave lend let like list listen log lose maintain
make manage mark match measure meet message moderate modify monitor notify offer open optimize order organise organize own participate pay plan plant play position post practice practise predict prepare present preview prioritize process produce promote propose provide publish purchase query quiz rank rate read
receive recognize recommend record recover redeem register remind remove renew rent reorder repair reply report request rescue reserve reset resolve respond return review run save schedule score search see select sell send serve set share ship show showcase sign sort spot start store stream submit subscribe suggest
summarize supervise support swap take teach tell test track trade train transfer translate unlock update upload upvote use view visit visualize volunteer vote wait want warn watch work write bring drag owe put say`
const ES_VERBS = `abrir aceptar actualizar adoptar agendar administrar agregar ajustar alquilar analizar anotar anunciar añadir apostar aprender aprobar apuntar archivar asignar asistir ayudar buscar calcular calificar cambiar cancelar cargar catalogar chatear clasificar cobrar cocinar colaborar colgar comentar comparar compartir completar
comprar comunicar conectar configurar confirmar conocer consultar contactar contratar controlar coordinar crear cuidar dar dejar descargar describir descubrir diseñar donar editar elegir eliminar emitir encontrar entregar enviar escribir escuchar estimar estudiar evaluar explorar exportar facturar filtrar fijar generar gestionar guardar
gestionar hablar hacer importar imprimir incluir informar ingresar inscribir inspeccionar intercambiar invitar inventariar jugar leer listar llevar mandar manejar mantener marcar medir mejorar mirar modificar monitorear mostrar notificar ofrecer ordenar organizar pagar participar pedir permitir planear planificar postular practicar predecir preguntar prestar probar programar
promocionar proponer publicar puntuar realizar recibir reclamar recomendar recordar registrar renovar rentar reparar reportar resenar reseñar reservar responder revisar seguir seleccionar solicitar subir supervisar suscribir tener tomar trabajar transferir usar valorar vender ver verificar avisar enseñar poner quitar traer visitar visualizar votar vigilar`

export type VerbForm = { lemma: string; form: 'base' | 'third' | 'gerund' | 'past' }

function englishForms(verb: string): [string, VerbForm['form']][] {
  const stem = /[^e]e$/.test(verb) && !/(?:ee|oe|ye)$/.test(verb) ? verb.slice(0, -1) : verb
  const doubled =
    /^(?:plan|log|get|set|let|run|bid|ship|swap|quiz|submit|chat|spot|cast|cancel|label|put|enrol|control)$/.test(verb)
      ? verb + verb.at(-1)
      : stem
  const third = /(?:s|x|z|ch|sh)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`
  const past = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${doubled}ed`
  return [
    [verb, 'base'],
    [third, 'third'],
    [`${doubled}ing`, 'gerund'],
    [past, 'past'],
  ]
}

/** Stem-changing verbs whose present differs from the infinitive's stem. */
const ES_STEMS: Record<string, string> = {
  elegir: 'elij',
  pedir: 'pid',
  medir: 'mid',
  seguir: 'sig',
  jugar: 'jueg',
  probar: 'prueb',
  encontrar: 'encuentr',
  mostrar: 'muestr',
  proponer: 'propon',
  mantener: 'mantien',
  tener: 'tien',
  recomendar: 'recomiend',
  recordar: 'recuerd',
  colgar: 'cuelg',
  renovar: 'renuev',
  transferir: 'transfier',
  conocer: 'conozc',
  ofrecer: 'ofrezc',
  hacer: 'hag',
  dar: 'd',
  incluir: 'incluy',
}
/** Third person singular forms that are far more often nouns. */
const ES_NOUNS = set(
  'compra reserva consulta entrega anota marca lista visita cita nota venta renta prueba orden ordena ayuda controla practica factura oferta reporte informe trabajo cuida registre comente publique regla recibe cambio programa vista medida busca pago pague alquile jugada siga seguir para una use deje pide sube',
)

function spanishForms(verb: string): [string, VerbForm['form']][] {
  const root = verb.slice(0, -2)
  const stems = [root, ...(ES_STEMS[verb] === undefined ? [] : [ES_STEMS[verb]])]
  const ar = verb.endsWith('ar')
  const forms: [string, VerbForm['form']][] = [
    [verb, 'base'],
    [ar ? `${root}ando` : `${root}iendo`, 'gerund'],
  ]
  for (const tail of ['lo', 'la', 'los', 'las', 'se', 'me', 'le', 'les', 'nos']) forms.push([verb + tail, 'base'])
  for (const stem of stems) {
    const soft = ar ? stem.replace(/c$/, 'qu').replace(/g$/, 'gu').replace(/z$/, 'c') : stem
    forms.push(
      [`${stem}an`, 'base'],
      [`${stem}en`, 'base'],
      [`${soft}en`, 'base'],
      [`${stem}amos`, 'base'],
      [`${soft}emos`, 'base'],
    )
    forms.push([`${stem}a`, 'third'], [`${stem}e`, 'third'], [`${soft}e`, 'third'])
  }
  // "de" is a preposition far more often than what somebody may give.
  return forms.filter(([form, kind]) => form.length > 2 && (kind !== 'third' || !ES_NOUNS.has(plain(form))))
}

const irregular: [string, VerbForm][] = [
  ['has', { lemma: 'have', form: 'base' }],
  ['having', { lemma: 'have', form: 'gerund' }],
  ['contains', { lemma: 'have', form: 'base' }],
  ['contain', { lemma: 'have', form: 'base' }],
  ['tienen', { lemma: 'tener', form: 'base' }],
  ['tiene', { lemma: 'tener', form: 'base' }],
  ['tenga', { lemma: 'tener', form: 'base' }],
  ['tengan', { lemma: 'tener', form: 'base' }],
  ['lleva', { lemma: 'llevar', form: 'base' }],
  ['incluye', { lemma: 'incluir', form: 'base' }],
  ['ve', { lemma: 'ver', form: 'third' }],
]

/**
 * Inflected form (without accents) → verb. Base forms win over inflections of others ("record" over none, "lease" over
 * "leas").
 */
export const VERBS: ReadonlyMap<string, VerbForm> = (() => {
  const map = new Map<string, VerbForm>(irregular)
  const put = (form: string, entry: VerbForm): void => {
    const key = plain(form)
    if (!map.has(key)) map.set(key, entry)
  }
  const en = EN_VERBS.trim().split(/\s+/)
  const es = ES_VERBS.trim().split(/\s+/)
  for (const verb of [...en, ...es]) put(verb, { lemma: verb, form: 'base' })
  for (const verb of en) for (const [form, kind] of englishForms(verb)) put(form, { lemma: verb, form: kind })
  for (const verb of es) for (const [form, kind] of spanishForms(verb)) put(form, { lemma: verb, form: kind })
  return map
})()

/** Verbs whose object is something the application keeps. */
export const MANAGING =
  set(`add book borrow browse bid buy cast catalog claim collect compose create delete design donate draw edit enroll enter estimate explore follow generate host invoice issue input join keep lease lend like list log maintain manage message modify monitor offer order organise organize
plan play post practice predict prepare publish purchase rate record register rent renew report request reserve review save schedule score search select sell send share showcase start store stream submit subscribe take teach test track trade train transfer update upload view visit vote watch write complete handle read set answer assign apply track run grow browse measure
abrir adoptar agendar administrar agregar alquilar anotar anunciar anadir añadir aprobar archivar asignar buscar calificar cargar catalogar clasificar comentar compartir comprar consultar controlar coordinar crear cuidar diseñar donar editar eliminar emitir encontrar entregar enviar escribir explorar facturar fijar generar gestionar guardar inscribir intercambiar inventariar leer listar llevar mandar
manejar marcar medir modificar monitorear mostrar ofrecer ordenar organizar pagar pedir planear planificar prestar programar promocionar publicar puntuar realizar recomendar registrar renovar rentar reparar reportar reseñar reservar revisar seguir solicitar subir supervisar transferir valorar vender ver visualizar votar vigilar postular`)

/** Articles, pronouns, adverbs, conjunctions: they end a noun phrase and never belong to one. */
export const FUNCTION_WORDS =
  set(`a an the this that these those my our your their his her its it them they we i you he she us me one's someone everyone people's each every all any some no not only also just even very more most much many few several both either
is are was were be been being am do does did have has had having will would shall should can could may might must able let lets
of for to from by in on at into onto about over under between among through during per via as than like such so then when while where who whom which what why how if because but nor yet after before again without within including includes include against toward towards across along around upon
here there now today easily quickly together online automatically once etc e.g i.e eg ie well other others another same own using based too simply directly quickly clearly seamlessly please there's it's
el la los las lo un una unos unas este esta estos estas ese esa esos esas mi mis tu tus su sus nuestro nuestra nuestros nuestras yo tu ella ellos ellas nosotros nos me se te le les cada todo toda todos todas algun alguna algunos algunas ningun otro otra otros otras mismo misma propio propia propios propias
es son era fue ser esta estan estar sea sean hay haya he ha han
a al ante bajo con contra desde en entre hacia hasta para por segun sin sobre tras durante mediante como cuando donde que quien quienes cual cuales cuyo porque si pero sino aunque ademas tambien muy mas menos tanto asi ya no ni
puede pueden pueda puedan poder deben debe deba deban debera deberan tipo favor facilmente rapidamente automaticamente juntos etcetera cualquier cuanto cuanta cuantos cuantas luego despues antes aqui ahora voy vas va vamos van`)

/** How many there are is no part of what they are called. */
export const NUMERALS = set(
  `two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred dozen
dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta cien docena`,
)

/** Adjectives that say nothing about what a thing is; they are dropped from the front of a phrase. */
export const EMPTY_ADJECTIVES =
  set(`new existing old own different various detailed personal personalized personalised available active current upcoming past recent latest specific selected certain simple basic modern beautiful nice great good better best clean easy fast quick small big large little full complete real real-time realtime live online digital virtual web mobile
main public private common frequently asked frequent additional extra unnecessary complex multiple several main relevant related informed important key total overall entire whole custom customizable interactive responsive user-friendly secure fun cool free local internal external favorite favourite high-performance professional top popular featured daily weekly monthly first second third
global one-to-one up-to-date historical technical regulatory informative attractive minimal minimalist robust scalable powerful comprehensive intuitive unified centralized shared
nuevo nueva nuevos nuevas existente existentes distinto distintos diferentes varios varias detallado detallada detallados disponible disponibles activo activa activos activas actual actuales reciente recientes sencillo sencilla simple simples moderno moderna bonito bonita grande grandes pequeno pequena pequenos pequenas completo completa completos personal personales pendientes diario diaria diarios semanales mensuales
publico publica privado privada importante importantes general generales propios rapido rapida facil faciles buen bueno buena principales principal digital local online interno interna interactivo profesional favoritos favoritas favorito favorita total`)

/** Nouns about software or talk, never something a person manages. */
export const GENERIC_NOUNS =
  set(`app application website web site webapp system platform portal tool tools software program mini-program solution product-demo prototype mvp functionality functionalities feature features function functions capability capabilities ability page pages homepage home section sections panel panels screen screens view views menu navigation navbar sidebar header footer layout interface ui ux user users people person visitor visitors admin admins administrator administrators
person everyone anyone thing things stuff way ways kind kinds type types list lists collection catalog catalogue database data dataset information info detail details overview content contents option-list visualization visualizations chart charts graph graphs search searching filter filters sort sorting login log-in logout signup sign-up sign-in registration authentication auth authorization permission permissions access control role roles settings setting configuration
management administration management-system tracking monitoring recording display displaying selection creation creating editing deletion deleting modification identification browsing viewing posting listing support help experience performance speed optimization design style styles styling theme themes color colors colour colours background component components element-ui button buttons form forms wizard wizards input inputs modal
time times day days week weeks month months year years number numbers amount-of set sets history histories analysis analyses analytics statistics statistic stats insight insights result-page summary summaries status process processes workflow workflows action actions operation operations need needs purpose purposes goal-of example examples level
world life lifestyle lifestyles industry business businesses market team-collaboration collaboration communication-tools decision decisions opportunity opportunities step-by-step technology technologies internet phone-app backend frontend back-end front-end api database server code real-time update updates change changes effort idea-of lot lots variety bit part-of dashboard dashboards leaderboard leaderboards ranking rankings report reports calendar calendars board-view gallery galleries map maps
background-image interface-language drag-and-drop drag drop comparison standing progress profile profiles account accounts picture-perfect chance ones something anything everything nothing other others self mind interest interests condition-of work-flow english spanish language-of place-order waiting screen-reader mode modes base bases basis term-of hand hands side sides end-user team-members permission-control information-recording platform-user portfolio
aplicacion aplicaciones app sitio sitios web pagina paginas portal plataforma sistema sistemas herramienta-web programa software funcionalidad funcionalidades funcion funciones seccion secciones panel paneles pantalla pantallas vista vistas menu inicio navegacion usuario usuarios persona personas gente visitante visitantes administrador administradores cosa cosas tipo tipos lista listas listado listados coleccion catalogo catalogos base datos dato informacion detalle detalles resumen
grafico graficos grafica graficas busqueda busquedas filtro filtros registro-usuario inicio-sesion sesion-usuario autenticacion permiso permisos acceso rol roles ajustes configuracion gestion administracion seguimiento-general control creacion edicion eliminacion visualizacion soporte experiencia rendimiento velocidad diseno estilo estilos tema-visual color colores fondo componente componentes boton botones formulario formularios
tiempo dia dias semana semanas mes meses ano anos numero numeros historial estadistica estadisticas analisis resultado-general estado proceso procesos accion acciones operacion operaciones necesidad ejemplo ejemplos mundo vida industria mercado negocio negocios decision decisiones tecnologia internet cambio cambios avance-general tablero-general dashboard ranking clasificacion informe informes reporte reportes calendario calendarios galeria mapa mapas perfil perfiles cuenta cuentas espacio espacios forma formas manera maneras interfaz modo idioma ingles espanol parte partes`)

/**
 * A noun phrase may end in what is done with the thing; the thing is what remains: "document management" → document.
 */
export const PROCESS_NOUNS =
  set(`management managing tracking recording logging selection creation creating editing submission display displaying listing browsing searching viewing identification modification recognition detection-system registration posting posts-list publishing scheduling booking-system planning monitoring sharing enrollment-system costing estimating administration collection catalog catalogue directory database history record records information info data detail details profile profiles
functionality functionalities feature features system page pages section sections panel list lists log-system entry-form form wizard report reports statistics analytics overview tool tools manager organizer tracker planner app application website platform portal builder maker creator editor services-list sheet dashboard performance result results`)

/** Spanish heads that stand before the thing: "gestión de pedidos" → pedidos. */
export const PROCESS_HEADS = set(
  `gestion administracion control lista listado catalogo registro-general coleccion sistema aplicacion app plataforma portal sitio pagina seccion tipo tipos modulo busqueda creacion edicion publicacion-general historial base datos informacion detalle detalles seguimiento reporte informe panel calendario directorio venta-online gestor organizador planificador agenda tienda-online perfil perfiles formulario resumen numero cuarto armario cobertizo estanteria caja cantidad-total tablero informes reportes estadisticas reserva-online envio programacion visualizacion emision`,
)
