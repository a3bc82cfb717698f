import { looksSecret } from './propose'

/** One choice that a change shows. Pure. */
export type Seen = {
  /** Of several choices about it only the newest counts: "component-colour", "field:notes". */
  topic: string
  /** What was chosen, the same however it is written: "#166534", "es". */
  value: string
  /** As it is remembered. */
  text: string
  /** A look is chosen; anything else can be about this one application, until a second one shows it too. */
  isOnce: boolean
}

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i
/** `#rrggbb` in lower case; null for what is no plain colour. */
export function hexOf(colour: string): string | null {
  const text = colour.trim().toLowerCase()
  if (HEX.test(text))
    return text.length === 4 ? `#${Array.from(text.slice(1), (digit) => digit + digit).join('')}` : text
  const parts = /^rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)$/.exec(text)?.slice(1).map(Number)
  return parts === undefined || parts.some((part) => part > 255)
    ? null
    : `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** As WCAG 2.1 has it, with the bound at which the built-in generators take light text. */
export function isDark(colour: string): boolean {
  const hex = hexOf(colour) ?? '#ffffff'
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18
}

/** Words for light and dark that are no colour. */
export const isScheme = (name: string): boolean => /^(?:dark(?:er)?|light(?:er)?|bright|oscur[oa]|clar[oa])$/.test(name)

/**
 * A name as people give an entity or a field, in lower case; null for anything longer or stranger, which is not to
 * be remembered.
 */
export function shortName(name: string): string | null {
  const text = name.trim().replace(/\s+/g, ' ').toLowerCase()
  return /^\p{L}[\p{L}\p{N} _-]{0,39}$/u.test(text) && !looksSecret(text) ? text : null
}

const colour = (topic: string, text: string, value: string): Seen | null => {
  const hex = hexOf(value)
  return hex === null ? null : { topic, value: hex, text: `${text} ${hex}`, isOnce: true }
}

/** Every choice that can be learned from a change, and how it is said. */
export const seen = {
  /** The topic that prompts have too. */
  scheme: (background: string): Seen => seen.darkness(isDark(background)),
  darkness: (dark: boolean): Seen => ({
    topic: 'theme',
    value: dark ? 'dark' : 'light',
    text: dark ? 'Dark theme' : 'Light theme',
    isOnce: true,
  }),
  background: (value: string): Seen | null => colour('background-colour', 'Background in', value),
  component: (value: string): Seen | null => colour('component-colour', 'Components in', value),
  font: (name: string): Seen => ({ topic: 'font', value: name.toLowerCase(), text: `Font ${name}`, isOnce: true }),
  locale: (locale: 'en' | 'es'): Seen => ({
    topic: 'locale',
    value: locale,
    text: locale === 'es' ? 'Apps in Spanish' : 'Apps in English',
    isOnce: false,
  }),
  noPage: (view: string): Seen => ({ topic: `page:${view}`, value: 'none', text: `No ${view} page`, isOnce: false }),
  name: (was: string, is: string): Seen => ({
    topic: `name:${was}`,
    value: is,
    text: `Say “${is}” instead of “${was}”`,
    isOnce: false,
  }),
  field: (name: string, type: string): Seen => ({
    topic: `field:${name}`,
    value: type,
    text: `Things have a field “${name}” (${type})`,
    isOnce: false,
  }),
  noField: (name: string): Seen => ({
    topic: `field:${name}`,
    value: 'none',
    text: `Things have no field “${name}”`,
    isOnce: false,
  }),
}
