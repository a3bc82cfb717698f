import { errorText } from '../../../core/error-texts'
import type { ErrorKey, Told } from '../../../core/told'
import type { AppSpec } from '../contract'

/** Why something cannot be done to a plan, and at which place of the form or the plan. */
export type Refusal<Place extends string = string> = { place: Place; told: Told }

/** What an edit comes to: another plan in which everything that hung on the changed part has followed, or a refusal. */
export type Edited<Place extends string = string> =
  | { spec: AppSpec; refusal: null }
  | { spec: null; refusal: Refusal<Place> }

type KeyIn<Key> = Key extends `plan.${infer Own}` ? Own : never
export type PlanKey = KeyIn<ErrorKey>

/** A sentence of the group `plan` in `messages/<language>/errors.json`. */
export const told = (key: PlanKey, values?: Record<string, string | number>): Told => ({
  key: `plan.${key}`,
  ...(values !== undefined && { values }),
})

export const refused = <Place extends string>(
  place: Place,
  key: PlanKey,
  values?: Record<string, string | number>,
): Refusal<Place> => ({ place, told: told(key, values) })

export const edited = (spec: AppSpec): { spec: AppSpec; refusal: null } => ({ spec, refusal: null })
export const refusing = <Place extends string>(refusal: Refusal<Place>): { spec: null; refusal: Refusal<Place> } => ({
  spec: null,
  refusal,
})

/** The sentence in English, for logs and for answers that nobody translates. */
export const inEnglish = (what: Told): string => errorText('en', what)
