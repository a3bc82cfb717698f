import { withoutBetween } from '../../core/cut-between'
import { AppSpec } from '../spec/contract'
import { readPlanChanges } from './read-plan-changes'
import { hexOf, isDark, type Seen, seen } from './seen'

/** What a file that somebody has edited by hand tells about what they prefer. Pure; only what has one reading. */

const STYLES = /(?:^|\/)(?:globals?|styles?|main|theme|app|index)\.css$/
const PAGES = /(?:^|\/)(?:layout\.[jt]sx|[\w-]+\.html)$/
const PLAN = 'devora.json'
/** A hand-written file is small; one that is not is no place to look for preferences. */
const MOST_CHARS = 200_000

/** Whether edits of this file can teach anything: the others need not be read. */
export const isTelling = (path: string): boolean => path === PLAN || STYLES.test(path) || PAGES.test(path)

export type FileTexts = {
  /** As Devora delivered it last. */
  delivered: string
  /** As it was before this save. */
  before: string
  saved: string
}

/**
 * What this save chose: it differs from what Devora delivered, and it was not there before. Saving a file again that
 * had been changed earlier is no second choice, and going back to what was delivered takes nothing for granted.
 */
export function readFileChanges(path: string, texts: FileTexts): Seen[] {
  if (Object.values(texts).some((text) => text.length > MOST_CHARS)) return []
  if (path === PLAN) return newIn(planChanges(texts.delivered, texts.saved), planChanges(texts.before, texts.saved))
  const read = STYLES.test(path) ? readStyles : PAGES.test(path) ? readPage : () => new Map<string, Seen>()
  const [delivered, before, saved] = [read(texts.delivered), read(texts.before), read(texts.saved)]
  return [...saved]
    .filter(([topic, { value }]) => {
      const was = delivered.get(topic)
      return was !== undefined && was.value !== value && before.get(topic)?.value !== value
    })
    .map(([, one]) => one)
}

const newIn = (sinceDelivery: Seen[], sinceSave: Seen[]): Seen[] =>
  sinceDelivery.filter(({ topic, value }) => sinceSave.some((one) => one.topic === topic && one.value === value))

function planChanges(before: string, after: string): Seen[] {
  const [was, is] = [before, after].map((text) => {
    try {
      return AppSpec.parse(JSON.parse(text))
    } catch {
      return null
    }
  })
  return was == null || is == null ? [] : readPlanChanges(was, is)
}

const BACKGROUND = /^--(?:color-)?(?:background|bg|canvas)$/
const COMPONENT = /^--(?:color-)?(?:component|primary|accent|brand)$/
const FONT = /^(?:--(?:font-)?(?:sans|body|base)|--font-family|font-family)$/
/** Families that every system has: naming one first chooses nothing. */
const SYSTEM_FONT =
  /^(?:ui-[a-z-]+|system-ui|-apple-system|blinkmacsystemfont|sans-serif|serif|monospace|inherit|initial|segoe ui|arial|helvetica(?: neue)?|roboto|times new roman|georgia)$/i

/** From the beginning of its name, and as long as a colour or a list of fonts may be, which have no colon. */
const DECLARATION = /(?<![\w-])([\w-]+)\s*:([^;:{}]{1,300})[;}]/g

/** What a style sheet says first about colours, scheme and font: later rules are for special cases such as `.dark`. */
function readStyles(css: string): Map<string, Seen> {
  const found = new Map<string, Seen>()
  const put = (one: Seen | null): void => {
    if (one !== null && !found.has(one.topic)) found.set(one.topic, one)
  }
  for (const [, name = '', value = ''] of withoutBetween(css, [['/*', '*/']]).matchAll(DECLARATION)) {
    if (BACKGROUND.test(name) && hexOf(value) !== null && !found.has('background-colour')) {
      put(seen.background(value))
      // The colour itself outweighs `color-scheme`, which only tells the browser how to draw its own parts.
      found.set('theme', seen.darkness(isDark(value)))
    } else if (COMPONENT.test(name)) put(seen.component(value))
    else if (FONT.test(name)) put(fontOf(value))
    else if (name === 'color-scheme' && /^(?:dark|light)$/.test(value.trim()))
      put(seen.darkness(value.trim() === 'dark'))
  }
  // The look is told before its colours, so that the more exact choice is the newer memory.
  return new Map([...found].toSorted(([a], [b]) => Number(b === 'theme') - Number(a === 'theme')))
}

const SYSTEM: Seen = { ...seen.font('the system’s own'), value: 'system' }
function fontOf(value: string): Seen | null {
  const first = value
    .split(',')[0]!
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2')
  if (SYSTEM_FONT.test(first)) return SYSTEM
  return /^[A-Za-z][A-Za-z0-9 ]{1,39}$/.test(first) ? seen.font(first) : null
}

/** The language that the page says it is in. */
function readPage(text: string): Map<string, Seen> {
  const lang = /<html[^<>]*\slang=["'{]+\s*(en|es)\b/.exec(text)?.[1]
  return lang === 'en' || lang === 'es' ? new Map([['locale', seen.locale(lang)]]) : new Map()
}
