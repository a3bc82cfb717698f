import type { Field } from '../../../spec/contract'
import type { ProjectFile } from '../../agents/agent'
import { validationFile } from '../backend/validation-file'
import { code, key, quote } from '../code'
import { type EntityModel, formFields } from '../project-model'
import { edgeValues, mostCharacters, storedValue, typedValue, wrongValues } from './sample-values'
import { testFile } from './test-file'
import { exportsName, type TesterInput } from './tester-input'
import type { Words } from './words'

/** `tests/support/form.ts`: forms as the browser sends them, and what a validator answered. */
export const formSupport = (): ProjectFile =>
  testFile(
    'tests/support/form.ts',
    code`
    type Answer<T> = { data: T } | { errors: Record<string, string> }

    /** A form in which these fields were filled in; one that is undefined is missing. */
    export function formOf(values: Record<string, string | undefined>): FormData {
      const form = new FormData()
      for (const [name, value] of Object.entries(values)) {
        if (value !== undefined) form.set(name, value)
      }
      return form
    }

    /** What is stored. A refusal fails the test, and says what was refused. */
    export function acceptedData<T>(answer: Answer<T>): T {
      if ('errors' in answer) throw new Error('refused: ' + JSON.stringify(answer.errors))
      return answer.data
    }

    /** The columns that were refused, in order. */
    export const refusedColumns = (answer: Answer<unknown>): string[] => ('errors' in answer ? Object.keys(answer.errors).sort() : [])
  `,
  )

/** A field that a form must hold. A state starts by itself, a checkbox is never missing. */
const isAsked = (model: EntityModel, field: Field): boolean =>
  field.required === true && field.type !== 'boolean' && field !== model.state
/** A field whose empty form is null; the built-in database makes more columns mandatory than the plan says. */
const isLeftOut = (model: EntityModel, field: Field): boolean =>
  field.required !== true &&
  field.type !== 'boolean' &&
  field !== model.state &&
  field.column !== model.rule.via?.column

const table = (rows: readonly (readonly [string, string])[]): string[] =>
  rows.map(([column, typed]) => `{ column: ${quote(column)}, typed: ${quote(typed)} },`)

/** `tests/unit/<slug>.test.ts`, or null when the project has no such validator. */
export function validationTests(input: TesterInput, model: EntityModel, words: Words): ProjectFile | null {
  const { slug, pascal } = model.names
  const parse = `parse${pascal}`
  const source = input.files.get(`lib/validation/${slug}.ts`)
  const fields = formFields(model)
  if (fields.length === 0 || !exportsName(source, parse)) return null
  const isBuiltin = source === validationFile(model).content
  const asked = fields.filter((field) => isAsked(model, field))
  const optional = fields.filter((field) => isLeftOut(model, field))
  const boxes = fields.filter((field) => field.type === 'boolean')
  const stored = fields.flatMap((field) => {
    const value = storedValue(field, isBuiltin, quote)
    return value === null ? [] : [`${key(field.column)}: ${value},`]
  })
  const wrong = fields.flatMap((field) => wrongValues(field, isBuiltin).map((typed) => [field.column, typed] as const))
  const edges = fields.flatMap((field) => edgeValues(field, isBuiltin).map((typed) => [field.column, typed] as const))
  const long = fields.flatMap((field) =>
    mostCharacters(field) === null ? [] : [[field.column, String(mostCharacters(field))] as const],
  )
  const money = fields.filter((field) => field.type === 'money')
  const content = code`
    import { describe, expect, it } from 'vitest'
    import { acceptedData, formOf, refusedColumns } from '@/tests/support/form'
    import { ${parse} } from '@/lib/validation/${slug}'

    const complete: Record<string, string | undefined> = {
      ${fields.map((field) => `${key(field.column)}: ${quote(typedValue(field))},`)}
    }

    describe(${quote(model.names.labelMany)}, () => {
      it(${quote(words.accepts)}, () => {
        expect(acceptedData(${parse}(formOf(complete)))).toMatchObject({
          ${stored}
        })
      })
      ${
        asked.length > 0 &&
        code`

          const required = [${asked.map((field) => quote(field.column)).join(', ')}]
          it.each(required.map((column) => ({ column })))(${quote(words.missing)}, ({ column }) => {
            expect(refusedColumns(${parse}(formOf({ ...complete, [column]: undefined })))).toEqual([column])
            expect(refusedColumns(${parse}(formOf({ ...complete, [column]: '   ' })))).toEqual([column])
          })

          it(${quote(words.allMissing)}, () => {
            const nothing = Object.fromEntries(required.map((column) => [column, undefined]))
            expect(refusedColumns(${parse}(formOf({ ...complete, ...nothing })))).toEqual([...required].sort())
          })
        `
      }
      ${
        optional.length > 0 &&
        code`

          it(${quote(words.optional)}, () => {
            expect(acceptedData(${parse}(formOf({ ...complete, ${optional.map((field) => `${key(field.column)}: ''`).join(', ')} })))).toMatchObject({
              ${optional.map((field) => `${key(field.column)}: null,`)}
            })
          })
        `
      }
      ${
        boxes.length > 0 &&
        code`

          it(${quote(words.unchecked)}, () => {
            expect(acceptedData(${parse}(formOf({ ...complete, ${boxes.map((field) => `${key(field.column)}: undefined`).join(', ')} })))).toMatchObject({
              ${boxes.map((field) => `${key(field.column)}: false,`)}
            })
          })
        `
      }
      ${
        wrong.length > 0 &&
        code`

          it.each([
            ${table(wrong)}
          ])(${quote(words.wrong)}, ({ column, typed }) => {
            expect(refusedColumns(${parse}(formOf({ ...complete, [column]: typed })))).toEqual([column])
          })
        `
      }
      ${
        edges.length > 0 &&
        code`

          it.each([
            ${table(edges)}
          ])(${quote(words.edge)}, ({ column, typed }) => {
            expect(refusedColumns(${parse}(formOf({ ...complete, [column]: typed })))).toEqual([])
          })
        `
      }
      ${
        long.length > 0 &&
        code`

          it.each([
            ${long.map(([column, most]) => `{ column: ${quote(column)}, most: ${most} },`)}
          ])(${quote(words.most)}, ({ column, most }) => {
            expect(refusedColumns(${parse}(formOf({ ...complete, [column]: 'x'.repeat(most) })))).toEqual([])
            expect(refusedColumns(${parse}(formOf({ ...complete, [column]: 'x'.repeat(most + 1) })))).toEqual([column])
          })
        `
      }
      ${
        money.length > 0 &&
        code`

        it.each([
          { typed: '0.10', minor: 10 },
          { typed: '7', minor: 700 },
          { typed: '1.15', minor: 115 },
        ])(${quote(words.amounts)}, ({ typed, minor }) => {
          expect(acceptedData(${parse}(formOf({ ...complete, ${money.map((field) => `${key(field.column)}: typed`).join(', ')} })))).toMatchObject({
            ${money.map((field) => `${key(field.column)}: minor,`)}
          })
        })
      `
      }
    })
  `
  return testFile(`tests/unit/validation/${slug}.test.ts`, content)
}
