import type { ProjectFile } from '../../agents/agent'

/**
 * Templates name what they use and say nothing about imports; `sourceFile` looks the names up here and writes exactly
 * the imports that the text needs. So there is never an unused or a forgotten one, and a template reads like the code
 * it makes.
 */
export type Origin = { from: string; type?: true; standard?: true }
export type Symbols = ReadonlyMap<string, Origin>

/**
 * How a name must stand in the text to count as used: a component as a tag, a function called or passed, a type in a
 * type position.
 */
function usage(name: string, origin: Origin): RegExp {
  if (origin.type) return new RegExp('(?:[:<|&,(=]\\s*|keyof |as )' + name + '\\b(?![\'":])')
  if (/^[A-Z]/.test(name)) return new RegExp('<' + name + '[\\s/>]|\\b' + name + '\\.|typeof ' + name + '\\b')
  // A one-word function could be a word of a sentence: it counts only when called. Longer names are unmistakable.
  return /[A-Z]/.test(name)
    ? new RegExp('(?<![.\\w\'"/-])' + name + '\\b(?![\'"-])')
    : new RegExp('(?<![.\\w\'"/-])' + name + '\\(')
}

/** The file makes the name itself: as a declaration, or in a destructuring. */
const isDeclared = (name: string, body: string): boolean =>
  new RegExp(
    '(?:function|const|let|type|class) (?:' + name + '\\b|[{[][^=\\n]*\\b' + name + '\\b[^=\\n]*[}\\]] =)',
  ).test(body)

function importLines(body: string, path: string, symbols: Symbols): string[] {
  const self = '@/' + path.replace(/\.tsx?$/, '')
  const byModule = new Map<string, { standard: string[]; named: string[] }>()
  for (const [name, origin] of symbols) {
    // Most names are not there at all, which is found out without a pattern.
    if (origin.from === self || !body.includes(name) || !usage(name, origin).test(body) || isDeclared(name, body))
      continue
    const entry = byModule.get(origin.from) ?? { standard: [], named: [] }
    byModule.set(origin.from, entry)
    if (origin.standard) entry.standard.push(name)
    else entry.named.push(origin.type ? 'type ' + name : name)
  }
  const rank = (module: string): string => (module.startsWith('@/') ? '1' : '0') + module
  return [...byModule.entries()]
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([module, { standard, named }]) => {
      named.sort((a, b) => a.replace('type ', '').localeCompare(b.replace('type ', '')))
      const onlyTypes = standard.length === 0 && named.every((name) => name.startsWith('type '))
      const braces =
        named.length > 0 ? '{ ' + (onlyTypes ? named.map((name) => name.slice(5)) : named).join(', ') + ' }' : ''
      return (
        'import ' +
        (onlyTypes ? 'type ' : '') +
        [...standard, braces].filter(Boolean).join(', ') +
        " from '" +
        module +
        "'"
      )
    })
}

/** A finished source file: directive, imports, body. */
export function sourceFile(
  path: string,
  body: string,
  symbols: Symbols,
  options: { client?: boolean } = {},
): ProjectFile {
  const head = [options.client ? "'use client'\n" : '', importLines(body, path, symbols).join('\n')]
    .filter(Boolean)
    .join('\n')
  return { path, content: (head === '' ? '' : head + '\n\n') + body.trim() + '\n' }
}

/** The project's own modules a file imports, as paths without extension: `components/ui/button`. */
export function importedModules(file: ProjectFile): string[] {
  return [...file.content.matchAll(/from '@\/(components\/[^']+)'/g)].map((match) => match[1] ?? '')
}
