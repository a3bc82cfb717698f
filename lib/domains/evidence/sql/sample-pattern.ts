/**
 * Strings that match a regular expression of a CHECK constraint. Knows what such patterns are made of: literals, classes, groups,
 * alternatives, counted repeats; anything else gives a wrong sample, which Postgres then refuses like any other candidate.
 */

type Node = { kind: 'text'; text: string } | { kind: 'any'; of: Node[] } | { kind: 'all'; of: Node[] } | { kind: 'repeat'; of: Node; least: number; most: number }

const CLASSES: Record<string, string> = { d: '4', w: 'a', s: ' ', D: 'a', W: '-', S: 'a' }

function classSample(body: string): string {
  if (body.startsWith('^')) return [...'a4-A_ .'].find((char) => !new RegExp(`[${body.slice(1).replace(/\[/g, '\\[')}]`).test(char)) ?? 'a'
  const named = /^\[:(\w+):\]/.exec(body)?.[1]
  if (named) return named === 'digit' ? '4' : named === 'upper' ? 'A' : named === 'space' ? ' ' : 'a'
  const escape = /^\\(.)/.exec(body)?.[1]
  if (escape) return CLASSES[escape] ?? escape
  const range = /^(.)-(.)/.exec(body)
  if (range) return range[1] === '0' ? '4' : (range[1] as string)
  return body.charAt(0)
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
      while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : pattern.startsWith('[:', end) ? pattern.indexOf(':]', end) + 2 - end : 1
      const body = pattern.slice(at, end)
      at = end + 1
      return { kind: 'text', text: classSample(body) }
    }
    if (char === '\\') {
      const escaped = pattern[at++] ?? ''
      if (/[AZmMyYb]/.test(escaped)) return { kind: 'text', text: '' }
      return { kind: 'text', text: CLASSES[escaped] ?? escaped }
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
    const most = sign === '{' ? (count[3] ? Number(count[3]) : count[2] ? least + 4 : least) : sign === '?' ? 1 : least + 4
    return repeated({ kind: 'repeat', of: node, least, most })
  }
  return alternatives()
}

function write(node: Node, size: number, turn: number): string {
  if (node.kind === 'text') return node.text
  if (node.kind === 'all') return node.of.map((one) => write(one, size, turn)).join('')
  if (node.kind === 'any') return write(node.of[turn % node.of.length] as Node, size, turn)
  const times = Math.min(node.most, Math.max(node.least, size), node.least + 40)
  return Array.from({ length: times }, () => write(node.of, size, turn)).join('')
}

/** Up to six distinct samples, short and long. */
export function samplesOf(pattern: string): string[] {
  try {
    const node = parse(pattern)
    return [...new Set([0, 1, 3, 2, 5].flatMap((size) => [write(node, size, 0), write(node, size, 1)]))].filter((one) => one.length <= 200).slice(0, 6)
  } catch {
    return []
  }
}
