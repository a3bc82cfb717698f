import type { Parameter, Routine } from '../schema/model.ts'
import { ident, qualified, type Statement } from './sql.ts'
import { arrayLiteral } from './write-condition.ts'
import type { Returning } from './write-mutation.ts'

/** What a function is called with. */
export type CallArgs =
  /** Of an address: text by name; of a name given several times a variadic parameter takes all. */
  | { kind: 'text'; pairs: [string, string][] }
  /** Of a body: a JSON object, with the names it has. */
  | { kind: 'json'; object: string; names: string[]; isList: boolean }
  /** The whole body for the one parameter that has no name. */
  | { kind: 'whole'; body: string }

/** The rows of a call, as a common table expression's query; a plain value is its column `pgrst_scalar`. */
export function writeCall(statement: Statement, routine: Routine, args: CallArgs, needed: Returning): string {
  const { from, list } = writeArguments(statement, routine, args)
  const call = `${qualified(routine)}(${list})`
  if (!routine.returnsComposite) return `SELECT ${call} AS pgrst_scalar${from === '' ? '' : ` FROM ${from}`}`
  const rows = `${call} AS pgrst_call`
  // A computed column is one of the row that the function answers, so it has to be asked for here.
  const isWhole = routine.relation === undefined || needed === 'all' || needed === 'none'
  const columns = isWhole ? 'pgrst_call.*' : needed.map((name) => `pgrst_call.${ident(name)}`).join(', ')
  return `SELECT ${columns} FROM ${from === '' ? rows : `${from}, LATERAL ${rows}`}`
}

function writeArguments(statement: Statement, routine: Routine, args: CallArgs): { from: string; list: string } {
  if (args.kind === 'whole') {
    const [parameter] = routine.parameters
    return { from: '', list: statement.typed(args.body, parameter!.type) }
  }
  if (args.kind === 'text') {
    const given = routine.parameters.filter(({ name }) => args.pairs.some(([key]) => key === name))
    return { from: '', list: given.map((one) => textArgument(statement, one, args.pairs)).join(', ') }
  }
  const given = routine.parameters.filter(({ name }) => args.names.includes(name))
  if (given.length === 0) return { from: '', list: '' }
  const columns = given.map(({ name, type }) => `${ident(name)} ${type}`).join(', ')
  // Of a list the first is taken.
  const object = `${statement.typed(args.object, 'json')}${args.isList ? '->0' : ''}`
  const rows = `json_to_record(${object}) AS pgrst_args(${columns})`
  return { from: rows, list: given.map((one) => named(one, `pgrst_args.${ident(one.name)}`)).join(', ') }
}

function named({ name, isVariadic }: Parameter, value: string): string {
  return `${isVariadic ? 'VARIADIC ' : ''}${ident(name)} := ${value}`
}

function textArgument(statement: Statement, parameter: Parameter, pairs: [string, string][]): string {
  const values = pairs.filter(([key]) => key === parameter.name).map(([, value]) => value)
  const last = values.at(-1)!
  const isList = parameter.isVariadic && (values.length > 1 || !last.startsWith('{'))
  return named(parameter, statement.typed(isList ? arrayLiteral(values) : last, parameter.type))
}
