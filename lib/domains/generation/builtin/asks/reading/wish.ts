import type { Entity, Field } from '../../../../spec/contract'
import type { EntityModel, PageModel } from '../../frontend/model'
import type { Rule } from '../../../../spec/rules'
import type { Actor } from '../language/actors'
import type { Op } from '../language/verbs'
import type { Token } from './tokens'

/** What a field must be from now on. */
export type Alteration = 'required' | 'optional' | 'unique' | 'type'

/** Who does it: by what they may, and by the noun the prompt has for them where it is one of its own. */
export type Who = { actor: Actor | 'self' | 'group'; noun: string; isOne: boolean }

/** What a clause that was read whole asks for. */
export type Wish =
  | { what: 'do'; op: Op; one: EntityModel; who: Who | null; isOwn: boolean; isAll: boolean }
  | { what: 'set'; one: EntityModel; field: Field; value: string; who: Who | null }
  | { what: 'data'; one: EntityModel; fields: readonly Field[]; children: readonly EntityModel[] }
  | { what: 'under'; one: EntityModel; parent: EntityModel }
  | { what: 'narrow'; op: Op; one: EntityModel; fields: readonly Field[] }
  | { what: 'page'; page: PageModel | null; name: string; one?: EntityModel }
  | { what: 'account' }
  | { what: 'look'; colours: readonly string[] }
  | { what: 'language'; language: string }
  | { what: 'name' }
  | { what: 'gone'; name: string; one: EntityModel | null }
  | { what: 'without'; name: string; one: EntityModel | null }
  | { what: 'access'; op: Op; one: EntityModel; who: Who; isOnly: boolean; isDenied: boolean }
  | { what: 'own'; one: EntityModel }
  | { what: 'renamed'; one: EntityModel }
  | { what: 'altered'; one: EntityModel; field: Field; how: Alteration }
  | { what: 'paged'; one: EntityModel }
  | { what: 'missing'; why: string }
  | { what: 'limit'; one: EntityModel; rule: Rule }
  | { what: 'order'; one: EntityModel; order: NonNullable<Entity['order']> }
  | { what: 'late'; one: EntityModel; late: NonNullable<Entity['late']> }
  | { what: 'export'; one: EntityModel }
  | { what: 'rule' }

/** Words that a wish owns. */
export type Draft = { wish: Wish; tokens: readonly Token[] }
