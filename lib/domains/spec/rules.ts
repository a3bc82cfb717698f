import { z } from 'zod'

/**
 * What rows must keep to, beyond the type of a value and beyond who may change them: part of `devora.json`. The
 * database holds them as triggers (`builtin/database/write-rules`), so they hold however a row is sent, and for two
 * people at the same moment. Browser-safe.
 */

const Column = z.string().min(1).max(63)
const Table = z.string().min(1).max(63)

/** Rows that count: those with one of these values; `null` is an empty one. */
export const Counted = z.strictObject({
  column: Column,
  is: z
    .array(z.union([z.string().max(200), z.boolean(), z.null()]))
    .min(1)
    .max(20),
})
export type Counted = z.infer<typeof Counted>

/**
 * At most so many rows with the same values of `per`: one booking per person and class, as many as a class has places.
 */
export const MostRule = z.strictObject({
  rule: z.literal('most'),
  table: Table,
  per: z.array(Column).min(1).max(4),
  /** A number, or the column of the row that the first of `per` points to; where that is empty, nothing is limited. */
  most: z.union([z.int().min(1).max(100_000), Column]),
  where: Counted.optional(),
})
export type MostRule = z.infer<typeof MostRule>

/** A date that is given is at least and at most so many days from today; only when it is given or changed. */
export const DaysRule = z.strictObject({
  rule: z.literal('days'),
  table: Table,
  column: Column,
  least: z.int().min(-3_660).max(3_660).optional(),
  most: z.int().min(-3_660).max(3_660).optional(),
})
export type DaysRule = z.infer<typeof DaysRule>

/** No two rows with the same `per` take place at the same time: from one moment to, but without, the other. */
export const ApartRule = z.strictObject({
  rule: z.literal('apart'),
  table: Table,
  per: z.array(Column).max(3),
  from: Column,
  to: Column,
})
export type ApartRule = z.infer<typeof ApartRule>

export const Rule = z.discriminatedUnion('rule', [MostRule, DaysRule, ApartRule])
export type Rule = z.infer<typeof Rule>

/** What an ask names it by: `most:bookings.class_id.member_id`. */
export const ruleName = (rule: Rule): string =>
  [`${rule.rule}:${rule.table}`, ...(rule.rule === 'days' ? [rule.column] : rule.per)].join('.')

type Tables = readonly {
  table: string
  fields: readonly { column: string; type: string; references?: string | undefined }[]
}[]

/** Whether a plan has all that a rule speaks of: fields and things may have gone since. */
function isRuleOf(rule: Rule, entities: Tables): boolean {
  const columnOf = (table: string | undefined, column: string) =>
    entities.find((one) => one.table === table)?.fields.find((field) => field.column === column)
  const has = (column: string): boolean => columnOf(rule.table, column) !== undefined
  const parentOf = (column: string): string | undefined =>
    columnOf(rule.table, column)?.references?.replace(/^public\./, '')
  if (rule.rule === 'days') return has(rule.column)
  if (rule.rule === 'apart') return [...rule.per, rule.from, rule.to].every(has)
  const isCounted = rule.where === undefined || has(rule.where.column)
  const isBounded = typeof rule.most === 'number' || columnOf(parentOf(rule.per[0]!), rule.most) !== undefined
  return rule.per.every(has) && isCounted && isBounded
}

/** The rules of a plan that it still has all for. */
export const rulesOf = (plan: { rules?: readonly Rule[] | undefined; entities: Tables }): Rule[] =>
  (plan.rules ?? []).filter((rule) => isRuleOf(rule, plan.entities))
