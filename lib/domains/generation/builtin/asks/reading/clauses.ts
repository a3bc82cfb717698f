import { isReadable } from '../scenarios/data'
import { type Atom, lettersOf, type Reader } from './atom'
import type { Found, Scene } from './found'
import { TEMPLATES } from './templates'
import type { Who } from './wish'

/** What goes on from one sentence to the next. */
export type Memory = { one: Scene['one']; topic: Scene['one']; who: Who | null; isFirst: boolean }

/** A stretch of a clause that a template read, or none did. */
export type Segment = { from: number; end: number; found: Found | null }
export type Clause = { atoms: Atom[]; segments: Segment[]; joint: string }

const MATCHERS = TEMPLATES.map((template) => ({ ...template, regex: new RegExp(template.pattern, 'y') }))

/** The clauses of a sentence, each held against the templates from left to right. */
export function clausesOf(atoms: Atom[], memory: Memory, reader: Reader): Clause[] {
  return joinedClauses(
    cut(atoms).map((part): Clause => {
      const segments = readClause(part, memory, reader)
      return { atoms: part, segments, joint: part[0]?.letter ?? '' }
    }),
  )
}

/** Where somebody begins to do something, behind a sign or a word that lets a clause begin. */
function cut(atoms: Atom[]): Atom[][] {
  const letters = lettersOf(atoms)
  const parts: Atom[][] = []
  let from = 0
  for (let at = 1; at < atoms.length; at++) {
    const begins =
      (letters[at] === 'S' && /^S(?:M|V|N|O)/.test(letters.slice(at, at + 2))) ||
      /^OSM?/.test(letters.slice(at, at + 2)) ||
      isNextDeed(letters, at)
    if (!begins || !/[,&:b]|R/.test(letters[at - 1]!)) continue
    let start = at
    while (start > from && ',&:bR'.includes(letters[start - 1]!)) start--
    if (start > from) parts.push(atoms.slice(from, start))
    from = start
  }
  parts.push(atoms.slice(from))
  return parts.filter((part) => part.length > 0)
}

/** ", drag them into folders", ", and get an e-mail": behind a comma something else is done, to something of its own. */
const isNextDeed = (letters: string, at: number): boolean =>
  /^[VX][^,&]/.test(letters.slice(at, at + 2)) &&
  /[EHFpD],&?$/.test(letters.slice(0, at)) &&
  /[VD]/.test(letters.slice(0, at))

/** Behind these stand examples of what was spoken of. */
const EXAMPLES = /^(?:such as|tales como|for example|por ejemplo|namely)$/

function readClause(atoms: Atom[], memory: Memory, reader: Reader): Segment[] {
  const letters = lettersOf(atoms)
  const segments: Segment[] = []
  let at = 0
  while (at < atoms.length) {
    const skipped = /^(?:[,&:)bR]+|f(?=[VSt]))+/.exec(letters.slice(at))?.[0].length ?? 0
    const announced =
      /^(?:(?:A(?=M)|K)(?:[AKM]|[Wfio](?=[VKXEUFPN]))*)/.exec(letters.slice(at + skipped))?.[0].length ?? 0
    const isExample = EXAMPLES.test(atoms[at + skipped]?.words ?? '') && segments.at(-1)?.found === null
    if (isExample) {
      segments.push({ from: at + skipped, end: atoms.length, found: null })
      break
    }
    if (announced > 0) {
      segments.push({
        from: at + skipped,
        end: at + skipped + announced,
        found: { end: at + skipped + announced, wishes: [] },
      })
      at += skipped + announced
      continue
    }
    at += skipped
    if (at >= atoms.length) break
    const found = match(atoms, letters, at, sceneOf(memory, reader))
    let end = found?.end ?? at + 1
    if (found === null && letters[at] === '(') end = closing(letters, at)
    else if (found === null && at === 0 && /^[EH]:/.test(letters)) end = atoms.length
    else if (found === null) while (end < atoms.length && !',&:()bR'.includes(letters[end]!)) end++
    else {
      if (found.one !== undefined && found.one !== null) memory.one = found.one
      if (found.who !== undefined && found.who !== null) memory.who = found.who
    }
    segments.push({ from: at, end, found })
    at = end
  }
  return segments
}

/** What stands in brackets says more of what stands before them; by itself it asks for nothing. */
function closing(letters: string, at: number): number {
  const end = letters.indexOf(')', at)
  return end === -1 ? letters.length : end + 1
}

function match(atoms: readonly Atom[], letters: string, at: number, scene: Scene): Found | null {
  for (const { regex, make } of MATCHERS) {
    regex.lastIndex = at
    const length = regex.exec(letters)?.[0].length
    if (length === undefined) continue
    const found = make(atoms, at, length, scene)
    if (found !== null && found.wishes.length > 0) return found
  }
  return null
}

function sceneOf(memory: Memory, { locale, words }: Reader): Scene {
  return {
    locale,
    who: memory.who,
    one: memory.one,
    isReadable: (one, field) => isReadable(words.model, one, field),
    deedOf: (verb, one) => words.deedOf(verb.words, one),
    ownerOf: (atom) => {
      // By another word for it only where it is said whose field it is.
      const named = (atom.fields ?? []).filter(({ isName }) => isName)
      return named.find(({ one }) => one === memory.one) ?? named.find(({ one }) => one === memory.topic) ?? null
    },
  }
}

/** A clause that begins with what limits or places it belongs to the one it stands before or behind. */
function joinedClauses(clauses: Clause[]): Clause[] {
  const out: Clause[] = []
  let isOpen = false
  for (const clause of clauses) {
    const first = clause.atoms.find((atom) => !',&:R'.includes(atom.letter))?.letter ?? ''
    const last = out.at(-1)
    const isUnread = clause.segments.some((segment) => segment.found === null)
    const hangs = first === 'L' || (first === 'l' && isUnread) || (first === 'b' && isUnread)
    if (last !== undefined && (isOpen || hangs)) {
      const offset = last.atoms.length
      last.atoms.push(...clause.atoms)
      last.segments.push(
        ...clause.segments.map(({ from, end, found }) => ({ from: from + offset, end: end + offset, found })),
      )
    } else out.push({ ...clause, atoms: [...clause.atoms], segments: [...clause.segments] })
    // "On Mondays, members …", "When a class is full, people …"
    isOpen =
      'LlifBo'.includes(first) && first !== '' && isUnread && !clause.segments.some((segment) => segment.found !== null)
  }
  return out
}
