import { fieldLabel } from '../../../spec/names'
import type { ApartRule, Counted, DaysRule, MostRule, Rule } from '../../../spec/rules'
import { textsFor } from '../backend/texts'
import { code } from '../code'
import type { EntityModel, ProjectModel } from '../project-model'
import { literal, name, objectName, table } from './sql'

/**
 * What rows must keep to, as triggers. They run after the row is there, so that policies are asked first, and with the
 * definer's rights, because what counts may be rows that the person does not see. Who is no user of the application
 * (its seed, its server) is not held to them.
 */

const nameOf = (rule: Rule): string =>
  objectName('keep', rule.rule, rule.table, ...(rule.rule === 'days' ? [rule.column] : rule.per))

/** `public.keep_most_bookings_class_id()` */
export const ruleSignature = (rule: Rule): string => `public.${name(nameOf(rule))}()`

const UNHELD = `if coalesce((select auth.jwt()) ->> 'role', '') not in ('anon', 'authenticated') then return null; end if;`

/** The function of a rule and the trigger that calls it. */
export function ruleFunction(project: ProjectModel, rule: Rule): string {
  const signature = ruleSignature(rule)
  return code`
    create function ${signature} returns trigger
      language plpgsql security definer set search_path = '' as $$
    ${bodyOf(project, rule)}
    $$;
    revoke all on function ${signature} from public, anon, authenticated;

    create or replace trigger ${name(nameOf(rule))} after insert or update on ${table(rule.table)} for each row execute function ${signature};
  `
}

function bodyOf(project: ProjectModel, rule: Rule): string {
  switch (rule.rule) {
    case 'most':
      return mostBody(project, rule)
    case 'days':
      return daysBody(project, rule)
    case 'apart':
      return apartBody(project, rule)
  }
}

/** `hint` tells the application that the message is for whoever sent the row. */
const refuse = (message: string): string =>
  `raise exception using errcode = '23514', hint = 'rule', message = ${literal(message)};`

/** Two people at the same moment are looked at one after the other. */
const oneByOne = (rule: Rule, per: readonly string[]): string =>
  `perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', ${[literal(nameOf(rule)), ...per.map((column) => `new.${name(column)}`)].join(', ')}), 0));`

const isSame = (per: readonly string[]): string[] => per.map((column) => `other.${name(column)} = new.${name(column)}`)

function counts({ column, is }: Counted, row: 'new' | 'other'): string {
  const values = is
    .filter((value) => value !== null)
    .map((value) => (value === true || value === false ? String(value) : literal(value)))
  const tests = [
    values.length > 0 ? `${row}.${name(column)} in (${values.join(', ')})` : '',
    is.includes(null) ? `${row}.${name(column)} is null` : '',
  ].filter(Boolean)
  return `(${tests.join(' or ')})`
}

function mostBody(project: ProjectModel, rule: MostRule): string {
  const { per, most, where } = rule
  const parent = parentOf(project, rule.table, per[0]!)
  const limit =
    typeof most === 'number'
      ? `most integer := ${most};`
      : `most integer := (select ${name(most)} from ${table(parent?.entity.table ?? '')} where id = new.${name(per[0]!)});`
  const tests = [...isSame(per), ...(where === undefined ? [] : [counts(where, 'other')])]
  return code`
    declare ${limit}
    begin
      ${UNHELD}
      ${where && `if not coalesce(${counts(where, 'new')}, false) then return null; end if;`}
      ${oneByOne(rule, per)}
      if (select count(*) from ${table(rule.table)} other where ${tests.join(' and ')}) > most then
        ${refuse(mostMessage(project, rule))}
      end if;
      return null;
    end
  `
}

const parentOf = (project: ProjectModel, of: string, column: string): EntityModel | undefined =>
  project.byTable.get(project.byTable.get(of)?.references.find((reference) => reference.column === column)?.table ?? '')

/** What somebody is told who wants one more. */
function mostMessage(project: ProjectModel, { table: of, per, most, where }: MostRule): string {
  const texts = textsFor(project.locale)
  const model = project.byTable.get(of)
  if (typeof most !== 'number') return texts.full
  const isOwn = per.some((column) => column === model?.owner)
  if (most === 1 && !isOwn) return where === undefined ? texts.taken : texts.notFree
  return (isOwn ? texts.mostEach : texts.mostOf)
    .replace('{n}', String(most))
    .replace('{many}', model?.names.labelMany ?? of)
}

function daysBody(project: ProjectModel, { table: of, column, least, most }: DaysRule): string {
  const texts = textsFor(project.locale)
  const field = project.byTable.get(of)?.fields.find((one) => one.column === column)
  const say = (text: string, days: number): string =>
    refuse(text.replace('{field}', field === undefined ? column : fieldLabel(field)).replace('{n}', String(days)))
  const day = `new.${name(column)}::date`
  const plus = (days: number): string => (days < 0 ? `- ${-days}` : `+ ${days}`)
  return code`
    begin
      ${UNHELD}
      if tg_op = 'UPDATE' then
        if new.${name(column)} is not distinct from old.${name(column)} then return null; end if;
      end if;
      ${most !== undefined && `if ${day} > current_date ${plus(most)} then ${say(texts.daysMost, most)} end if;`}
      ${least !== undefined && `if ${day} < current_date ${plus(least)} then ${say(least === 0 ? texts.notPast : texts.daysLeast, least)} end if;`}
      return null;
    end
  `
}

function apartBody(project: ProjectModel, rule: ApartRule): string {
  const { per, from, to } = rule
  const tests = [
    'other.id <> new.id',
    ...isSame(per),
    `other.${name(from)} < new.${name(to)}`,
    `other.${name(to)} > new.${name(from)}`,
  ]
  return code`
    begin
      ${UNHELD}
      ${oneByOne(rule, per)}
      if exists (select 1 from ${table(rule.table)} other where ${tests.join(' and ')}) then
        ${refuse(textsFor(project.locale).taken)}
      end if;
      return null;
    end
  `
}
