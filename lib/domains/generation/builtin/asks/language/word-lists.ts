import type { Locale } from '../../../../spec/inflect'

/** Words that the readers know by heart, without accents: `phrase phrase_of_several_words`. Data only. */
export const wordSet = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('_', ' ')),
  )

/**
 * Function words: they carry no wish of their own and may stand outside of everything. None of them limits anything;
 * those that do are in `LIMITING`.
 */
export const FUNCTION_WORDS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`a an the this that these those my our your their his her its it them they we i you he she us me theirs
    is are was were be been being am do does did have has had having will would shall should can could may might
    able let lets of for to from by in on at into onto about over with and or but as than such so then where who whom
    which what whose how there here also too well etc e.g i.e eg ie via per it's there's that's i'd i'll i'm we'd
    we're they're he's she's let's own one's so's i've plus yes`),
  es: wordSet(`el la los las lo un una unos unas este esta estos estas ese esa esos esas mi mis tu tus su sus nuestro
    nuestra nuestros nuestras yo ella ellos ellas nosotros nos me se te le les es son era fue ser esta estan estar sea
    sean hay haya he ha han a al con de del desde en entre hacia para por sobre como donde que quien quienes cual
    cuales cuyo y e o u pero ademas tambien asi ya muy tipo etc etcetera propio propia propios propias puede pueden
    pueda puedan poder podran podra eso ello aqui alli`),
}

/** Words that limit, bind, order or count what a clause says. With one of them it means less, or more, than without. */
export const LIMITING: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`max maximum min minimum least most until till unless when whenever if after before within while once
    twice each every never always nobody nothing none neither except except_for instead isn't aren't shouldn't mustn't
    wouldn't doesn't won't unlike all any again already still either same_time per_day per_week per_month automatically
    automatic itself themselves up_to at_least at_most as_long_as so_that as_soon_as because during since between
    against anonymously privately publicly exactly almost nearly rather default by_itself simultaneously everybody_else
    else now more less fewer than without_signing_in immediately later earlier sooner together both must have_to has_to`),
  es: wordSet(`maximo maxima minimo minima hasta salvo cuando mientras antes despues luego durante una_vez vez veces cada
    nunca jamas siempre nadie nada ninguno ninguna ningun excepto menos mas tanto igual todavia aun todo toda todos
    todas algun alguna algunos algunas cualquier cualquiera_que siempre_que a_menos_que para_que sin_que porque aunque
    sino segun contra ante tras automaticamente diariamente exactamente casi ahora anonimamente inmediatamente si_no juntos juntas junto debe deben deba deban deberia
    deberian tiene_que tienen_que`),
}

/** Words that tell some things of a kind from others, or how many there are: they limit the noun they stand with. */
export const NARROWING: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`first last next another other others same different unique longer shorter older newer bigger smaller
    higher lower greater better worse best worst oldest newest latest soonest earliest cheapest nearest highest lowest
    top daily weekly monthly yearly hourly today tomorrow yesterday upcoming past future current currently half double
    full empty free anonymous private secret hidden public shared visible optional mandatory required locked limited
    limit allowed unlimited pending late overdue expired open closed active inactive archived urgent confirmed approved
    approval one two three four five six seven eight nine ten eleven twelve dozen hundred second third single pair few
    several many minutes hours days weeks months years minute hour day week month year percent kilometres km kg euros
    dollars pounds cents automated specific certain selected favourite favorite popular related recent available
    unnecessary personal personalized featured`),
  es: wordSet(`primero primera primer ultimo ultima ultimos ultimas siguiente mayor menor mejor peor mejores mismo misma
    mismos mismas otro otra otros otras distinto distinta distintos distintas diferente diferentes unico unica unicos
    diario diaria semanal mensual mensuales anual hoy manana ayer proximo proxima proximos proximas pasado futuro actual
    actuales automatico automatica mitad doble lleno llena vacio libre libres anonimo anonima privado privada privados
    privadas secreto oculto oculta publico publica publicos publicas compartido compartida visible opcional obligatorio
    obligatoria bloqueado limitado limite tarde vencido vencida abierto abierta abiertos abiertas cerrado cerrada activo
    activa activos activas archivado urgente confirmado aprobado aprobacion dos tres cuatro cinco seis siete ocho nueve
    diez doce cien segundo segunda tercero tercera par pocos varios varias muchos muchas minutos horas dias semanas
    meses anos minuto hora dia semana mes ano euros dolares pesos centimos km kg favoritos favoritas recientes
    disponibles disponible personal personales pendiente pendientes populares relacionados`),
}

/** They say how nice it is to be, and change nothing about what is to be there. */
export const ADVERBS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('easily quickly simply conveniently basically really easy simple quick nicely also please kindly'),
  es: wordSet('facilmente rapidamente simplemente comodamente facil sencillamente basicamente favor'),
}

/** In front of a thing (Spanish: behind it) they tell no other one from it: "add new recipes", "edit existing links". */
export const PLAIN_ADJECTIVES: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('new existing own'),
  es: wordSet('nuevo nueva nuevos nuevas existente existentes propio propia propios propias'),
}

/** What is to be built is called so, whatever it does. */
export const SOFTWARE: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`app apps application website web site webapp system platform portal tool software program page
    mini-program mvp prototype solution project product`),
  es: wordSet(`app aplicacion web sitio pagina sistema plataforma portal herramienta software programa proyecto mvp
    prototipo solucion`),
}

/** Talk around a wish: greetings, orders to build, and words that only announce what comes. */
export const TALK: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`hi hello hey hiya hallo dear please thanks thank_you thank cheers regards best_regards kind_regards sincerely
    good_morning good_afternoon team all_the_best yours implement build create make develop design generate code
    give_me want need would_like i'd_like we'd_like looking_for looking brief requirements requirement features feature functionality
    functionalities functions function user_stories user_story story stories overview summary spec specification
    following includes include including such_as capabilities capability namely like_to example for_example
    should_have should_be help_me ok okay so_basically basically hope anyway cool great nice lovely simple basic
    modern beautiful subject users_should used able sections section pages page kinds kind fields columns tables
    table field column data_model model idea`),
  es: wordSet(`hola buenas buenos_dias buenas_tardes estimado estimada estimados gracias muchas_gracias saludos
    un_saludo cordialmente atentamente quiero queremos necesito necesitamos quisiera quisieramos me_gustaria hazme
    haz crea creame crear construye construyeme desarrolla desarrollar disena disename genera implementa implementar
    hacer tener requisitos requisito funcionalidades funcionalidad funciones funcion caracteristicas historias
    historia_de_usuario resumen siguiente_lista incluye incluyen incluyendo tales_como por_ejemplo ejemplo capacidades
    sencilla sencillo simple basico basica moderna moderno bonita bonito ok vale campos campo tabla tablas columnas
    modelo_de_datos modelo idea secciones seccion paginas tipos asunto`),
}
