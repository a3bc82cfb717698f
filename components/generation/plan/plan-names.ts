/** Names for tables and columns that people never have to see, made from the words they write. Pure. */

// Words of PostgreSQL's grammar that nobody may call a column or table by without quotes (appendix C), and the columns
// every table has.
const RESERVED = new Set(
  `all analyse analyze and any array as asc both case cast check collate column constraint create current_date current_role
  current_time current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having
  ilike in initially inner intersect into is isnull join lateral leading left like limit localtime natural not notnull null offset on only or
  order outer overlaps placing primary references returning right row select similar some symmetric table tablesample then time timestamp to
  trailing true union unique user using variadic verbose when where window with within id created_at updated_at`.split(
    /\s+/,
  ),
)

/**
 * Lower snake case in ASCII that begins with a letter; '' when nothing is left. `suffix` is put behind a reserved word.
 */
export function identifierOf(text: string, suffix: string): string {
  const snake = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '')
  return RESERVED.has(snake) ? `${snake}_${suffix}` : snake
}

/** The usual plural; tables are named by it. English by its last word, Spanish by its first. */
export function pluralOf(name: string, locale: 'en' | 'es'): string {
  if (locale === 'es')
    return name.replace(/^\S+/, (word) =>
      /z$/i.test(word)
        ? `${word.slice(0, -1)}ces`
        : /[aeiouáéó]$/i.test(word)
          ? `${word}s`
          : /s$/i.test(word)
            ? word
            : `${word.replace(/ón$/i, 'on')}es`,
    )
  return name.replace(/\S+$/, (word) =>
    /(?:[^aeiou]|qu)y$/i.test(word)
      ? `${word.slice(0, -1)}ies`
      : /(?:s|x|z|ch|sh)$/i.test(word)
        ? `${word}es`
        : `${word}s`,
  )
}

export const slugOf = (table: string): string => table.replace(/_/g, '-')

/** `table` itself when free, else with the first free number behind it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let at = 2; ; at++) if (!taken.has(`${name}_${at}`)) return `${name}_${at}`
}
