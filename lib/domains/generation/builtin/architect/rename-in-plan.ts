import type { AppSpec, Field } from '../../../spec/contract'
import { PROFILES, renameEntity } from '../../../spec/edit/entities'
import { bare, bareField, entityCalled } from './find-entity'
import { plain, singularOf } from '../../../spec/inflect'

/**
 * Another word for a thing or a field. Tables, columns and addresses keep theirs: rows and links that exist stay valid.
 */

const RENAME_TO =
  /^(?:\P{L}*)(?:rename|change|call|relabel|renombra\p{L}*|cambia(?:r|le)?(?: el nombre de)?|ll[aá]ma(?:r|le)?(?: a)?)\s+(?:the |all |los |las |el |la )?(.+?)\s+(?:to|into|as|a|por|como)\s+["“«']?([\p{L}][\p{L}\p{N} -]{1,40}?)["”»']?$/iu

/** "Change the background to navy": the look and the application's own name are read elsewhere. */
const COLOUR_OR_NAME =
  /^(?:(?:background|button|accent|primary)?\s*colou?rs?|background|buttons?|theme|name|app|it|color|fondo|botones|tema|nombre)$/

/** @returns whether the clause gave something of the plan another name */
export function renameIn(spec: AppSpec, clause: string): boolean {
  const [, from, to] = RENAME_TO.exec(clause.trim()) ?? []
  if (from === undefined || to === undefined) return false
  const entity = entityCalled(spec, from)
  const name = singularOf(bare(to).toLowerCase(), spec.locale)
  if (entity !== undefined) {
    if (entityCalled(spec, name) !== undefined || entity.table === PROFILES) return true
    const renamed = renameEntity(spec, entity.table, name, true)
    if (renamed.spec !== null) Object.assign(spec, renamed.spec)
    return true
  }
  const [what = '', host] = from.split(/\s+(?:of|on|in|de|del|en)\s+/iu)
  const owner = host === undefined ? undefined : entityCalled(spec, host)
  const text = plain(bareField(what))
  if (COLOUR_OR_NAME.test(text)) return false
  const holders = (owner === undefined ? spec.entities : [owner]).flatMap((each) =>
    each.fields.filter((field) => isCalled(field, text)).map((field) => ({ entity: each, field })),
  )
  const [found] = holders
  const label = bareField(to).toLowerCase()
  if (found === undefined || label === '' || found.entity.fields.some((field) => plain(field.name) === plain(label)))
    return false
  found.field.name = label
  return true
}

const isCalled = (field: Field, text: string): boolean =>
  field.type !== 'reference' && (plain(field.name) === text || field.column.replace(/_/g, ' ') === text)
