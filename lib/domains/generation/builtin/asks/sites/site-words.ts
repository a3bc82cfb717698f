import type { Locale } from '../../../../spec/inflect'
import { type Capability, capabilityCalled, phrasesIn } from '../language/capabilities'
import { wordSet } from '../language/word-lists'

/** Words about plain sites, English and Spanish, lower case without accents. Data only. */

/** What is to be made is called so; the rest of its clause says what it is for. */
export const SITE_NOUNS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`site sites website websites web webpage homepage landing landing_page web_site web_page portfolio_site
    personal_site microsite one_pager`),
  es: wordSet(`sitio sitios web sitio_web pagina_web paginas_web landing web_site portal pagina_de_inicio
    pagina_de_aterrizaje`),
}

/** A page, which may be the site itself where it is spoken of first. */
export const PAGE_NOUNS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('page pages subpage'),
  es: wordSet('pagina paginas'),
}

/** They say how many pages there are, which is looked at. */
export const ONE_PAGE: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('one_page single_page one-page single-page one_single_page'),
  es: wordSet('una_pagina una_sola_pagina'),
}

/** They only say that something is wanted, what kind of thing, or how nice it is to be. */
export const SITE_TALK: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`add include show display put list i_want we_need i_need there_should_be section sections part parts
    professional elegant clean minimal minimalist creative personal static responsive stylish friendly attractive good
    information info details showing featuring including following new called
    named titled home_page welcome visitors people customers clients`),
  es: wordSet(`agrega agregar anade anadir incluir pon poner muestra mostrar lista quiero falta seccion secciones
    apartado apartados profesional elegante limpia limpio minimalista creativa creativo estatica estatico atractiva
    atractivo informacion datos detalles mostrando incluyendo nueva nuevo llamada llamado titulada titulado se_llama tenga tengan haya
    visitantes personas clientes que_tenga que_incluya que_muestre`),
}

/** What is said behind them stands on the site as it is said. */
export const TELLING: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('sell offer make bake serve teach rent provide sells offers serves teaches'),
  es: wordSet('vendemos vendo vende ofrecemos ofrezco ofrece hacemos servimos ensenamos alquilamos preparamos'),
}

/** What a fact is called, and that it is to be another one: nothing without the fact beside it. */
export const LABELS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`phone telephone tel call number whatsapp email e-mail mail address street by_email by_e-mail
    by_phone open opening hours opening_hours business_hours costs cost price prices located date
    dates change set update correct replace rename changed says text phrase words word title headline heading
    tagline slogan should_say should_be should_read name reach`),
  es: wordSet(`telefono tel numero celular movil whatsapp correo email por_correo por_email por_telefono direccion abierto
    abierta abrimos horario horarios cuesta cuestan precio precios ubicado ubicada fecha fechas cambia
    cambiar actualiza actualizar corrige reemplaza renombra sustituye dice texto frase palabras palabra titulo titular
    eslogan lema encabezado que_diga nombre llamanos escribenos somos`),
}

/** Orders to take something out; what follows them must be gone. */
export const TAKING_OUT: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('remove delete drop take_out get_rid_of'),
  es: wordSet('quita quitar elimina eliminar borra borrar saca sacar'),
}

/** Behind them stands what the site has. */
export const HAVING: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('with including featuring showing that_has that_shows that_includes has'),
  es: wordSet('con incluyendo incluye que_incluya que_tenga que_muestre tiene'),
}

/** Parts of a page and how they behave: a card with such a word on it is not what was asked. */
export const INTERFACE: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`header footer navbar navigation sidebar button buttons banner slider sliders carousel slideshow animation
    animations animated effect effects font fonts typography logo icon icons image images picture video videos audio
    music_player popup pop-up modal form forms field input favicon seo analytics counter countdown widget tabs accordion
    scroll scrolling sticky parallax mobile translation translated link links feed map chat toggle switch dark_mode theme
    layout column columns background hover clickable interactive dropdown upload search filter login`),
  es: wordSet(`cabecera pie navegacion boton botones banner carrusel animacion animaciones animado animada efecto efectos
    fuente fuentes tipografia logo logotipo icono iconos imagen imagenes video videos audio ventana formulario
    formularios campo favicon seo analitica contador pestanas acordeon fijo fija movil traduccion enlace enlaces mapa
    chat interruptor modo_oscuro columnas fondo interactivo interactiva desplegable buscador filtro`),
}

/** How a part is to behave or to look: its title may say so, which does not make it so. */
export const MANNERS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`filterable searchable sortable zoomable animated interactive live real-time automatic dynamic rotating
    scrolling sliding responsive editable downloadable printable clickable expandable collapsible embedded big bigger
    large huge bold full-width fullscreen full-screen colourful colorful sticky floating sliding`),
  es: wordSet(`filtrable buscable ordenable animada animado interactiva interactivo automatica automatico dinamica dinamico
    giratorio deslizante adaptable editable descargable imprimible desplegable incrustado grande enorme negrita colorida
    colorido fija fijo flotante`),
}

/** A title that says how many there are does not make them so many. */
export const COUNTING: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('two three four five six seven eight nine ten twelve dozen several few many 2 3 4 5 6 7 8 9 10 12 20'),
  es: wordSet(
    'dos tres cuatro cinco seis siete ocho nueve diez doce varios varias pocos muchos 2 3 4 5 6 7 8 9 10 12 20',
  ),
}

/** Behind them something would happen, or not always. */
export const RELATIVE: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('that which who where when if so can could'),
  es: wordSet('que quien donde cuando si puede puedan pueden'),
}

/** What people ask of sites that only a server could do, beside what no application has either. `|` between phrases. */
const CAPABILITIES: readonly Capability[] = [
  {
    en: `online_booking|online_bookings|online_reservation|online_reservations|online_appointments|online_ordering|online_orders|
      book_online|reserve_online|order_online|buy_online|booking_online|booking_system|reservation_system|booking_form|
      reservation_form|order_form|booking_calendar|appointment_booking|appointment_scheduling|online_store|online_shop|webshop|
      web_shop|e-commerce|ecommerce|add_to_cart|book_a_table_online|book_appointments|book_appointments_online|sell_online|
      sign-up_form|signup_form|registration_form|rsvp_form|application_form`,
    es: `reservas_online|reservas_en_linea|reserva_en_linea|reserva_online|reservar_en_linea|reservar_online|citas_en_linea|
      citas_online|pedidos_en_linea|pedidos_online|pedir_en_linea|comprar_en_linea|compra_en_linea|tienda_online|tienda_en_linea|
      tienda_virtual|comercio_electronico|sistema_de_reservas|formulario_de_reserva|formulario_de_reservas|
      formulario_de_inscripcion|formulario_de_registro|formulario_de_pedido|calendario_de_reservas|agendar_citas`,
    why: {
      en: 'A plain site has no server: nothing can be booked, ordered or filled in there but a message by e-mail.',
      es: 'Un sitio sencillo no tiene servidor: no se puede reservar, pedir ni rellenar nada, salvo un mensaje por correo.',
    },
  },
  {
    en: `login|log_in|log-in|sign_in|sign_up|signup|sign-up|register|registration|account|accounts|user_accounts|members_area|
      member_area|members_only_area|password|admin_panel|admin_area|cms|dashboard|backend|back_end|database`,
    es: `login|iniciar_sesion|inicio_de_sesion|registrarse|registro|cuentas|cuenta|area_de_miembros|area_privada|
      zona_privada|contrasena|panel_de_administracion|cms|backend|base_de_datos`,
    why: {
      en: 'A plain site has no accounts and keeps nothing; ask for a full-stack application to have them.',
      es: 'Un sitio sencillo no tiene cuentas ni guarda nada; para eso, pide una aplicación completa.',
    },
  },
  {
    en: `comments|comment|commenting|leave_comments|leave_reviews|write_reviews|post_reviews|ratings|likes|forum|guestbook|guest_book|poll|
      polls|quiz|survey|surveys|calculator|live_chat|newsletter|newsletter_sign-up|newsletter_signup|newsletter_subscription|
      subscribe|mailing_list|waitlist_form|email_signup|search_bar|search_box|search_function|site_search|search`,
    es: `comentarios|comentar|dejar_comentarios|dejar_resenas|valoraciones|me_gusta|foro|libro_de_visitas|encuesta|encuestas|
      calculadora|chat_en_vivo|boletin|boletin_de_noticias|suscribirse|lista_de_correo|buscador|barra_de_busqueda|buscar`,
    why: {
      en: 'A plain site only shows what stands on it: visitors cannot write, vote, subscribe or search there.',
      es: 'Un sitio sencillo solo muestra lo que tiene: las visitas no pueden escribir, votar, suscribirse ni buscar.',
    },
  },
  {
    en: `instagram|facebook|twitter|tiktok|youtube|linkedin|instagram_feed|social_media|social_media_links|social_links|social_icons|
      video|videos|background_video|music_player|slider|image_slider|carousel|slideshow|lightbox|parallax|popup|pop-up|
      cookie_banner|dark_mode|dark_mode_toggle|language_switcher|bilingual|in_two_languages|in_both_languages`,
    es: `instagram|facebook|twitter|tiktok|youtube|linkedin|redes_sociales|video|videos|carrusel|pase_de_diapositivas|ventana_emergente|
      aviso_de_cookies|modo_oscuro|selector_de_idioma|bilingue|en_dos_idiomas`,
    why: {
      en: 'Not among what is written here: sites have texts, drawings and links between their own pages.',
      es: 'No está entre lo que se escribe aquí: los sitios tienen textos, dibujos y enlaces entre sus propias páginas.',
    },
  },
]

const PHRASES = phrasesIn(CAPABILITIES)

/** Why sites have not what a phrase names; undefined when it names no such thing. */
export const siteLacks = (phrase: string, locale: Locale): string | undefined =>
  (PHRASES[locale].get(phrase)?.why ?? capabilityCalled(phrase, locale))?.[locale]

/** The same of what only sites have not. */
export const onlySitesLack = (phrase: string, locale: Locale): string | undefined =>
  PHRASES[locale].get(phrase)?.why[locale]
