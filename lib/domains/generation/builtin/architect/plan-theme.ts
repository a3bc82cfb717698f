import type { AppSpec, ProjectKind } from '../../../spec/contract'
import { condensed } from './condense'
import { plain } from '../../../spec/inflect'
import { COLOURS } from './lexicon/css-colours'

/**
 * Colours of an application: those the prompt asks for, else a pair that suits its kind, and readable tokens made from
 * them.
 */
type Theme = AppSpec['theme']
type Mention = { name: string; hex: string; start: number; end: number }
export type ThemeRequest = { background?: Mention; component?: Mention; dark?: boolean }
/** What somebody likes in general, `#rrggbb`; a prompt that says otherwise counts more. */
export type PreferredTheme = { background?: string; component?: string; dark?: boolean }

const BACKGROUND = /^(?:backgrounds?|base|canvas|backdrop|fondos?|lienzo|bg|body)$/
const COMPONENT =
  /^(?:components?|ui|elements?|interfaces?|blocks?|cards?|buttons?|accents?|details?|headers?|widgets?|controls?|componentes?|elementos?|botones|boton|tarjetas?|acentos?|interfaz|detalles|bloques?|encabezados?|primary|primario|links|enlaces|titulos|titles)$/
const STYLE =
  /^(?:colou?rs?|colored|coloured|colou?red|colores|theme|themed|tema|palette|paleta|style|styled|styling|estilo|tones?|tonos?|hues?|shades?)$/

const PAIRS: Record<ProjectKind, [string, string]> = {
  saas: ['#f8fafc', '#4338ca'],
  'e-commerce': ['#fffdf9', '#9a3412'],
  marketplace: ['#f7faf8', '#166534'],
  blog: ['#fffefb', '#7c2d12'],
  dashboard: ['#f5f7fa', '#1d4ed8'],
  crm: ['#f7f8fb', '#1e40af'],
  booking: ['#fbfaf7', '#0f766e'],
  social: ['#faf8ff', '#6d28d9'],
  tasks: ['#f7f9fb', '#0369a1'],
  learning: ['#fafbf5', '#3f6212'],
  chat: ['#f6f9fb', '#0e7490'],
  portfolio: ['#fcfbf9', '#27272a'],
  directory: ['#f8faf9', '#115e59'],
  inventory: ['#f8f8f6', '#92400e'],
  other: ['#fafafa', '#334155'],
}
const DARK_BACKGROUND = '#11151c'
const LIGHT_BACKGROUND = '#fafafa'

type Rgb = [number, number, number]
const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb
const toHex = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
const mix = (a: string, b: string, share: number): string => {
  const [from, to] = [rgb(a), rgb(b)]
  return toHex(from.map((part, i) => part + (to[i]! - part) * share) as Rgb)
}

/** 0 for greys, 1 for the purest colours. */
function saturation(hex: string): number {
  const parts = rgb(hex)
  const most = Math.max(...parts)
  return most === 0 ? 0 : (most - Math.min(...parts)) / most
}

/** Relative luminance, WCAG 2.1. */
function luminance(hex: string): number {
  const [r, g, b] = rgb(hex).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  ) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.1, 1.4.3). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Near-black or near-white text on a colour; pure where the softer one would miss AA. */
function readableOn(surface: string): string {
  const soft = contrast(surface, '#16181d') >= contrast(surface, '#fafafa') ? '#16181d' : '#fafafa'
  if (contrast(surface, soft) >= 4.5) return soft
  return contrast(surface, '#000000') >= contrast(surface, '#ffffff') ? '#000000' : '#ffffff'
}

/** `colour` moved towards `towards` just far enough to be read on `surface`. */
function readable(colour: string, surface: string, towards: string, ratio = 4.5): string {
  for (let share = 0; share <= 1; share += 0.05) {
    const tried = mix(colour, towards, share)
    if (contrast(tried, surface) >= ratio) return tried
  }
  return towards
}

/**
 * `#rrggbb` of a colour's name without spaces: listed, inflected ("dorada", "blancos", "rojas oscuras"), or a shade of
 * a listed one.
 */
function lookUp(key: string): string | undefined {
  const stems = [key, key.replace(/s$/, ''), key.replace(/es$/, '')]
  const tries = stems.concat(
    stems.flatMap((stem) => [stem.replace(/a$/, 'o'), stem.replace(/(?:a|o)?(clar|oscur)[ao]$/, '$1o')]),
  )
  const listed = tries.map((one) => COLOURS.get(one)).find((hex) => hex !== undefined)
  if (listed !== undefined) return listed
  const shade =
    /^(?:(?<dark>dark|deep|(?=.*oscur[oa]s?$))|(?:light|pale|(?=.*clar[oa]s?$)))(?<base>.{3,}?)(?:(?:oscur|clar)[oa]s?)?$/.exec(
      key,
    )?.groups
  const base = shade?.base === undefined || shade.base === key ? undefined : lookUp(shade.base)
  return base === undefined
    ? undefined
    : mix(base, shade!.dark === undefined ? '#ffffff' : '#000000', shade!.dark === undefined ? 0.5 : 0.35)
}

type Word = { text: string; sentence: number; clause: number }
/** `rgb(245, 245, 250)` as `#f5f5fa`. */
const asHex = (text: string): string =>
  text.replace(/\brgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})[^)]*\)/gi, (_, ...parts: string[]) =>
    toHex(parts.slice(0, 3).map((part) => Math.min(255, Number(part))) as Rgb),
  )

/** As long as a prompt may be: colours are often said last. */
const MOST_COLOURED = 20_000

function wordsOf(text: string): Word[] {
  let clause = 0
  return asHex(condensed(text, MOST_COLOURED))
    .split(/(?<=[.!?;\n])\s+/)
    .flatMap((part, sentence) =>
      part.split(/[,.;:!?\n()]/).flatMap((piece) => {
        clause++
        return (plain(piece).match(/#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|[a-z]+/g) ?? []).map((one) => ({
          text: one,
          sentence,
          clause,
        }))
      }),
    )
}

/** Plain hues, which a second word makes exact: "rojo carmesí", "crimson red". */
const HUE =
  /^(?:red|blue|green|yellow|orange|pink|purple|brown|gray|grey|rojo|roja|azul|verde|amarillo|naranja|rosa|morado|gris|cafe)s?$/
/**
 * What may stand beside colours in a clause that is about nothing else: "use navy and white", "terracotta and cream
 * look".
 */
const AROUND =
  /^(?:and|y|e|or|with|con|on|over|sobre|use|usa|usando|using|in|en|look|looks|feel|the|an?|un|una|el|la|de|of|my|mi|very|some|touch|touches|toques|main|mostly|brand|marca|our|is|are|please|make|it|lo|hazlo|shades|tonos?|colou?rs?|colores|scheme|palette|paleta|theme|tema|style|estilo)$/

function findMentions(words: Word[]): Mention[] {
  const found: Mention[] = []
  // The same words come again and again in a long text.
  const known = new Map<string, string | undefined>()
  const hexOf = (key: string): string | undefined => {
    if (!known.has(key)) known.set(key, lookUp(key))
    return known.get(key)
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!.text
    if (word.startsWith('#')) {
      const hex = word.length === 4 ? `#${Array.from(word.slice(1), (digit) => digit + digit).join('')}` : word
      found.push({ name: hex, hex, start: i, end: i })
      continue
    }
    for (const size of [3, 2, 1]) {
      const run = words.slice(i, i + size)
      if (run.length < size || run.some((one) => one.text.startsWith('#'))) continue
      if (run.some((one) => one.clause !== words[i]!.clause)) continue
      const listed = hexOf(run.map((one) => one.text).join(''))
      const [first = '', second = ''] = run.map((one) => one.text)
      const exact =
        size === 2 && listed === undefined && hexOf(first) && hexOf(second)
          ? HUE.test(first)
            ? second
            : HUE.test(second)
              ? first
              : ''
          : ''
      const hex = listed ?? (exact === '' ? undefined : hexOf(exact))
      if (hex === undefined) continue
      // "azure mist": an unknown noun right behind a colour name, before the next function word, belongs to its name.
      const next = words[i + size]?.text
      const named = next !== undefined && /^(?:mist|whisper|dream|dust|glow|haze|breeze)$/.test(next) ? 1 : 0
      found.push({
        name: words
          .slice(i, i + size + named)
          .map((one) => one.text)
          .join(' '),
        hex,
        start: i,
        end: i + size - 1 + named,
      })
      i += size - 1 + named
      break
    }
  }
  return found
}

const distance = (mention: Mention, at: number): number => (at < mention.start ? mention.start - at : at - mention.end)

/** Colours that are said of the look: as a code, in a clause of nothing else, or near a word for it. */
function meantMentions(words: Word[], all: Mention[]): Mention[] {
  const coloured = new Set(
    all.flatMap(({ start, end }) => Array.from({ length: end - start + 1 }, (_, offset) => start + offset)),
  )
  const mixed = new Set(words.flatMap((word, at) => (coloured.has(at) || AROUND.test(word.text) ? [] : [word.clause])))
  const isStyled = (mention: Mention): boolean => {
    const first = words[mention.start]!
    if (!mixed.has(first.clause)) return true
    const from = Math.max(0, mention.start - 8)
    return words
      .slice(from, mention.end + 9)
      .some(
        (word, offset) =>
          Math.abs(word.sentence - first.sentence) <= 1 &&
          (STYLE.test(word.text) ||
            BACKGROUND.test(word.text) ||
            (COMPONENT.test(word.text) && distance(mention, from + offset) <= 5)),
      )
  }
  return all.filter((mention) => mention.hex === mention.name || isStyled(mention))
}

/** What the prompt says about colours, in English or Spanish; empty when it says nothing. */
export function readTheme(text: string): ThemeRequest {
  const words = wordsOf(text)
  const cues = words.flatMap((word, at): Array<{ at: number; role: 'background' | 'component' }> =>
    BACKGROUND.test(word.text)
      ? [{ at, role: 'background' as const }]
      : COMPONENT.test(word.text)
        ? [{ at, role: 'component' as const }]
        : [],
  )
  const all = findMentions(words)
  const ends = new Set(all.map(({ end }) => end))
  // "lime green on charcoal": what something stands on is behind it.
  for (const mention of all)
    if (/^(?:on|sobre)$/.test(words[mention.start - 1]?.text ?? '') && ends.has(mention.start - 2))
      cues.push({ at: mention.start - 1, role: 'background' }, { at: mention.start - 2, role: 'component' })
  const mentions = meantMentions(words, all)
  const cost = (mention: Mention | undefined, role: 'background' | 'component'): number => {
    if (mention === undefined) return 14
    const near = cues
      .filter((cue) => cue.role === role)
      .map((cue) => distance(mention, cue.at) + 3 * Math.abs(words[cue.at]!.sentence - words[mention.start]!.sentence))
    // Pale colours make backgrounds; a strong light one ("burgundy and gold") stands out on the darker.
    const pale = saturation(mention.hex) > 0.6 && luminance(mention.hex) > 0.4 ? 0 : luminance(mention.hex)
    // A button that is spoken of elsewhere is none that it was said of.
    return Math.min(12 + (role === 'background' ? 1 - pale : pale), ...near)
  }
  // Both roles are given out together: in "lavender to the background and indigo to the UI" indigo stands nearer to the
  // wrong cue.
  let best: { background?: Mention; component?: Mention; total: number } = { total: Infinity }
  const tries = mentions.slice(0, 8)
  for (const background of [undefined, ...tries]) {
    for (const component of [undefined, ...tries]) {
      if (background === component && (background !== undefined || tries.length > 0)) continue
      const total = cost(background, 'background') + cost(component, 'component')
      if (total < best.total) best = { background, component, total }
    }
  }
  const dark = /\b(?:dark (?:theme|mode|ui|background|interface|design)|(?:tema|modo|fondo|diseno) oscuro)\b/.test(
    plain(condensed(text, MOST_COLOURED)),
  )
  return {
    ...(best.background && { background: best.background }),
    ...(best.component && { component: best.component }),
    ...(dark && { dark }),
  }
}

const MAX_COLOUR_NAME = 60

/** Completes two colours with the tokens the front end reads; every text token has AA contrast (4.5) on its surface. */
export function completeTheme(
  background: string,
  component: string,
  names: { background?: string; component?: string } = {},
): Theme {
  const foreground = readableOn(background)
  return {
    background,
    component,
    foreground,
    componentForeground: readableOn(component),
    muted: readable(mix(foreground, background, 0.42), background, foreground),
    border: mix(background, foreground, 0.16),
    accent: readable(component, background, foreground),
    ...(names.background !== undefined && { backgroundName: names.background.slice(0, MAX_COLOUR_NAME) }),
    ...(names.component !== undefined && { componentName: names.component.slice(0, MAX_COLOUR_NAME) }),
  }
}

/**
 * The theme of a new plan. What the prompt names is taken to the letter; then what its maker prefers; the rest fits the
 * kind of application.
 */
export function planTheme(text: string, kind: ProjectKind, preferred: PreferredTheme = {}): Theme {
  const asked = readTheme(text)
  const [light, accent] = PAIRS[kind]
  const needsDark = asked.dark || (asked.component && luminance(asked.component.hex) > 0.75)
  const usual = preferred.background ?? (preferred.dark ? DARK_BACKGROUND : light)
  const background = asked.background?.hex ?? (needsDark ? DARK_BACKGROUND : usual)
  // The kind's own accent must stay visible on a background somebody else chose.
  const fallback =
    contrast(accent, background) >= 2.5 ? accent : readable(accent, background, readableOn(background), 4.5)
  return completeTheme(background, asked.component?.hex ?? preferred.component ?? fallback, {
    background: asked.background?.name,
    component: asked.component?.name,
  })
}

const ORDER =
  /^(?:(?:please|por favor),?\s+)?(?:make\s+(?:it|everything|the\s+(?:app|site|design|theme|look))|use|paint\s+it|turn\s+it|switch\s+(?:it\s+)?to|change\s+(?:it|the\s+colou?rs?)\s+to|hazl[oa]|usa|p[oó]nl[oa](?:\s+en)?|p[ií]ntal[oa](?:\s+de)?|c[aá]mbial[oa]\s+a)\s+(?:all\s+|todo\s+)?(.{3,30})$/iu

/**
 * What a whole clause orders about the look, as in "make it dark" or "use green"; empty when it is about anything else,
 * or is so already.
 */
export function readOrder(clause: string, theme: Theme): { background?: Mention; component?: Mention } {
  const wanted = plain(ORDER.exec(clause.trim())?.[1] ?? '')
    .replace(/\s+(?:please|instead|por favor)$/, '')
    .trim()
  const isDark = contrast(theme.background, '#ffffff') > contrast(theme.background, '#000000')
  const background = (hex: string) => ({ background: { name: wanted, hex, start: 0, end: 0 } })
  if (/^(?:dark(?:er)?|oscur[oa])$/.test(wanted)) return isDark ? {} : background(DARK_BACKGROUND)
  if (/^(?:light(?:er)?|bright|clar[oa])$/.test(wanted)) return isDark ? background(LIGHT_BACKGROUND) : {}
  const [only] = findMentions(wordsOf(wanted))
  return only !== undefined && only.name === wanted ? { component: only } : {}
}
