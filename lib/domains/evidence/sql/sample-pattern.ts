/**
 * Strings that match a regular expression of a CHECK constraint. Knows what such patterns are made of: literals,
 * classes, groups, alternatives, counted repeats; anything else gives a wrong sample, which Postgres then refuses like
 * any other candidate.
 */

type Node =
  | { kind: 'text'; text: string }
  | { kind: 'char'; from: string }
  | { kind: 'any'; of: Node[] }
  | { kind: 'all'; of: Node[] }
  | { kind: 'repeat'; of: Node; least: number; most: number }

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '1234567890'
const CLASSES: Record<string, string> = { d: DIGITS, w: LOWER, s: ' ', D: LOWER, W: '-', S: LOWER }
const NAMED: Record<string, string> = { digit: DIGITS, upper: LOWER.toUpperCase(), space: ' ', punct: '-' }

/** Characters that a class like `[a-z0-9_]` accepts; its first part is enough. */
function classCharacters(body: string): string {
  if (body.startsWith('^')) return [...`${LOWER}4A-_ .`].filter((char) => !body.slice(1).includes(char)).join('') || 'a'
  const named = /^\[:(\w+):\]/.exec(body)?.[1]
  if (named) return NAMED[named] ?? LOWER
  const escape = /^\\(.)/.exec(body)?.[1]
  if (escape) return CLASSES[escape] ?? escape
  const range = /^(.)-(.)/.exec(body)
  if (!range) return body.charAt(0)
  const [from, to] = [range[1] as string, range[2] as string].map((char) => char.charCodeAt(0)) as [number, number]
  return to >= from && to - from < 200
    ? String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, i) => from + i))
    : body.charAt(0)
}

function parse(pattern: string): Node {
  let at = 0
  const alternatives = (): Node => {
    const options: Node[] = [sequence()]
    while (pattern[at] === '|') {
      at++
      options.push(sequence())
    }
    return options.length === 1 ? (options[0] as Node) : { kind: 'any', of: options }
  }
  const sequence = (): Node => {
    const parts: Node[] = []
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated(atom()))
    return { kind: 'all', of: parts }
  }
  const atom = (): Node => {
    const char = pattern[at++] as string
    if (char === '(') {
      if (pattern.startsWith('?:', at)) at += 2
      const inner = alternatives()
      at++
      return inner
    }
    if (char === '[') {
      let end = at + (pattern[at] === '^' ? 1 : 0) + 1
      while (end < pattern.length && pattern[end] !== ']')
        end += pattern[end] === '\\' ? 2 : pattern.startsWith('[:', end) ? pattern.indexOf(':]', end) + 2 - end : 1
      const body = pattern.slice(at, end)
      at = end + 1
      return { kind: 'char', from: classCharacters(body) }
    }
    if (char === '\\') {
      const escaped = pattern[at++] ?? ''
      if (/[AZmMyYb]/.test(escaped)) return { kind: 'text', text: '' }
      return CLASSES[escaped] ? { kind: 'char', from: CLASSES[escaped] } : { kind: 'text', text: escaped }
    }
    if (char === '^' || char === '$') return { kind: 'text', text: '' }
    return { kind: 'text', text: char === '.' ? 'a' : char }
  }
  const repeated = (node: Node): Node => {
    const count = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at))
    if (!count) return node
    at += count[0].length
    const sign = count[0].charAt(0)
    const least = sign === '{' ? Number(count[1]) : sign === '+' ? 1 : 0
    const most =
      sign === '{' ? (count[3] ? Number(count[3]) : count[2] ? least + 4 : least) : sign === '?' ? 1 : least + 4
    return repeated({ kind: 'repeat', of: node, least, most })
  }
  return alternatives()
}

type Choice = { size: number; turn: number; seed: number }

function write(node: Node, choice: Choice): string {
  if (node.kind === 'text') return node.text
  if (node.kind === 'char') {
    // A small linear congruential generator: the same round gives the same sample, the next one another.
    choice.seed = (choice.seed * 75 + 74) % 65_537
    return node.from.charAt(choice.seed % node.from.length)
  }
  if (node.kind === 'all') return node.of.map((one) => write(one, choice)).join('')
  if (node.kind === 'any') return write(node.of[choice.turn % node.of.length] as Node, choice)
  const times = Math.min(node.most, Math.max(node.least, choice.size), node.least + 40)
  return Array.from({ length: times }, () => write(node.of, choice)).join('')
}

/** Up to six distinct samples, short and long; another `round` gives others where the pattern leaves a choice. */
export function samplesOf(pattern: string, round = 0): string[] {
  try {
    const node = parse(pattern)
    const samples = [1, 0, 3, 2, 5].flatMap((size) =>
      [0, 1].map((turn) => write(node, { size, turn, seed: round * 31 + 7 })),
    )
    return [...new Set(samples)].filter((one) => one.length <= 200).slice(0, 6)
  } catch {
    return []
  }
}
