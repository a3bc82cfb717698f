import { plain, type Locale } from '../../../spec/inflect'
import { EMPTY_ADJECTIVES, FUNCTION_WORDS, MANAGING, NUMERALS, VERBS } from './lexicon/grammar'
import { SOMEBODY } from './lexicon/no-things'

/**
 * A shallow reader: sentences are cut into noun phrases, each with the verb that governs it and the phrase it is
 * attached to ("recipes with ingredients"). No parser is needed for what a maker asks; order and a few dozen function
 * words carry it.
 */
export type Phrase = {
  /** Lower case, as written, without leading articles and empty adjectives. */
  words: string[]
  /** Lemma of the governing verb, '' when none. */
  verb: string
  /**
   * `managed`: object of a verb the application offers; `listed`: item of a list ("features for X, Y"); `attached`:
   * after with, including, has, by, or in brackets; `actor`: who does it; `mentioned`: anything else.
   */
  role: 'managed' | 'listed' | 'attached' | 'actor' | 'mentioned'
  /** Index of the phrase this one is attached to. */
  to?: number
  /** How it is attached: `with` an X has it, `of` it belongs to X, `by` X is filtered by it. */
  link?: 'with' | 'of' | 'by'
  /** Singular after "each": the text speaks of all of them. */
  isEach?: boolean
  /** "two rooms": how many of them there are was said, and is left out of the words. */
  isCounted?: boolean
  /** In brackets: what they say of the phrase before them. */
  isBracketed?: boolean
  /** The word right before it, '' at the beginning of a clause. */
  before: string
  /** The word right behind it, '' at the end of a clause. */
  after: string
  sentence: number
  /** Of coordinated phrases ("A, B and C") the number of the list they share. */
  list: number
}

type Token = { raw: string; word: string }

const DELIMITER = /^[,;:()\n—–]$/
const AND = new Set(['and', 'or', 'y', 'e', 'o', 'u', '&', 'plus'])
const WITH = new Set([
  'with',
  'including',
  'includes',
  'include',
  'containing',
  'con',
  'incluyendo',
  'incluye',
  'incluyen',
  'plus',
])
const HAVING = new Set(['have', 'tener', 'contain', 'incluir', 'llevar', 'include'])
const OWNING = /^(?:has|have|had|needs?|requires?|gets?|tiene|tienen|lleva|llevan|necesitan?|requieren?)$/
const LISTING = new Set(['like', 'namely', 'como'])
const SUBORDINATE = /^(?:where|who|that|which|donde|que|quienes|cuando|when|while|so|para)$/
const MODAL =
  /^(?:to|can|could|should|must|may|will|would|able|let|lets|allow|allows|allowing|enable|enables|help|helps|puede|pueden|pueda|puedan|podran|podra|deben|deban|debe|poder|permita|permitan|permite|permitir|para|que|donde|where|who|please|quiero|necesito)$/
/** A gerund right behind these is what is done: "for managing orders", "by adding". */
const GERUND_AFTER = /^(?:for|of|by|in|from|while|when|about|para|al)$/
/** Before these even a verb form is a noun: "order management", "leasing records". */
const NOUN_BEFORE =
  /^(?:management|records?|functions?|functionality|functionalities|systems?|tools?|history|statistics|features?|categories|lists?|logs?|forms?)$/
const PARTICLE = /^(?:up|down|off|out|away|back)$/
const isNumeral = (word: string): boolean => NUMERALS.has(word) || /^\d+$/.test(word)
const EACH = new Set(['each', 'every', 'cada'])

export function tokenize(sentence: string): Token[] {
  return (sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'’_-]*|[,;:()\n—–&]/gu) ?? []).map((raw) => {
    const lower = raw.toLowerCase().replace(/[’']s?$/, (tail) => (tail.length > 1 ? "'s" : ''))
    return { raw, word: plain(lower) }
  })
}

/** Phrases of one text; `sentences` are already free of style and boilerplate. */
export function readPhrases(sentences: string[], locale: Locale): Phrase[] {
  const phrases: Phrase[] = []
  let list = 0
  sentences.forEach((sentence, index) => {
    const tokens = tokenize(sentence)
    let buffer: Token[] = []
    let verb = ''
    let verbal = false
    let role: Phrase['role'] = 'mentioned'
    let anchor: number | undefined
    let link: Phrase['link']
    let lastIndex: number | undefined
    let afterAnd = true
    let bracket = false
    let verbAt = -1
    let bufferAt = 0
    list++

    const wordAt = (at: number): string => {
      const token = tokens[at]
      return token === undefined || DELIMITER.test(token.raw) ? '' : token.word
    }
    const flush = (): void => {
      const after = wordAt(bufferAt + buffer.length)
      const isCounted = buffer.length > 0 && isNumeral(buffer[0]!.word)
      let from = bufferAt
      const shorten = (): void => {
        buffer.shift()
        from++
      }
      // "a band of five" names nobody; "2048" may be what a game is called.
      if (isCounted && (buffer.length > 1 || NUMERALS.has(buffer[0]!.word))) shorten()
      while (buffer.length > 0 && EMPTY_ADJECTIVES.has(buffer[0]!.word)) shorten()
      // Spanish puts such adjectives behind: "productos nuevos"
      while (locale === 'es' && buffer.length > 1 && EMPTY_ADJECTIVES.has(buffer.at(-1)!.word)) buffer.pop()
      // "a swap offer naming one of theirs": what follows says which.
      const which = buffer.findIndex(
        (one, at) => at > 0 && /^ones?$/.test(buffer[at + 1]?.word ?? '') && one.word.endsWith('ing'),
      )
      if (which !== -1) buffer.length = which
      // "una cuota de 20 euros": how much it is, is no part of its name.
      const many = locale === 'es' ? buffer.findIndex((one, at) => at > 0 && isNumeral(one.word)) : -1
      if (many !== -1) buffer.length = many
      if (locale === 'es')
        while (buffer.length > 0 && /^(?:de|del|la|el|los|las)$/.test(buffer.at(-1)!.word)) buffer.pop()
      if (buffer.length === 0) return
      const [front, before] = [wordAt(from - 2), wordAt(from - 1)]
      phrases.push({
        words: buffer.map((one) => one.raw.toLowerCase()),
        verb,
        role,
        ...(anchor !== undefined && { to: anchor }),
        ...(anchor !== undefined && link !== undefined && { link }),
        ...(isCounted && { isCounted }),
        ...(bracket && { isBracketed: true }),
        before: front === 'how' && before === 'many' ? 'how many' : before,
        after,
        sentence: index,
        list,
      })
      lastIndex = phrases.length - 1
      buffer = []
    }
    const actor = (isNew = false): void => {
      const last = lastIndex === undefined ? undefined : phrases[lastIndex]
      // "Help desk: teachers report a problem": what stands behind a colon or comma acts, too.
      const isFree = last?.role === 'attached' && last.before === '' && last.isBracketed !== true
      // "… and the families order": with an article, it begins a clause of its own.
      const isOther = isNew && last?.role === 'managed' && /^(?:the|los|las|el|la)$/.test(last.before)
      if (last === undefined || (last.role === 'managed' && !isOther) || (last.role === 'attached' && !isFree)) return
      last.role = 'actor'
    }

    tokens.forEach((token, at) => {
      const { word } = token
      const next = tokens[at + 1]
      const after = next?.word ?? ''
      const nextIsWord = next !== undefined && !DELIMITER.test(next.raw)
      if (DELIMITER.test(token.raw) || AND.has(word)) {
        flush()
        afterAnd = true
        if (token.raw === '(') [bracket, anchor, link, role, verb] = [true, lastIndex, 'with', 'attached', '']
        else if (token.raw === ')') [bracket, anchor, link, role] = [false, undefined, undefined, 'mentioned']
        else if (token.raw === ':')
          [anchor, link, role, list] = [lastIndex, 'with', lastIndex === undefined ? 'listed' : 'attached', list + 1]
        else if (token.raw === ';' || token.raw === '\n')
          [anchor, link, role, verb, verbal, list] = [undefined, undefined, 'mentioned', '', false, list + 1]
        return
      }
      const form = VERBS.get(word)
      if (form !== undefined && buffer.length === 0 && !NOUN_BEFORE.test(after)) {
        const previous = tokens[at - 1]?.word ?? ''
        const starts =
          MODAL.test(previous) ||
          /(?:ly|mente)$/.test(previous) ||
          (afterAnd &&
            (at === 0 ||
              form.form === 'gerund' ||
              (verbal && (role !== 'attached' || (nextIsWord && !AND.has(after))))))
        const afterVerb = at > 0 && at - 1 === verbAt
        const determined =
          previous !== '' &&
          (FUNCTION_WORDS.has(previous) || EMPTY_ADJECTIVES.has(previous) || WITH.has(previous)) &&
          !MODAL.test(previous) &&
          !/^(?:users?|they|we|i|people)$/.test(previous)
        const subject = !afterAnd && !afterVerb && lastIndex !== undefined && !determined
        // "to comment", "and rate them", "managing orders", "members save": a verb. "the record", "job posting,": a
        // noun.
        const gerund = form.form === 'gerund' && (nextIsWord || verbal) && !/^(?:of|and|or)$/.test(after)
        const isVerb =
          // "Registra clientes": a Spanish request starts with what looks like a third person.
          (locale === 'es' && at === 0 && form.form === 'third' && nextIsWord) ||
          (form.form === 'base' && (starts || subject || /^(?:they|we|i|you|people|users|usuarios)$/.test(previous))) ||
          (gerund && (starts || !determined || GERUND_AFTER.test(previous))) ||
          (form.form === 'third' &&
            (SUBORDINATE.test(previous) || SOMEBODY.has(previous) || /^(?:it|he|she|each|one)$/.test(previous)) &&
            nextIsWord)
        if (isVerb) {
          if (!verbal || !afterAnd) list++
          if (subject && !MODAL.test(previous)) actor()
          if (HAVING.has(form.lemma) && after !== 'que' && lastIndex !== undefined && !MODAL.test(previous))
            [anchor, link, role] = [lastIndex, 'with', 'attached']
          else if (!bracket)
            [anchor, link, role] = [
              undefined,
              undefined,
              MANAGING.has(form.lemma) || MANAGING.has(plain(form.lemma)) ? 'managed' : 'mentioned',
            ]
          ;[verb, verbal, afterAnd, verbAt] = [form.lemma, true, false, at]
          return
        }
      }
      // "Each hive has a name and a photo", "cada tarea necesita una prioridad": what stands before it is a thing, the
      // rest is its own.
      if (OWNING.test(word) && buffer.length > 0 && nextIsWord && !/^(?:to|been|be|que)$|[aei]r$/.test(after)) {
        const isEach = EACH.has(tokens[at - buffer.length - 1]?.word ?? '')
        flush()
        list++
        if (isEach)
          phrases[lastIndex!] = {
            words: phrases[lastIndex!]!.words,
            verb: '',
            role: 'listed',
            isEach,
            before: phrases[lastIndex!]!.before,
            after: word,
            sentence: index,
            list: list - 1,
          }
        ;[anchor, link, role, verb, verbal, afterAnd, verbAt] = [
          lastIndex,
          'with',
          'attached',
          'have',
          false,
          false,
          at,
        ]
        return
      }
      // "teams, rankings and players": a verb form right behind a noun, with its object: "Teachers upload lessons".
      if (
        form !== undefined &&
        buffer.length > 0 &&
        form.form !== 'gerund' &&
        form.form !== 'past' &&
        nextIsWord &&
        !AND.has(after)
      ) {
        const subjectPlural = /(?:s|people|children|staff)$/.test(buffer.at(-1)!.word)
        const agrees =
          locale === 'es'
            ? form.form === 'third' || word.endsWith('n')
            : form.form === 'base'
              ? subjectPlural
              : !subjectPlural && form.form === 'third' && FUNCTION_WORDS.has(after)
        const people =
          /(?:ers|ors|ists|ants|ents|ees|people|members|clients|customers|friends|staff|teams|companies|organizations|users|bands|s)$/.test(
            buffer.at(-1)!.word,
          )
        const objectFollows = FUNCTION_WORDS.has(after)
          ? !/^(?:of|for|by|de|del|para|por|with|con|from|to|in|on)$/.test(after) || locale === 'es'
          : true
        const noun = buffer.at(-1)!
        const ambiguous = locale === 'en' && buffer.length === 1 && verbal && !afterSubject(tokens, at)
        if (
          agrees &&
          (people || locale === 'es') &&
          objectFollows &&
          !ambiguous &&
          noun !== undefined &&
          (locale !== 'es' || role !== 'managed' || form.form === 'base')
        ) {
          flush()
          actor(true)
          list++
          if (HAVING.has(form.lemma)) [anchor, link, role] = [lastIndex, 'with', 'attached']
          else [anchor, link, role] = [undefined, undefined, MANAGING.has(form.lemma) ? 'managed' : 'mentioned']
          ;[verb, verbal, afterAnd, verbAt] = [form.lemma, true, false, at]
          return
        }
      }
      if (locale === 'es' && /^(?:de|del)$/.test(word) && buffer.length > 0) {
        // Spanish noun phrases are held together by "de"; an article behind it ends the phrase's name but not its
        // meaning.
        if (nextIsWord && !/^(?:cada|los|las|sus|su|mis|mi|forma|manera|todo|todos)$/.test(after)) {
          buffer.push(token)
          return
        }
      }
      if (FUNCTION_WORDS.has(word) || MODAL.test(word) || WITH.has(word)) {
        const open = buffer.length > 0
        flush()
        if (open || !afterAnd) afterAnd = false
        if (MODAL.test(word)) {
          if (/^(?:can|could|should|must|may|will|puede|pueden|pueda|puedan|deben|deban)$/.test(word)) actor()
          if (word !== 'para' && word !== 'que') verbal = true
          if (SUBORDINATE.test(word) && word !== 'para') [anchor, link] = [undefined, undefined]
        } else if (WITH.has(word)) {
          list++
          if (lastIndex !== undefined) [anchor, link, role] = [lastIndex, 'with', 'attached']
          else role = 'listed'
        } else if (/^(?:by|por|segun)$/.test(word)) {
          list++
          if (
            lastIndex !== undefined &&
            /^(?:filter|sort|search|group|find|browse|filtrar|buscar|ordenar|search|order)$/.test(verb)
          )
            [anchor, link, role] = [anchor ?? lastIndex, 'by', 'attached']
        } else if (/^(?:of|de|del)$/.test(word) && open) {
          ;[anchor, link] = [lastIndex, 'of']
          role = role === 'actor' ? 'mentioned' : role
        } else if (EACH.has(word) && lastIndex !== undefined && link !== 'of') {
          if (role !== 'managed') role = 'mentioned'
          ;[anchor, link] = [lastIndex, 'of']
        } else if (/^(?:for|para)$/.test(word)) {
          // "functionalities for job posting, …" lists nouns; "apply for jobs, and manage …" goes on with verbs.
          if (HAVING.has(verb) || verb === '') verbal = false
          if (role === 'managed' && !/^(?:apply|search|look|sign|register|vote|book|postular|enroll)$/.test(verb))
            role = 'mentioned'
          else role = 'listed'
          ;[anchor, link] = [undefined, undefined]
        } else if (LISTING.has(word) || (word === 'as' && tokens[at - 1]?.word === 'such')) {
          // "different types, such as A and B": examples of the kind, not things of their own
          if (lastIndex !== undefined) [anchor, link, role] = [lastIndex, undefined, phrases[lastIndex]!.role]
        } else if (
          /^(?:from|in|on|at|through|via|to|into|about|en|sobre|desde|hacia|between|among|during|per|on)$/.test(word)
        ) {
          if (
            !/^(?:enroll|enrol|participate|subscribe|inscribir|respond|listen|reply|log|sign|search|look)$/.test(verb)
          )
            role = 'mentioned'
          ;[anchor, link] = [undefined, undefined]
          if (word === 'to') verbal = true
        }
        return
      }
      afterAnd = false
      // "write down hours": what belongs to the verb is no part of what it is done to.
      if (buffer.length === 0 && at > 0 && at - 1 === verbAt && PARTICLE.test(word)) return
      if (buffer.length === 0) bufferAt = at
      buffer.push(token)
    })
    flush()
  })
  return phrases
}

/** Whether the noun right before position `at` opens a clause, i.e. can be its subject. */
function afterSubject(tokens: Token[], at: number): boolean {
  const before = tokens[at - 2]
  return before === undefined || DELIMITER.test(before.raw) || AND.has(before.word) || SUBORDINATE.test(before.word)
}
