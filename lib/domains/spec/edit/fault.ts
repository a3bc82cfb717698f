import type { Told } from '../../../core/told'
import { type PlanKey, told } from './edited'

/** What is wrong with a plan, and where in it. */
export type Fault = { path: readonly (string | number)[]; told: Told }

export const fault = (path: Fault['path'], key: PlanKey, values?: Record<string, string | number>): Fault => ({
  path,
  told: told(key, values),
})
