import postcss, { type AtRule, type ChildNode, type Rule } from 'postcss'

/*
 * Style sheets as one list of rules that can be held against an element: what a browser does before it cascades
 * (CSS Cascading and Inheritance 5, https://www.w3.org/TR/css-cascade-5/). A page as it rests, on a wide screen.
 */

/** One selector with what it sets; `weight` orders it among all others, the greatest wins. */
export type StyleRule = { selector: string; weight: readonly number[]; values: ReadonlyMap<string, string> }

/** Width of the window, in px and rem: as pages are read everywhere here. */
const WIDTH = { px: 1_280, rem: 80, em: 80 } as const
/** Sheets of more rules are nobody's hand. */
const MOST_RULES = 20_000

type Place = { selectors: readonly string[]; layer: string | null; applies: boolean }

/** Rules that may set a background, or a value that one is made of. */
const TOLD = /^(?:background|background-color|--[\w-]+)$/

export function styleRules(sheets: readonly string[]): StyleRule[] {
  const layers: string[] = []
  const found: { selector: string; layer: string | null; isImportant: boolean; name: string; value: string }[] = []

  const declared = (layer: string): void => {
    const parts = layer.split('.')
    for (const at of parts.keys()) {
      const name = parts.slice(0, at + 1).join('.')
      if (!layers.includes(name)) layers.push(name)
    }
  }
  const walk = (nodes: readonly ChildNode[] | undefined, place: Place): void => {
    for (const node of nodes ?? []) {
      if (found.length > MOST_RULES) return
      if (node.type === 'atrule') walkAt(node, place)
      else if (node.type === 'rule') walk(node.nodes, { ...place, selectors: within(node, place.selectors) })
      else if (node.type === 'decl' && place.applies && TOLD.test(node.prop))
        for (const selector of place.selectors)
          found.push({
            selector,
            layer: place.layer,
            isImportant: node.important === true,
            name: node.prop === 'background' ? 'background-color' : node.prop,
            value: node.value,
          })
    }
  }
  const walkAt = (node: AtRule, place: Place): void => {
    const { name, params } = node
    const named = params.split(',').map((one) => (place.layer === null ? one.trim() : `${place.layer}.${one.trim()}`))
    if (name === 'layer') for (const layer of named) declared(layer)
    if (name === 'layer') walk(node.nodes, { ...place, layer: named[0] ?? null })
    else if (name === 'media') walk(node.nodes, { ...place, applies: place.applies && isSeen(params) })
    else if (name === 'supports') walk(node.nodes, place)
  }
  for (const sheet of sheets) walk(nodesOf(sheet), { selectors: [], layer: null, applies: true })
  return found.map(({ selector, layer, isImportant, name, value }, at) => {
    const order = layer === null ? layers.length : layers.indexOf(layer)
    // Of what is important the layer that comes first wins.
    const weight = [isImportant ? 1 : 0, isImportant ? -order : order, ...specificity(selector), at]
    return { selector, weight, values: new Map([[name, value]]) }
  })
}

function nodesOf(sheet: string): readonly ChildNode[] {
  try {
    return postcss.parse(sheet).nodes
  } catch {
    return []
  }
}

/** The selectors of a rule, inside of those of the rule around it. */
function within({ selectors }: Rule, around: readonly string[]): string[] {
  const own = selectors.filter((one) => !STATE.test(one))
  if (around.length === 0) return own
  return around.flatMap((outer) =>
    own.map((one) => (one.includes('&') ? one.replaceAll('&', outer) : `${outer} ${one}`)),
  )
}

/** What is only true while somebody does something, and parts that are no elements. */
const STATE =
  /::|:(?:hover|active|focus|focus-visible|focus-within|visited|target|checked|disabled|invalid|user-invalid|placeholder-shown|open|popover-open|before|after|host)(?![\w-])/

/** Whether a media query holds on a wide screen of somebody who asks for nothing. */
function isSeen(query: string): boolean {
  return query.split(',').some((one) =>
    one
      .trim()
      .split(/\s+and\s+/)
      .every((part) => isPartSeen(part.trim())),
  )
}

function isPartSeen(part: string): boolean {
  if (/^(?:only\s+)?(?:all|screen)$/.test(part) || /prefers-color-scheme:\s*light|hover:\s*hover/.test(part))
    return true
  const [, low, lowUnit] = /(?:min-width:\s*|width\s*>=?\s*)([\d.]+)(px|rem|em)/.exec(part) ?? []
  if (low !== undefined) return WIDTH[lowUnit as keyof typeof WIDTH] >= Number(low)
  const [, high, highUnit] = /(?:max-width:\s*|width\s*<=?\s*)([\d.]+)(px|rem|em)/.exec(part) ?? []
  return high !== undefined && WIDTH[highUnit as keyof typeof WIDTH] <= Number(high)
}

/** Ids, then classes, attributes and pseudo-classes, then elements (Selectors 4, 17). */
function specificity(selector: string): [number, number, number] {
  const counted = selector.replace(/:where\([^)]*\)/g, '').replace(/:(?:is|not|has)\(/g, '(')
  const count = (pattern: RegExp): number => counted.match(pattern)?.length ?? 0
  return [count(/#[\w-]/g), count(/\.[\w\\-]|\[|:[\w-]/g), count(/(?:^|[\s>+~(,])[a-z][\w-]*/gi)]
}
