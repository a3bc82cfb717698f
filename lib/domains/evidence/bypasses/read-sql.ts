import type { Catalogue, DatabaseFunction } from '../access/catalogue.ts'

/** What policies and functions say, read as text: comments away, called functions followed. */

export const plain = (sql: string): string => sql.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ')

/** The items of a list, up to the bracket that closes it or the clause that follows it. */
export function listed(text: string): string[] {
  const items: string[] = []
  let depth = 0
  let from = 0
  let at = 0
  for (; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth < 0) break
    else if (depth === 0 && text[at] === ',') {
      items.push(text.slice(from, at).trim())
      from = at + 1
    } else if (depth === 0 && /^\s(?:from|where|returning|on\s+conflict)\b/i.test(text.slice(at, at + 14))) break
  }
  return [...items, text.slice(from, at).trim()]
}

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
  return withCalled(body, catalogue).some(
    (text) =>
      new RegExp(`${COMPARED}\\s*\\(*\\s*${CALLER}`, 'i').test(text.replace(/:=/g, ' assigned ')) ||
      new RegExp(`${CALLER}[^;=<>]{0,60}${COMPARED}(?!\\s*null)`, 'i').test(text) ||
      comparesVariable(text) ||
      asksAbout(text, catalogue),
  )
}

/** The variables of a body that hold the caller's id or claims. */
export function callerVariables(text: string): string[] {
  const variables = [...text.matchAll(/\b(\w+)\s+(?:uuid|text|jsonb?)?\s*:?=\s*\(*\s*(?:select\s+)?auth\.\w+\s*\(/gi)]
  const into = [...text.matchAll(/auth\.\w+\s*\(\s*\)[^;]{0,40}\binto\s+(?:strict\s+)?(\w+)/gi)]
  return [...variables, ...into].map(([, name = '']) => name)
}

const comparesVariable = (text: string): boolean =>
  callerVariables(text).some((name) =>
    new RegExp(`(?:${COMPARED}\\s*\\(*\\s*${name}\\b|\\b${name}\\b\\s*\\)*\\s*${COMPARED})`, 'i').test(
      text.replace(new RegExp(`\\b${name}\\s+(?:uuid|text|jsonb?)?\\s*:=`, 'gi'), ' '),
    ),
  )

/**
 * Whether a body asks a function of the project about the caller: `if not has_role(auth.uid(), 'admin')`, or by one
 * that refuses by itself.
 */
export function asksAbout(text: string, catalogue: Catalogue): boolean {
  const caller = [String.raw`auth\.\w+\s*\(`, ...callerVariables(text).map((name) => `\\b${name}\\b`)].join('|')
  return called(text, catalogue).some(({ name, body }) => {
    const call = `(?:\\w+\\.)?"?${name.replace(/\W/g, '.')}"?\\s*\\([^;]*?(?:${caller})`
    const words = /\braise\s+exception\b/i.test(body)
      ? 'if|and|or|not|where|when|perform|select'
      : 'if|and|or|not|where|when'
    return new RegExp(`(?:\\b(?:${words})|\\()\\s*\\(*\\s*(?:select\\s+)?${call}`, 'i').test(text)
  })
}
