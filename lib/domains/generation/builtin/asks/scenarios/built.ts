import type { AskKind } from '../../../../spec/asks'
import type { Scenario, Step } from '../../../../spec/scenario'
import type { EntityModel, Model } from '../../frontend/model'
import type { AskTexts } from '../texts'
import { listPath } from '../../frontend/model'
import type { Person } from './rows'

/** What a wish comes to when it is held against the plan. */
export type Built = {
  kind: AskKind
  meaning: string
  state: 'planned' | 'not_built'
  why?: string
  /** Why no scenario can show what is planned. */
  unprovable?: string
  items: string[]
  scenarios: Scenario[]
}

export type Stage = {
  model: Model
  texts: AskTexts
  /** Nouns that the prompt has for people, beside "users" and the like. */
  groups: ReadonlySet<string>
  hasUsers: boolean
  hasSelf: boolean
}

export const entityItem = (one: EntityModel): string => `entity:${one.entity.table}`
export const accessItem = (one: EntityModel): string => `access:${one.entity.table}`
export const many = (one: EntityModel): string => one.names.labelMany

export const notBuilt = (kind: AskKind, meaning: string, why: string, items: string[] = []): Built => ({
  kind,
  meaning,
  state: 'not_built',
  why,
  items,
  scenarios: [],
})
export const unproven = (kind: AskKind, meaning: string, unprovable: string, items: string[]): Built => ({
  kind,
  meaning,
  state: 'planned',
  unprovable,
  items,
  scenarios: [],
})
export const planned = (kind: AskKind, meaning: string, items: string[], scenarios: Scenario[]): Built => ({
  kind,
  meaning,
  state: 'planned',
  items,
  scenarios,
})

export const scene = (title: string, steps: Step[]): Scenario => ({ title, steps })

/** A visit of the page of all rows. */
export function goToRows(one: EntityModel, as?: Person): Step[] | null {
  const path = listPath(one)
  return path === null ? null : [{ do: 'visit', path, ...(as !== undefined && { as }) }]
}
