import { converter, parse } from 'culori'
import { LRUCache } from 'lru-cache'
import { done, failed, type Tried, unproven } from '../page/act-on-field.ts'
import { type Page, styleElements } from '../page/page.ts'
import type { StepOf } from '../read-steps.ts'
import { type StyleRule, styleRules } from './style-rules.ts'

/** What colours a page has, by its style sheets: behind all of it, and of its buttons, links and bars. */

/** Red, green, blue, 0 to 255; `null` lets through what stands behind it, `unknown` is beyond what is read here. */
type Colour = readonly [number, number, number] | null | 'unknown'

const toRgb = converter('rgb')
/** Pages share their sheets: they are taken apart once. */
const KNOWN = new LRUCache<string, readonly StyleRule[]>({ max: 4 })
/** What people press, and what stands out as a bar or a box. */
const COMPONENTS = 'a,button,input,select,[role=button],header,nav,footer,section,article,aside,[class]'
/** Elements that are looked at; a page of more is judged by its first ones. */
const MOST_ELEMENTS = 600
/** No custom property is made of more others. */
const MOST_HOPS = 20

export function seeColour(page: Page, sheets: readonly string[], { colour, of }: StepOf<'see_colour'>): Tried {
  const wanted = read(colour)
  if (wanted === null || wanted === 'unknown') return failed(`“${colour}” is no colour.`)
  const look = new Look(rulesOf([...sheets, ...styleElements(page)]))
  return of === 'background' ? behind(page, look, wanted) : among(page, look, wanted)
}

function rulesOf(sheets: readonly string[]): readonly StyleRule[] {
  const key = sheets.join('\n')
  const rules = KNOWN.get(key) ?? styleRules(sheets)
  KNOWN.set(key, rules)
  return rules
}

/** The window is filled by the root's background, else by the body's, or by the one box that holds everything. */
function behind(page: Page, look: Look, wanted: Colour): Tried {
  const all = fillingOf(page).map((element) => look.background(element))
  const seen = all.findLast((one) => one !== null) ?? [255, 255, 255]
  if (seen === 'unknown') return unproven(UNREAD)
  return isSame(seen, wanted) ? done : failed(`The background of the page is ${hex(seen)}.`)
}

function among(page: Page, look: Look, wanted: Colour): Tried {
  const filling = new Set(fillingOf(page))
  const seen = [...page.document.querySelectorAll(COMPONENTS)]
    .filter((element) => !filling.has(element))
    .slice(0, MOST_ELEMENTS)
    .map((element) => look.background(element))
  if (seen.some((one) => isSame(one, wanted))) return done
  if (seen.includes('unknown')) return unproven(UNREAD)
  const others = [...new Set(seen.flatMap((one) => (one === null || one === 'unknown' ? [] : [hex(one)])))]
  return failed(`No button, link or bar has that colour. There are ${others.slice(0, 6).join(', ') || 'none'}.`)
}

const UNREAD = 'The colour is made of others in a way that is not read here.'

function fillingOf({ document }: Page): Element[] {
  const filling: Element[] = [document.documentElement, document.body]
  for (let only = onlyChild(document.body); only !== null; only = onlyChild(only)) filling.push(only)
  return filling
}

/** A box around all that is inside. */
const onlyChild = (element: Element): Element | null => {
  const children = [...element.children].filter(
    ({ localName }) => !/^(?:script|style|template|noscript)$/.test(localName),
  )
  return children.length === 1 && /^(?:div|main)$/.test(children[0]!.localName) ? children[0]! : null
}

/** As near as colours can be told apart that were written in different ways. */
const isSame = (one: Colour, other: Colour): boolean =>
  Array.isArray(one) && Array.isArray(other) && one.every((part, at) => Math.abs(part - other[at]) <= 1)

const hex = (colour: readonly number[]): string =>
  `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`

function read(text: string): Colour {
  const parsed = parse(text)
  if (parsed === undefined) return 'unknown'
  const { r, g, b, alpha = 1 } = toRgb(parsed)
  if (alpha === 0) return null
  return alpha < 1 ? 'unknown' : ([r, g, b].map((part) => Math.round(part * 255)) as [number, number, number])
}

class Look {
  private readonly rules: readonly StyleRule[]
  private readonly backgrounds: readonly StyleRule[]

  constructor(rules: readonly StyleRule[]) {
    this.rules = rules
    this.backgrounds = rules.filter(({ values }) => values.has('background-color'))
  }

  background(element: Element): Colour {
    const own = inlineOf(element, /^background(?:-color)?$/)
    const value = own ?? this.winner(this.backgrounds, element, 'background-color')
    if (value === undefined || /^(?:none|transparent|initial|unset|inherit|revert|0)$/.test(value.trim())) return null
    const resolved = this.resolve(value, element)
    if (resolved === null || /gradient|url\(/.test(resolved)) return 'unknown'
    const colour = [resolved, ...resolved.split(/\s+(?![^(]*\))/)].map(read).find((one) => one !== 'unknown')
    return colour === undefined ? 'unknown' : colour
  }

  private winner(rules: readonly StyleRule[], element: Element, name: string): string | undefined {
    let best: StyleRule | undefined
    for (const rule of rules)
      if (rule.values.has(name) && (best === undefined || isHeavier(rule, best)) && matches(element, rule.selector))
        best = rule
    return best?.values.get(name)
  }

  /** The value with its custom properties; null where one of them is nowhere. */
  private resolve(value: string, element: Element): string | null {
    let text: string | null = value
    for (let hop = 0; text !== null && /var\(/.test(text); hop++) {
      if (hop > MOST_HOPS) return null
      const found: RegExpExecArray | null = /var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)/.exec(text)
      if (found === null) return null
      const [all, name = '', fallback] = found
      const inner = this.property(element, name) ?? fallback
      text = inner === undefined ? null : text.replace(all, () => inner)
    }
    return text
  }

  /** Of the element or the nearest one around it: custom properties are inherited. */
  private property(element: Element, name: string): string | undefined {
    for (let one: Element | null = element; one !== null; one = one.parentElement) {
      const found = inlineOf(one, new RegExp(`^${name}$`)) ?? this.winner(this.rules, one, name)
      if (found !== undefined) return found
    }
    return undefined
  }
}

function isHeavier({ weight }: StyleRule, { weight: other }: StyleRule): boolean {
  const at = weight.findIndex((part, nth) => part !== other[nth])
  return at >= 0 && weight[at]! > other[at]!
}

function matches(element: Element, selector: string): boolean {
  try {
    return element.matches(selector)
  } catch {
    // A selector that nobody knows here selects nothing.
    return false
  }
}

/** What a `style` attribute sets. */
function inlineOf(element: Element, name: RegExp): string | undefined {
  const declarations = (element.getAttribute('style') ?? '').split(';').map((one) => one.split(/:(.*)/s))
  return declarations.findLast(([own = '']) => name.test(own.trim()))?.[1]?.trim()
}
