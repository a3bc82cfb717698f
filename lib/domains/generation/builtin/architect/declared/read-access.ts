import { condensed } from '../condense'
import { plain } from '../../../../spec/inflect'

/** What a prompt says in so many words about who sees and writes what. Nouns are plain, as written. */
export type AccessWords = {
  /** "only me": everything belongs to one person. */
  isPersonal: boolean
  /** "members only": nothing for strangers. */
  isClosed: boolean
  /** "anyone may read" */
  isOpen: boolean
  /** "users only see their own bookings": these are private to each. */
  own: string[]
  /** "only the director can add songs": an administrator writes these. */
  staffed: string[]
  /** "curators edit": an administrator writes whatever is shown. */
  isStaffWritten: boolean
}

const PERSONAL =
  /\b(?:only me|just (?:for )?me|only i (?:can )?(?:see|use)|private to (?:me|each (?:user|person))|each (?:user|person) (?:only )?sees? (?:only )?(?:(?:their|his|her) )?own (?:data|things|entries)|(?:solo|unicamente) yo|solo para mi|cada usuario (?:solo )?ve (?:solo )?(?:lo suyo|sus datos|sus propios datos))\b/
const CLOSED =
  /\b(?:members[ -]only|staff[ -]only|(?:no|without) public access|not (?:be )?public|login required|behind (?:a )?login|invite[ -]only|(?:only|just) (?:for )?(?:logged[ -]in|registered|signed[ -]in) (?:users|members)|internal use|nobody from outside|nadie de (?:a)?fuera|sin acceso publico|uso interno|no (?:es|sea|debe ser) public[oa]|solo (?:para )?(?:miembros|empleados|personal|usuarios registrados))\b/
const OPEN =
  /\b(?:(?:any(?:one|body)|every(?:one|body)|visitors|guests) (?:may|can) (?:read|see|view|browse|look|follow|search)|public(?:ly)? (?:reading|readable|visible)|open to (?:all|everyone)|cualquiera puede (?:ver|leer|consultar|mirar|buscar)|lectura publica|visibles? para tod[oa]s|todo el mundo puede (?:ver|leer))\b/
const OWN = [
  /\bonly (?:be able to )?(?:see|view|read|access|edit|manage)s? (?:only )?(?:their|his|her|his or her) (?:own )?((?:[a-z]+ )?[a-z]+)/g,
  /\b(?:sees?|views?|reads?|accesse?s?|manages?) only (?:their|his|her) (?:own )?((?:[a-z]+ )?[a-z]+)/g,
  /\bsolo (?:(?:puede[n]? )?(?:ver|consultar|acceder a|ve|ven|vea|consulta[n]?) )?(?:a )?sus? (?:propi[oa]s? )?([a-z]+(?: de [a-z]+)?)/g,
  /\b(?:ve|ven|ver) (?:solo|unicamente) sus? (?:propi[oa]s? )?([a-z]+)/g,
]
const WRITE =
  '(?:add|create|write|edit|publish|manage|post|upload|change|update|delete)(?:s)?(?:,? (?:and|or) (?:add|create|write|edit|publish|delete|manage)s?)*'
const WRITE_ES =
  '(?:agregar|añadir|crear|escribir|editar|publicar|gestionar|subir|modificar|borrar|eliminar)(?: [yo] (?:agregar|crear|editar|publicar|borrar|eliminar))*'
const STAFFED = [
  new RegExp(
    `\\bonly (?!(?:the )?(?:owners?|authors?|creators?|person|user|member|seller|one)\\b)(?:the |an? )?(?:[a-z]+ )?[a-z]+ (?:can|may) ${WRITE} ?(?:new |the )?([a-z]+)?`,
    'g',
  ),
  new RegExp(
    `\\bsolo (?!(?:el |la |los )?(?:duen\\w+|autor\\w*|creador\\w*|propietari\\w+|usuario)\\b)(?:el |la |los |las )?[a-z]+ puede[n]? ${WRITE_ES} ?(?:nuev[oa]s )?(?:las? |los? )?([a-z]+)?`,
    'g',
  ),
]
const STAFF_WRITTEN =
  /\b(?:curators|editors|librarians|admins|administrators|curadores|editores|bibliotecarios|administradores) (?:can )?(?:edit|write|manage|editan|escriben|publican|gestionan)\b|\b(?:students|readers|visitors|members|estudiantes|alumnos|lectores) (?:can only|only|solo pueden|unicamente pueden) (?:read|leer|ver)\b/

const nouns = (text: string, patterns: RegExp[]): string[] =>
  patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '*'))

/** As long as a prompt may be: who may see what is often said last. */
const MOST = 20_000

/** @param prompt the whole prompt: refusals ("no public access") count here */
export function readAccess(prompt: string): AccessWords {
  const text = plain(condensed(prompt, MOST))
  const staffed = nouns(text, STAFFED)
  return {
    isPersonal: PERSONAL.test(text),
    isClosed: CLOSED.test(text),
    isOpen: OPEN.test(text),
    own: nouns(text, OWN),
    staffed: staffed.filter((noun) => noun !== '*' && noun !== 'anything' && noun !== 'everything'),
    isStaffWritten: STAFF_WRITTEN.test(text) || staffed.includes('*'),
  }
}
