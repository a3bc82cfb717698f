import type { Locale } from '../../../../spec/inflect'
import { wordSet } from './word-lists'

/** Who does something: anybody at all, whoever has signed up, or the staff. */
export type Actor = 'anyone' | 'user' | 'admin'

export const ACTORS: Record<Locale, Record<Actor, ReadonlySet<string>>> = {
  en: {
    anyone: wordSet(
      'anyone anybody everyone everybody visitors visitor guests guest the_public people_without_an_account',
    ),
    user: wordSet(
      'users user members member people person registered_users registered_user logged-in_users signed-in_users they',
    ),
    admin: wordSet('admins admin administrators administrator the_staff staff'),
  },
  es: {
    anyone: wordSet('cualquiera visitantes visitante invitados invitado cualquier_persona todo_el_mundo'),
    user: wordSet(
      `usuarios usuario usuarias usuaria miembros miembro personas persona gente usuarios_registrados cada_usuario
      cada_persona ellos ellas`,
    ),
    admin: wordSet('administradores administrador administradora administracion admin admins'),
  },
}

/** The one who writes the prompt; alone, the application is theirs. */
export const SELF: Record<Locale, ReadonlySet<string>> = {
  en: wordSet('i we'),
  es: wordSet('yo nosotros nosotras'),
}

/** What stands between who and what they do. */
export const MODALS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`can could should may will would shall should_be_able_to are_able_to is_able_to be_able_to
    able_to can_also should_also need_to want_to wants_to would_like_to get_to should_be_allowed_to
    must_be_able_to will_be_able_to may_also to_be_able_to`),
  es: wordSet(`puede pueden pueda puedan podra podran podran_tambien quiere
    quieren se_puede se_pueden se_pueda se_puedan pueden_tambien poder debe_poder deben_poder
    quiero_poder`),
}
