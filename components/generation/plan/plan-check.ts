import { AppSpec } from '@/lib/domains/spec/contract'

export type PlanFault = {
  /** The table it is about; null when it is about the plan as a whole. */
  table: string | null
  reason: string
}

const IDENTIFIER = /^[a-z][a-z0-9_]{0,59}$/

/**
 * What is wrong with a plan, in the order of the page; empty when it can be sent. The server looks again: this is here
 * so that one sees it while one types. Pure.
 */
export function planFaults(spec: AppSpec): PlanFault[] {
  const parsed = AppSpec.safeParse(spec)
  const faults: PlanFault[] = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ table: null, reason: `${issue.path.join('.')}: ${issue.message}` }))
  if (spec.name.trim() === '') faults.push({ table: null, reason: 'Give it a name.' })
  if (spec.entities.length === 0 && spec.mode !== 'site')
    faults.push({ table: null, reason: 'Keep at least one thing.' })
  for (const which of ['background', 'component'] as const)
    if (!/^#[0-9a-f]{6}$/i.test(spec.theme[which]))
      faults.push({ table: null, reason: `Write the ${which} colour like #2563eb.` })
  const twice = spec.pages.find(({ path }, at) => spec.pages.findIndex((page) => page.path === path) !== at)
  if (twice !== undefined) faults.push({ table: null, reason: `Two pages have the address ${twice.path}.` })
  for (const entity of spec.entities) {
    const wrong = (reason: string) => faults.push({ table: entity.table, reason })
    if (entity.name.trim() === '') wrong('A thing needs a name.')
    if (!IDENTIFIER.test(entity.table)) wrong(`“${entity.name}” cannot be a table.`)
    if (spec.entities.some((one) => one !== entity && (one.table === entity.table || one.name === entity.name)))
      wrong(`Two things are called “${entity.name}”.`)
    if (entity.fields.length === 0) wrong(`“${entity.name}” has no field.`)
    for (const field of entity.fields) {
      if (!IDENTIFIER.test(field.column)) wrong(`“${field.name}” cannot be a field.`)
      if (field.type === 'enum' && (field.values ?? []).length === 0)
        wrong(`Say what one can choose for “${field.name}”.`)
    }
    if (!spec.access.some((rule) => rule.table === entity.table)) wrong(`Nobody may do anything with “${entity.name}”.`)
  }
  return faults
}
