import { withoutInvisible } from './spoken'

/** How the tags of the file protocol are written, by models that keep to it and by those that have learnt another. */

const WRITES = 'file|create|write|write_file|create_file|new_file|write_to_file|boltAction|dyad-write|lov-write'
const EDITS = 'edit|replace_in_file|edit_file'
const DELETES = 'delete|delete_file|dyad-delete|lov-delete'
/** The protocol's tags first, then those that other builders have taught models. */
export const TAG = new RegExp(`^[\\s>*\`-]*<(${WRITES}|${EDITS}|${DELETES})(?=[\\s/>])([^>]*)>`, 'i')
export const CLOSE = new RegExp(`<\\\\?/\\s*(?:${WRITES}|${EDITS})(?=[\\s>])[^<>]*>`, 'i')
const KINDS: [RegExp, 'edit' | 'delete'][] = [
  [new RegExp(`^(?:${EDITS})$`, 'i'), 'edit'],
  [new RegExp(`^(?:${DELETES})$`, 'i'), 'delete'],
]
export const kindOf = (tag: string): 'file' | 'edit' | 'delete' => KINDS.find(([name]) => name.test(tag))?.[1] ?? 'file'
/** Of a line that is one; a longer one is content. */
const LONGEST_TAG = 2_000
export const CHILD = /^\s*<(path|name|filename|file_path|filepath)>\s*([^<]+?)\s*<\/\1>\s*$/i

const valueOf = (name: string, text: string): string | undefined =>
  new RegExp(`(?:${name})\\s*=\\s*(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\\s"'“>]+?))(?=\\s|/?$)`, 'i')
    .exec(text)
    ?.slice(1)
    .find((value) => value !== undefined)
/** The path that the attributes of a tag name, by whichever word; null: none does. */
export const attribute = (text: string): string | null => {
  const read = text.slice(0, LONGEST_TAG)
  return valueOf('path', read) ?? valueOf('name|file|src', read) ?? null
}

/** A path as the project has it: relative to its root, whatever the model takes for the root, with `/`. */
export const normalPath = (given: string): string =>
  withoutInvisible(given)
    .trim()
    .replace(/\\/g, '/')
    .replace(/^(?:\.\/|\/|@\/|~\/)+/, '')

/** Whether a line is nothing but the beginning of another file, with its path. */
export const isNextTag = (line: string): boolean =>
  line.length < LONGEST_TAG && /^\s*<(?:file|edit)\s[^>]*path\s*=\s*["'][^"']+["'][^>]*>\s*$/i.test(line)
