import type { Catalogue, DatabaseFunction } from '../access/catalogue.ts'

/** What policies and functions say, read as text: comments away, called functions followed. */

export const plain = (sql: string): string => sql.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ')

/** The functions of the project that a text calls. */
export const called = (text: string, catalogue: Catalogue): DatabaseFunction[] =>
  catalogue.functions.filter(({ name }) =>
    new RegExp(`(?:^|[^\\w"])"?${name.replace(/\W/g, '.')}"?\\s*\\(`, 'i').test(text),
  )

/** A text and the bodies of all functions that it calls, and that those call. */
export function withCalled(text: string, catalogue: Catalogue): string[] {
  const texts = [plain(text)]
  const seen = new Set<string>()
  for (let at = 0; at < texts.length; at++)
    for (const one of called(texts[at] as string, catalogue))
      if (!seen.has(one.id)) {
        seen.add(one.id)
        texts.push(plain(one.body))
      }
  return texts
}

/** The caller's own id or claims, as a value to compare with. */
const CALLER = String.raw`(?:\(*\s*(?:select\s+)?auth\.(?:uid|jwt|role|email)\s*\(\s*\)|[^;]{0,80}request\.jwt)`
const COMPARED = String.raw`(?:=|<>|!=|\bis\s+(?:not\s+)?distinct\s+from\b|\bin\b|\bany\b)`

/**
 * Whether a body holds what it does to who calls it: the caller's id or claims stand in a comparison, itself, through a
 * variable or in a function it asks. That somebody is signed in at all (`is not null`) keeps nobody apart.
 */
export function comparesCaller(body: string, catalogue: Catalogue): boolean {
  return withCalled(body, catalogue).some((text) => {
    if (new RegExp(`${COMPARED}\\s*\\(*\\s*${CALLER}`, 'i').test(text.replace(/:=/g, ' assigned '))) return true
    if (new RegExp(`${CALLER}[^;=<>]{0,60}${COMPARED}(?!\\s*null)`, 'i').test(text)) return true
    const variables = [...text.matchAll(/\b(\w+)\s+(?:uuid|text|jsonb?)?\s*:?=\s*\(*\s*(?:select\s+)?auth\.\w+\s*\(/gi)]
    const into = [...text.matchAll(/auth\.\w+\s*\(\s*\)[^;]{0,40}\binto\s+(?:strict\s+)?(\w+)/gi)]
    return [...variables, ...into].some(([, name = '']) =>
      new RegExp(`(?:${COMPARED}\\s*\\(*\\s*${name}\\b|\\b${name}\\b\\s*\\)*\\s*${COMPARED})`, 'i').test(
        text.replace(new RegExp(`\\b${name}\\s+(?:uuid|text|jsonb?)?\\s*:=`, 'gi'), ' '),
      ),
    )
  })
}
