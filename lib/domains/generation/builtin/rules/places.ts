import type { Field } from '../../../spec/contract'
import { plain } from '../../../spec/inflect'
import type { Counted } from '../../../spec/rules'
import { wordsAt } from '../asks/reading/atom'
import { LONGEST_NAME, type PlanWords } from '../asks/plan-words'
import { tokenize } from '../asks/reading/tokens'
import type { EntityModel } from '../frontend/model'

/** Where in the plan a rule is at home: what its words mean there. */

/** Whoever uses the application, by any word. */
const PERSON =
  /^(?:(?:same |misma? )?(?:person|people|member|user|customer|client|guest|student|visitor|voter|player|participant|employee|neighbou?r|household|family|account|head|persona|miembro|soci[oa]|usuari[oa]|client[ea]|alumn[oa]|visitante|votante|jugador[a]?|participante|emplead[oa]|vecin[oa]|familia|cuenta|cabeza))s?$/

/** The thing that a phrase names, or the longest part of it. */
export function thingIn(phrase: string, words: PlanWords): EntityModel | undefined {
  // "rounds of ten questions" are rounds.
  const tokens = tokenize(phrase.split(/ (?:of|with|for|from|de|del|con|para) /)[0]!)
  for (let length = Math.min(LONGEST_NAME, tokens.length); length > 0; length--)
    for (let at = 0; at + length <= tokens.length; at++) {
      const said = wordsAt(tokens, at, length)
      const found = said === null ? undefined : words.entityCalled(said)
      if (found !== undefined) return found
    }
  return undefined
}

/** The things that a sentence names, each once. */
export function thingsIn(text: string, words: PlanWords): EntityModel[] {
  const parts = text.split(/[^a-z'-]+/)
  const found = new Set<EntityModel>()
  for (let at = 0; at < parts.length; at++)
    for (let length = 3; length > 0; length--) {
      const one = words.entityCalled(parts.slice(at, at + length).join(' '))
      if (one === undefined) continue
      found.add(one)
      break
    }
  return [...found]
}

export const isPerson = (phrase: string, words: PlanWords): boolean =>
  PERSON.test(phrase) || words.design.people.has(phrase)

/** The column by which rows of one thing belong to another. */
export const linkTo = (one: EntityModel, parent: EntityModel): Field | undefined =>
  one.references.find(({ target }) => target === parent)?.field

/** Words of rows that come and go: who has it now gives it back. */
const OPEN_FLAG = /^(?:returned|finished|done|closed|given_back|devuelt[oa]|terminad[oa]|cerrad[oa])$/
const OPEN_DATE = /^(?:returned|ended|closed|devuelt[oa]|terminad[oa])(?:_(?:at|on|el))?$/

/** Values by which a row is over. */
const OVER =
  /^(?:returned|closed|done|finished|completed|cancell?ed|rejected|declined|expired|retired|devuelt|cerrad|terminad|finalizad|realizad|completad|cancelad|rechazad|vencid)[oa]?$/

/** Which rows count as going on; undefined where all do. */
export function openRows({ fields }: EntityModel): Counted | undefined {
  const flag = fields.find(({ column, type }) => type === 'boolean' && OPEN_FLAG.test(column))
  if (flag !== undefined) return { column: flag.column, is: [false] }
  const date = fields.find(
    ({ column, type, required }) =>
      (type === 'date' || type === 'datetime') && required !== true && OPEN_DATE.test(column),
  )
  if (date !== undefined) return { column: date.column, is: [null] }
  const state = fields.find(
    ({ type, values = [] }) => type === 'enum' && values.some((value) => OVER.test(plain(value))),
  )
  const going = state?.values?.filter((value) => !OVER.test(plain(value))) ?? []
  if (state === undefined || going.length === 0) return undefined
  // Whoever says nothing of its state has not said that it is over.
  return { column: state.column, is: state.required === true ? going : [...going, null] }
}

const PLACES =
  /(?:^|_)(?:capacity|places|seats|spots|spaces|max\w*|maximum\w*|limit\w*|capacidad|plazas|asientos|cupos?|aforo|maximo\w*)(?:_|$)/

/** How many a thing has room for. */
export const roomIn = ({ fields }: EntityModel): Field | undefined =>
  fields.find(({ column, type }) => type === 'integer' && PLACES.test(column))

/** What people add for themselves below a thing: bookings of a class. Those of a deed first. */
export function takenOf(parent: EntityModel, verb: string, words: PlanWords): EntityModel | undefined {
  const deed = words.deedOf(verb, parent)
  if (deed !== null && deed.set === null && deed.one !== parent) return deed.one
  const own = parent.children.map(({ child }) => child).filter((child) => child.owner !== null)
  const named = own.filter(({ entity }) => TAKEN.test(entity.table))
  return named.length === 1 ? named[0] : undefined
}

const TAKEN =
  /booking|reserv|appointment|cita|registration|enrol|inscrip|matric|signup|attend|participa\w*|loan|prestamo|rental|alquiler|ticket|entrada|seat|shift|turno|vote|voto|rsvp|spot|place|order|pedido|rating|review|valoracion|resena|calificacion|bid|puja|pledge|answer|respuesta/

const WHEN = /start|begin|slot|time|date|day|inicio|empieza|comienza|hora|fecha|dia|franja|hueco/

/** The moment that rows of a thing are for. */
export const momentOf = ({ fields }: EntityModel): Field | undefined =>
  fields.find(({ column, type }) => type === 'datetime' && WHEN.test(column)) ??
  fields.find(({ column, type }) => type === 'date' && WHEN.test(column))

const ENDS = /(?:^|_)(?:ends?|until|termina|fin|finaliza)(?:_|$)/

/** The moment at which it is over. */
export const endOf = ({ fields }: EntityModel): Field | undefined =>
  fields.find(({ column, type }) => type === 'datetime' && ENDS.test(column))

const DUE = /due|return|until|expire|deadline|back|end|devol|vence|venc|hasta|limite|fin/

/** The day until which rows of a thing last. */
export const dueOf = ({ fields }: EntityModel): Field | undefined =>
  fields.find(
    ({ column, type }) => (type === 'date' || type === 'datetime') && DUE.test(column) && !OPEN_DATE.test(column),
  )
