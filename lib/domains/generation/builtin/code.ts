/**
 * Small tools for writing TypeScript source as text. Generated code never contains a template literal, so nothing needs
 * escaping.
 */

type Piece = string | number | false | null | undefined | readonly (string | false | null | undefined)[]

const flatten = (piece: Piece): string => {
  if (piece === null || piece === undefined || piece === false) return ''
  return Array.isArray(piece) ? piece.filter(Boolean).join('\n') : String(piece)
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/**
 * Template tag for source code: takes the common indentation away, gives an interpolated block the indentation of the
 * line it stands on, and drops a line that consists of nothing but an empty interpolation. Backslashes stay as typed.
 */
export function code(strings: TemplateStringsArray, ...pieces: Piece[]): string {
  const template = strings.raw.map((part, at) => (at < pieces.length ? part + '\u0000' + at + '\u0000' : part)).join('')
  const lines = template
    .replace(/^\n/, '')
    .replace(/\n[ ]*$/, '')
    .split('\n')
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf))
  return lines
    .flatMap((line) => {
      const own = line.slice(margin)
      if (!own.includes('\u0000')) return [own.trimEnd()]
      const pad = ' '.repeat(indentOf(own))
      // eslint-disable-next-line no-control-regex -- NUL cannot occur in source text, so it is a safe placeholder
      const filled = own.replace(/\u0000(\d+)\u0000/g, (_, at: string) =>
        flatten(pieces[Number(at)]).replace(/\n(?=[^\n])/g, '\n' + pad),
      )
      return filled.trim() === '' ? [] : [filled.trimEnd()]
    })
    .join('\n')
}

/** A TypeScript string literal in single quotes. */
export const quote = (value: string): string =>
  "'" + JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'") + "'"

/** Text between JSX tags; anything that JSX or a linter would trip over becomes an expression. */
export const text = (value: string): string => (/[{}<>&'"\\]|^\s|\s$/.test(value) ? '{' + quote(value) + '}' : value)

/** The value of a JSX attribute, with its quotes or braces: `title=${attribute('Recipes')}`. */
export const attribute = (value: string): string =>
  /["{}<>&\\\n]/.test(value) ? '{' + quote(value) + '}' : '"' + value + '"'

/** A property key of an object literal, quoted only where it must be. */
export const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

/** `['a', 'b']` */
export const list = (values: readonly string[]): string => '[' + values.map(quote).join(', ') + ']'

/** First letter upper case, and a full stop at the end: a purpose becomes a sentence. */
export function sentence(value: string): string {
  const trimmed = value.trim().replace(/\s+/g, ' ')
  if (trimmed === '') return ''
  const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?…]$/.test(start) ? start : start + '.'
}
