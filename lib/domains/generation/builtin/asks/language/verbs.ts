import type { Locale } from '../../../../spec/inflect'
import { VERBS } from '../../architect/lexicon/grammar'

/** What somebody does in the application, as far as a scenario can do it. */
export type Op =
  | 'add'
  | 'view'
  | 'edit'
  | 'delete'
  | 'manage'
  | 'search'
  | 'filter'
  | 'sort'
  | 'comment'
  | 'rate'
  | 'review'
  | 'like'
  | 'vote'
  | 'favorite'
  | 'follow'
  | 'enroll'
  | 'apply'
  | 'book'
  | 'share'
  | 'upload'
  | 'account'
  /** Something that only the design of the application knows. */
  | 'deed'

const OPS: Record<Locale, Partial<Record<Op, string>>> = {
  en: {
    add: `add create save record register publish submit write enter log input post store keep list propose make leave open
      place give`,
    view: 'view see browse read display show',
    edit: 'edit update change modify',
    delete: 'delete remove',
    manage: 'manage maintain organize organise administer handle track',
    search: 'search find',
    filter: 'filter',
    sort: 'sort',
    comment: 'comment',
    rate: 'rate',
    review: 'review',
    like: 'like',
    vote: 'vote upvote',
    favorite: 'favorite favourite bookmark',
    follow: 'follow',
    enroll: 'enroll enrol',
    apply: 'apply',
    book: 'book reserve schedule',
    share: 'share',
    upload: 'upload',
  },
  es: {
    add: `agregar añadir crear guardar registrar publicar escribir anotar apuntar ingresar proponer introducir dejar
      hacer abrir`,
    view: 'ver mirar consultar leer explorar mostrar visualizar listar',
    edit: 'editar actualizar modificar cambiar',
    delete: 'eliminar borrar quitar',
    manage: 'gestionar administrar manejar organizar llevar controlar mantener',
    search: 'buscar encontrar',
    filter: 'filtrar',
    sort: 'ordenar',
    comment: 'comentar',
    rate: 'calificar valorar puntuar',
    review: 'reseñar resenar',
    vote: 'votar',
    follow: 'seguir',
    enroll: 'inscribir',
    apply: 'postular',
    book: 'reservar agendar programar',
    share: 'compartir',
    upload: 'subir cargar',
  },
}

/** Said in several words, or as a noun. */
const PHRASES: Record<Locale, Partial<Record<Op, string>>> = {
  en: {
    account: `sign_up|sign_in|log_in|log_out|sign_out|create_an_account|create_accounts|registration|user_registration|
      sign-up|login|log-in|signup|user_accounts|accounts|authentication|user_login|registration_and_login|register_and_log_in
      |sign_up_and_log_in|login_and_registration|sign_up_and_sign_in`,
    add: 'subscribe_to',
    view: 'look_at|look_through|go_through|check_out',
    search: 'search_for|look_for|search_function|search_bar|search_box|searching',
    filter: 'filters|filtering',
    sort: 'sorting',
    comment: 'comment_on|leave_comments_on|post_comments_on|commenting_on|commenting',
    like: 'give_likes_to',
    vote: 'vote_on|vote_for|voting',
    apply: 'apply_for|apply_to',
    enroll: 'enroll_in|enrol_in|enroll_to',
    review: 'leave_reviews_on|leave_reviews_for|write_reviews_of|review',
    favorite: 'add_to_favorites|mark_as_favorite|save_as_favorite',
  },
  es: {
    account: `registrarse|iniciar_sesion|registro_de_usuarios|inicio_de_sesion|crear_una_cuenta|crear_cuenta|cuentas_de_usuario
      |cerrar_sesion|autenticacion|registro_e_inicio_de_sesion|darse_de_alta|login|se_registran|se_registren|se_registren_e_inicien_sesion`,
    add: 'suscribirse_a|suscribirse_al|se_suscriben_a|se_suscriban_a',
    search: 'buscador|busqueda|busquedas',
    filter: 'filtros|filtrado',
    comment: 'dejar_comentarios_en|dejar_comentarios|dejan_comentarios',
    like: 'dar_me_gusta_a|dan_me_gusta_a|den_me_gusta_a|dar_like_a',
    enroll: 'inscribirse_en|se_inscriben_en|se_inscriban_en|apuntarse_a',
    apply: 'postularse_a|postular_a|se_postulan_a',
    review: 'dejar_reseñas_de|dejar_resenas_de|dejar_resenas|dejan_resenas',
    vote: 'votar_por',
  },
}

const lemmas = (locale: Locale): ReadonlyMap<string, Op> =>
  new Map(
    Object.entries(OPS[locale]).flatMap(([op, words]) => words.split(/\s+/).map((word) => [word, op as Op] as const)),
  )
const phrases = (locale: Locale): ReadonlyMap<string, Op> =>
  new Map(
    Object.entries(PHRASES[locale]).flatMap(([op, words]) =>
      words.split('|').map((word) => [word.trim().replaceAll('_', ' '), op as Op] as const),
    ),
  )
const LEMMAS = { en: lemmas('en'), es: lemmas('es') }
export const VERB_PHRASES: Record<Locale, ReadonlyMap<string, Op>> = { en: phrases('en'), es: phrases('es') }

/** What a single word does, in any of its forms; `isBare` when nothing but a verb is written so. */
export function verbOf(word: string, locale: Locale): { op: Op; form: string } | null {
  const known = VERBS.get(word)
  const lemma = known?.lemma ?? word
  const op = LEMMAS[locale].get(lemma) ?? LEMMAS[locale].get(word)
  return op === undefined ? null : { op, form: known?.form ?? 'base' }
}

/** What is done, as a noun beside its thing: "order management", "gestión de pedidos". */
const DEEDS: Record<Locale, Partial<Record<Op, string>>> = {
  en: {
    manage: 'management administration',
    add: 'submission creation recording posting publishing entry',
    view: 'viewing browsing listing listings display',
    edit: 'editing modification',
    delete: 'deletion removal',
    search: 'search',
  },
  es: {
    manage: 'gestion administracion',
    add: 'creacion registro publicacion alta',
    view: 'consulta listado visualizacion',
    edit: 'edicion modificacion',
    delete: 'eliminacion borrado',
    search: 'busqueda',
  },
}
const deeds = (locale: Locale): ReadonlyMap<string, Op> =>
  new Map(
    Object.entries(DEEDS[locale]).flatMap(([op, words]) => words.split(' ').map((word) => [word, op as Op] as const)),
  )
export const DEED_NOUNS: Record<Locale, ReadonlyMap<string, Op>> = { en: deeds('en'), es: deeds('es') }

/** Behind a thing (Spanish: in front of it) they say no more than that there is something to know of it. */
export const HOLLOW: Record<Locale, ReadonlySet<string>> = {
  en: new Set('information info data details records listings list lists'.split(' ')),
  es: new Set('informacion datos detalles registros lista listado listas'.split(' ')),
}
