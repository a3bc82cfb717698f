import type { Field } from '../../../../spec/contract'
import { condensed } from '../condense'
import { isPlural, type Locale, plain, singularOf } from '../../../../spec/inflect'
import { EMPTY_ADJECTIVES, NUMERALS } from '../lexicon/grammar'
import { isNoThing } from '../no-thing'
import { findField } from '../thing'
import { FOR_WHOM, HAVE, NO_SUBJECT, ROW, RULE, STRICT_HAVE, TO_WHOM, TRACKER } from './list-patterns'
import { type FieldNote, readFieldNote, readValues } from './field-note'
import {
  afterItems,
  closedItemsOf,
  isClause,
  itemsOf,
  maskBrackets,
  nameOf,
  namesThing,
  nounAtEnd,
  nounAtStart,
  remask,
  spellOutPairs,
  unmask,
} from './noun-phrase'
import { readRelations, type Relation } from './read-relations'

/**
 * What a prompt spells out: "A lead has a name, an email and a budget in EUR", "Books: title, author", "cards (title,
 * due date)", "a viewing belongs to a property", "draft → published". Taken to the letter; the rest of the text goes on
 * to the phrase reader.
 */
export type Declared = { noun: string; fields: Field[]; chain?: string[] }
export type Declarations = { things: Map<string, Declared>; relations: Relation[]; rest: string }

export function readDeclarations(said: string, locale: Locale): Declarations {
  const text = condensed(said)
  // The second reading knows which nouns the first one found to be things.
  const first = new Reader(locale, new Set()).read(text)
  return new Reader(
    locale,
    new Set([...first.things.keys(), ...first.relations.flatMap(({ child, parent }) => [child, parent])]),
  ).read(text)
}

class Reader {
  private readonly things = new Map<string, Declared>()
  private readonly relations: Relation[] = []
  private brackets = new Map<string, string>()
  private last = ''
  private readonly said = new Map<string, string>()
  private readonly locale: Locale
  private readonly known: ReadonlySet<string>

  constructor(locale: Locale, known: ReadonlySet<string>) {
    this.locale = locale
    this.known = known
  }

  read(text: string): Declarations {
    const { masked, brackets } = maskBrackets(spellOutPairs(text))
    this.brackets = brackets
    const rest: string[] = []
    let heading = ''
    const lines = masked.split('\n')
    for (const [at, line] of lines.entries()) {
      // The line above the rule says what its columns are.
      if (RULE.test(line) || RULE.test(lines[at + 1] ?? '')) continue
      const [, named = '', listed = ''] = ROW.exec(line) ?? []
      const subject = this.subject(named)
      if (subject !== '' && this.declareList(subject, itemsOf(listed.trim()))) {
        rest.push(`${named.trim()}.`)
        continue
      }
      const bullet = /^\s*(?:[-*•–]|\d+[.)])\s+/.exec(line)
      const own = line.replace(/^\s*(?:[-*•–#>]+|\d+[.)])\s+/, '').trim()
      if (own === '') heading = ''
      const head = /^([^,:]{2,40}):$/.exec(own)?.[1]
      if (head !== undefined) {
        heading = this.subject(head)
        rest.push(heading === '' ? line : `${head}.`)
      } else if (bullet !== null && heading !== '' && !/:\s|[.]\s/.test(own) && this.declareList(heading, [own]))
        continue
      else
        rest.push(
          own
            .split(/(?<=[.!?;])\s+/)
            .map((sentence) => this.once(sentence))
            .join(' '),
        )
    }
    return {
      things: this.things,
      relations: this.relations,
      rest: unmask(rest.join('\n').replace(/-(and|y)-/g, ' $1 '), brackets),
    }
  }

  /** The noun a heading or a clause's end names as what the fields behind it are of; '' when it is none. */
  private subject(clause: string, isLoose = false): string {
    const words = clause
      .trim()
      .replace(/^(?:each|every|an?|the|cada|una?|los|las|el|la)\s+/i, '')
      .replace(/\s+(?:fields?|campos?|attributes?|atributos?|details?|data|info|datos|must)$/i, '')
    const isShort =
      words.split(' ').length <= 3 || (this.locale === 'es' && /^\S+ (?:de|del) (?:la |el |los )?\S+$/i.test(words))
    const noun = isShort && !isLoose ? nounAtEnd(words, this.locale) : nounAtEnd(words, this.locale)
    if (noun === '' || NO_SUBJECT.test(plain(noun)) || /\d/.test(noun)) return ''
    if (isNoThing(plain(noun)) || NUMERALS.has(plain(noun))) return ''
    return singularOf(noun, this.locale)
  }

  private isThing = (item: string): boolean => namesThing(item, this.known, this.locale)

  private note = (item: string): FieldNote | null => readFieldNote(item, this.brackets, this.locale)

  /** How sure it is that items are fields, from 0 to 1. */
  private likeness(items: string[]): number {
    const sure = items.filter((item) => this.note(item)?.isSure === true && !this.isThing(item)).length
    return items.length === 0 ? 0 : sure / items.length
  }

  /** Adds fields to a thing; an item that names another thing becomes a reference to it. */
  private declareList(subject: string, items: string[]): boolean {
    const key = plain(subject)
    const notes = this.withValues(items)
      .map((item) => this.note(item))
      .filter((note) => note !== null)
    if (notes.length === 0) return false
    const thing = this.things.get(key) ?? { noun: subject, fields: [] }
    for (const { field, noun, isChain } of notes) {
      if (isChain && field.values !== undefined) thing.chain = field.values
      const one = plain(singularOf(noun, this.locale))
      if (this.known.has(one) && one !== key && field.values === undefined) {
        const isMany = isPlural(noun, this.locale)
        this.relations.push(
          isMany
            ? { child: one, parent: key, isMany: /\b(?:several|varios|varias)\b/i.test(items.join(' ')) }
            : { child: key, parent: one },
        )
      } else if (!thing.fields.some((each) => each.column === field.column)) thing.fields.push(field)
    }
    this.things.set(key, thing)
    this.last = key
    return true
  }

  /** "status: received, in repair, ready, total cost": what is no field behind the colon is a value. */
  private withValues(items: string[]): string[] {
    const joined: string[] = []
    for (const item of items) {
      const open = joined.at(-1)
      const isValue =
        open !== undefined &&
        /^[^:]{2,30}:\s/.test(open) &&
        !/[:\uE000-\uF8FF]/.test(item) &&
        this.note(item)?.field.type !== 'money' &&
        findField(plain(item).split(' '), this.locale) === undefined &&
        !/\b(?:date|fecha|total|name|nombre|cost|costo|price|precio)\b/i.test(item)
      if (isValue) joined[joined.length - 1] = `${open}, ${item}`
      else joined.push(item)
    }
    return joined
  }

  /** What is said again to the letter declares nothing new. */
  private once(sentence: string): string {
    if (!this.said.has(sentence)) this.said.set(sentence, this.sentence(sentence))
    return this.said.get(sentence)!
  }

  private sentence(sentence: string): string {
    let rest = readRelations(sentence, this.locale, this.relations)
    rest = this.bracketed(rest)
    rest = this.states(rest)
    return this.havings(this.bareList(this.colon(rest)))
  }

  /** "Invoice number, issue date, status, total.": a sentence that only lists what one known thing has. */
  private bareList(sentence: string): string {
    const items = itemsOf(sentence.replace(/[.;!]$/, ''))
    const [head = '', ...behind] = (items[0] ?? '').replace(/^(?:an?|the|each|una?|cada|el|la)\s+/i, '').split(' ')
    const subject = plain(singularOf(head.toLowerCase(), this.locale))
    if (
      items.length < 3 ||
      behind.length === 0 ||
      HAVE.test(sentence) ||
      !this.known.has(subject) ||
      this.likeness(items) < 0.6
    )
      return sentence
    return this.declareList(head.toLowerCase(), [behind.join(' '), ...items.slice(1)]) ? `${head}.` : sentence
  }

  /** "cards (title, due date)" */
  private bracketed(sentence: string): string {
    let rest = sentence
    for (const mask of sentence.match(/[\uE000-\uF8FF]/g) ?? []) {
      const before = rest.slice(0, rest.indexOf(mask))
      const content = spellOutPairs(this.brackets.get(mask) ?? '')
      const inner = maskBrackets(content)
      // Brackets within brackets get masks of their own.
      const items = itemsOf(inner.masked).map((item) => unmask(item, inner.brackets))
      const subject = this.subject(before)
      if (items.length < 2 || subject === '') continue
      const noun = nounAtEnd(before, this.locale)
      const isField = findField(noun.split(' '), this.locale) !== undefined && !this.known.has(plain(subject))
      const nested = items.map((item) => remask(item, this.brackets))
      const needed = this.known.has(plain(subject)) ? 0.2 : isPlural(noun, this.locale) ? 0.3 : 0.5
      if (isField || this.likeness(nested) < needed) continue
      if (this.declareList(subject, nested)) rest = rest.replace(mask, '')
    }
    return rest
  }

  /** "Posts go draft → published": the states of what the sentence is about. */
  private states(sentence: string): string {
    const may =
      /^(.*?)\s+(?:can be|may be|are either|is either|puede(?:n)? (?:ser|estar)(?: en)?)\s+((?:[\p{L}-]+(?: [\p{L}-]+)?, )*[\p{L}-]+(?: [\p{L}-]+)? (?:or|and|o|y) [\p{L}-]+)\s*[.;]?$/iu.exec(
        sentence,
      )
    if (may !== null) {
      const about = plain(this.subject(may[1]!))
      const found = readValues(may[2]!)
      if (
        found !== null &&
        this.known.has(about) &&
        !found.some((value) => this.known.has(singularOf(value, this.locale)))
      ) {
        const column = this.locale === 'es' ? 'estado' : 'status'
        const thing = this.things.get(about) ?? { noun: about, fields: [] }
        if (!thing.fields.some((field) => field.column === column))
          thing.fields.push({ name: column, column, type: 'enum', values: found })
        this.things.set(about, thing)
        return `${may[1]}.`
      }
    }
    const chain = /((?:[\p{L}][\p{L}\p{N}_ -]{1,24}?\s*(?:→|->|=>)\s*)+[\p{L}][\p{L}\p{N}_-]{1,20})/u.exec(sentence)
    if (chain === null) return sentence
    const before = sentence.slice(0, chain.index)
    const steps = chain[1]!.split(/\s*(?:→|->|=>)\s*/)
    // "Posts go draft → …": subject and verb stand in the first step.
    const lead = steps[0]!.trim().split(' ')
    const start = nounAtStart(
      before.trim() === ''
        ? lead.slice(0, -1).join(' ')
        : before.replace(/^(?:states?|estados?)(?: of| del?)?(?: la| el)?\s*/i, ''),
      this.locale,
    )
    const subject = plain(singularOf(start.replace(/:$/, ''), this.locale))
    const key =
      subject !== '' &&
      !NO_SUBJECT.test(subject) &&
      (this.known.has(subject) || before.trim() === '' || /^(?:states?|estados?)\b/i.test(before))
        ? subject
        : this.last
    const at = /\s/.test(lead.join(' ')) && !/[:,]\s*$/.test(before) ? lead.at(-1)! : lead.join(' ')
    const values = readValues([at, ...steps.slice(1)].join('/'))
    if (key === '' || values === null) return sentence
    const name = this.locale === 'es' ? 'estado' : 'status'
    const thing = this.things.get(key) ?? { noun: key, fields: [] }
    thing.fields = [
      ...thing.fields.filter((field) => field.column !== name),
      { name, column: name, type: 'enum', values },
    ]
    thing.chain = values
    this.things.set(key, thing)
    this.last = key
    return sentence.replace(chain[1]!, `${lead.slice(0, -1).join(' ')} `)
  }

  /** "Books: title, author, ISBN" */
  private colon(sentence: string): string {
    const parts = /^([^:]{2,90}):\s+(.+)$/.exec(sentence)
    if (parts === null) return sentence
    const [, left = '', right = ''] = parts
    const whole = this.listed(sentence, left, right)
    // "She asked for this: I note the job: name, phone": the list stands behind the last of them.
    return whole === sentence && right.includes(': ') ? `${left}: ${this.colon(right)}` : whole
  }

  private listed(sentence: string, left: string, right: string): string {
    const items = itemsOf(right.replace(/[.;!]$/, ''))
    if (/\s(?:with|con|has|have|tienen?|que|that)\s/i.test(items[0] ?? '') || isClause(items[0] ?? '')) return sentence
    const subject = this.subject(left.replace(FOR_WHOM, '').replace(TO_WHOM, ''))
    const words = left.trim().split(' ').length
    if (subject === '' || /^(?:pages|p[aá]ginas|colou?rs|colores)/i.test(left.trim())) return sentence
    const isKnown = this.known.has(plain(subject))
    const areThings = items.filter((item) => this.isThing(item) || /^\S+s\s+(?:with|con|has|have)\s/i.test(item)).length
    const likeness = this.likeness(items)
    // "Warranty tracker for me: item, shop, receipt": in the singular they are what is written down of each.
    const tracked = TRACKER.exec(left.replace(FOR_WHOM, '').trim())?.[1]
    if (
      tracked !== undefined &&
      items.length >= 3 &&
      items.every((item) => item.split(' ').length <= 4 && !isPlural(item, this.locale))
    )
      return this.declareList(singularOf(tracked.toLowerCase(), this.locale), items) ? `${left}.` : sentence
    const isList =
      words <= 4
        ? likeness >= (isKnown ? 0.2 : 0.45) && areThings <= items.length / 3
        : likeness >= 0.5 && areThings === 0 && items.length >= 2
    if (!isList) return sentence
    const of = /\b(?:of|de)\s+([^:]+?)(?:\s+(?:in|en|for|para|from)\s.*)?$/i.exec(left)?.[1]
    const about =
      words > 4 &&
      of !== undefined &&
      /^(?:an?|un|una)?\s*(?:directory|catalog(?:ue)?|list|directorio|catalogo|catálogo|lista|collection|registro|log)\b/i.test(
        left,
      )
        ? this.subject(of)
        : subject
    return this.declareList(about === '' ? subject : about, items) ? `${left}.` : sentence
  }

  /** "A lead has a name, an email", "artworks with title, artist": as often as it stands in a sentence. */
  private havings(sentence: string): string {
    let rest = ''
    let open = sentence
    for (let turn = 0; turn < 8; turn++) {
      const match = HAVE.exec(open)
      if (match === null) break
      const [, before = '', after = ''] = match
      const trigger = open.slice(before.length, open.length - after.length)
      const taken = this.having(before, trigger, after, sentence)
      rest += `${before}${taken === null ? trigger : ' '}`
      open = taken === null ? after : taken.rest
    }
    return rest + open
  }

  private having(before: string, trigger: string, after: string, whole: string): { rest: string } | null {
    const isStrict = STRICT_HAVE.test(trigger)
    const joined = /(?:^|[\s,])(?:and|y|that|which|que|also|must|,)\s*$/i.test(before)
    const start = /\b(?:each|every|cada)\s+(.+)$/i.exec(before)?.[1]
    const noun =
      start !== undefined && !/[,;]/.test(start)
        ? nounAtEnd(start, this.locale)
        : joined
          ? nounAtStart(whole, this.locale) || this.last
          : nounAtEnd(before, this.locale)
    const subject = noun === '' || NO_SUBJECT.test(plain(noun)) ? '' : singularOf(noun, this.locale)
    const target = subject === '' && before.trim() === '' ? this.last : subject
    if (target === '') return null
    const taken: string[] = []
    for (const item of closedItemsOf(after.replace(/[.;!]$/, ''))) {
      const plainItem = item.replace(/^(?:an?|the|una?)\s+/i, '')
      const opens = /^(\S+(?: \S+)?)\s+(?:with|con|has|have|tienen?)\s/i.exec(plainItem)
      const note = opens === null ? this.note(item) : null
      if (taken.length > 0 && this.isThing(plainItem) && (note?.isSure !== true || !this.isThing(taken[0]!))) {
        if (note?.isSure !== true || this.known.has(nameOf(plainItem, this.locale))) break
      }
      if (note === null) break
      taken.push(item)
    }
    if (taken.length === 0) return null
    const first = taken[0]!
    const isBarePlural =
      isPlural(first, this.locale) &&
      first.split(' ').length <= 2 &&
      findField([plain(first)], this.locale) === undefined
    const isPart =
      isStrict &&
      isBarePlural &&
      isPlural(noun, this.locale) &&
      (/contain|contien/i.test(trigger) || this.note(first)?.isSure !== true)
    if (this.isThing(first) || isPart) {
      // "Courses have modules": the parts belong to the whole.
      if (isPart) this.relations.push({ child: nameOf(first, this.locale), parent: plain(target) })
      else if (isStrict)
        for (const item of taken.filter((one) => this.isThing(one)).slice(0, 1))
          this.relations.push({ child: nameOf(item, this.locale), parent: plain(target) })
      return null
    }
    const isKnown = this.known.has(plain(target))
    const isTypical = EMPTY_ADJECTIVES.has(target)
      ? 2
      : isStrict
        ? isKnown
          ? 0.01
          : 0.34
        : isKnown
          ? 0.3
          : isPlural(noun, this.locale)
            ? 0.5
            : 0.75
    if (this.likeness(taken) < isTypical) return null
    // "tournaments with rounds": counts alone may as well be things.
    if (
      !isStrict &&
      !isKnown &&
      taken.every((item) => isPlural(item, this.locale) && this.note(item)?.field.type === 'integer')
    )
      return null
    if (!this.declareList(target, taken)) return null
    return { rest: afterItems(after, taken) }
  }
}
