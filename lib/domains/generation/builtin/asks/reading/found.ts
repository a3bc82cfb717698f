import type { Locale } from '../../../../spec/inflect'
import type { Field } from '../../../../spec/contract'
import type { EntityModel } from '../../frontend/model'
import type { PlannedDeed } from '../plan-words'
import type { Atom } from './atom'
import type { Who, Wish } from './wish'

/** What a template knows of the sentence around the clause. */
export type Scene = {
  locale: Locale
  /** Whom the clauses before spoke of. */
  who: Who | null
  /** The thing that was spoken of last, for "them" and for fields that stand alone. */
  one: EntityModel | null
  /** Whether a value of the field can be read on a page. */
  isReadable(one: EntityModel, field: Field): boolean
  /** What is done by this verb to rows of a thing, where the design of the application says so. */
  deedOf(verb: Atom, one: EntityModel): PlannedDeed | null
  /** The thing that is spoken of, if it has such a field. */
  ownerOf(atom: Atom): { one: EntityModel; field: Field } | null
}

/** What atoms each wish stands on; an atom of none was not understood. */
export type Found = {
  end: number
  wishes: readonly { wish: Wish; atoms: readonly Atom[] }[]
  one?: EntityModel | null
  who?: Who | null
}
