import type { AppSpec } from '../../../spec/contract'
import { type Rule, rulesOf } from '../../../spec/rules'
import { BLUEPRINTS, type BlueprintRule } from './blueprint'
import { type Placed, placedIn } from './blueprint-words'

/**
 * A new plan with what its rows keep to because its design says so. A plan that is there already has what it was made
 * with: a later prompt gives it only the rules that it states.
 */
export function withDesignRules(spec: AppSpec): AppSpec {
  const blueprint = spec.blueprint === undefined ? undefined : BLUEPRINTS.get(spec.blueprint)
  if (blueprint === undefined) return spec
  const placed = placedIn(blueprint, spec.locale, spec.entities)
  const rules = rulesOf({ ...spec, rules: blueprint.rules.flatMap((rule) => ruleIn(rule, placed, spec) ?? []) })
  return rules.length === 0 ? spec : { ...spec, rules }
}

function ruleIn(rule: BlueprintRule, placed: readonly Placed[], spec: AppSpec): Rule | null {
  const tableOf = (key: string): string | undefined => placed.find(({ one }) => one.en === key)?.table
  const table = tableOf(rule.of)
  if (table === undefined) return null
  const columnIn = (of: string, key: string): string | undefined =>
    placed.find((each) => each.table === of)?.fields.find(({ known }) => known.en === key)?.column
  const linkTo = (parent: string): string | undefined =>
    spec.entities.find((one) => one.table === table)?.fields.find(({ references }) => references === tableOf(parent))
      ?.column
  const owner = spec.access.find((each) => each.table === table)?.owner ?? undefined
  const per = rule.per.map((key) => (key === 'owner' ? owner : (linkTo(key) ?? columnIn(table, key))))
  if (per.some((column) => column === undefined)) return null
  const where = rule.while && columnIn(table, rule.while.field)
  if (rule.while !== undefined && where === undefined) return null
  const most = typeof rule.most === 'number' ? rule.most : columnIn(tableOf(rule.per[0]!) ?? '', rule.most)
  if (most === undefined) return null
  return {
    rule: 'most',
    table,
    per: per as string[],
    most,
    ...(rule.while && where !== undefined && { where: { column: where, is: rule.while.is } }),
  }
}
