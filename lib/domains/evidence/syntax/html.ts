import { defaultTreeAdapter as tree, type DefaultTreeAdapterTypes, parse, type ParserError } from 'parse5'
import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit } from '../paths.ts'
import { lineIndex, type Position } from './position.ts'

/**
 * HTML as a browser reads it (https://html.spec.whatwg.org/multipage/parsing.html), with the places where things stand.
 */

export type HtmlElement = {
  tag: string
  attributes: ReadonlyMap<string, string>
  parent: HtmlElement | null
  /** Where its start tag begins. */
  offset: number
  /** Where an attribute begins; its start tag's offset when it has none of that name. */
  offsetOf(attribute: string): number
  isSvg: boolean
  /** Has an end tag, or needs none. */
  isClosed: boolean
  /** Text directly in it, with the offset at which it begins. */
  text: string
  textOffset: number
}
export type HtmlPage = {
  path: string
  source: string
  elements: readonly HtmlElement[]
  errors: ReadonlyArray<{ code: string; offset: number }>
  /** Where end tags stand that close nothing; the parser passes over most of them in silence. */
  strayEnds: readonly number[]
  at(offset: number): Position
}

type Node = DefaultTreeAdapterTypes.Node
/** https://html.spec.whatwg.org/multipage/syntax.html#void-elements and #optional-tags */
const VOID = new Set('area base br col embed hr img input link meta source track wbr param'.split(' '))
/** What stands inside them is text, whatever it looks like. */
const RAW = new Set('script style textarea title iframe noembed noframes noscript xmp'.split(' '))
const MAY_END_SILENTLY = new Set(
  'html head body p li dt dd option optgroup tr td th tbody thead tfoot colgroup caption rt rp'.split(' '),
)

const read = new WeakMap<ProjectUnderCheck, readonly HtmlPage[]>()

/** Every page of the project, parsed once however many checks ask. */
export function pagesOf(project: ProjectUnderCheck): readonly HtmlPage[] {
  let pages = read.get(project)
  if (pages === undefined) {
    const paths = [...project.files.keys()].filter((path) => /\.html?$/.test(path)).sort(byCodeUnit)
    read.set(project, (pages = paths.flatMap((path) => readPage(path, project.text(path) ?? null) ?? [])))
  }
  return pages
}

function readPage(path: string, source: string | null): HtmlPage | null {
  if (source === null) return null
  const errors: Array<{ code: string; offset: number }> = []
  const onParseError = ({ code, startOffset }: ParserError): void =>
    void (errors.length < 200 && errors.push({ code, offset: startOffset }))
  const document = parse(source, { sourceCodeLocationInfo: true, onParseError })
  const elements: HtmlElement[] = []
  const ends = new Set<number>()
  const covered: Array<[number, number]> = []
  // A stack of its own: markup can be nested deeper than calls.
  const open: Array<{ node: Node; parent: HtmlElement | null }> = [{ node: document, parent: null }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let { parent } = next
    const { node } = next
    if (tree.isElementNode(node)) {
      const made = elementOf(node, parent, source)
      const { startTag, endTag } = node.sourceCodeLocation ?? {}
      if (endTag) ends.add(endTag.startOffset)
      if (startTag)
        covered.push([
          startTag.startOffset,
          RAW.has(node.tagName) ? (endTag?.startOffset ?? source.length) : startTag.endOffset,
        ])
      if (made !== null) elements.push((parent = made))
    } else if (tree.isTextNode(node) && parent !== null) {
      if (parent.text === '') parent.textOffset = node.sourceCodeLocation?.startOffset ?? parent.offset
      parent.text += node.value
    } else if (tree.isCommentNode(node) && node.sourceCodeLocation)
      covered.push([node.sourceCodeLocation.startOffset, node.sourceCodeLocation.endOffset])
    const children = 'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : []
    for (const child of children.toReversed()) open.push({ node: child, parent })
  }
  return { path, source, elements, errors, strayEnds: strayEnds(source, ends, covered), at: lineIndex(source) }
}

function strayEnds(source: string, ends: ReadonlySet<number>, covered: Array<[number, number]>): number[] {
  covered.sort(([a], [b]) => a - b)
  const stray: number[] = []
  let next = 0
  let until = 0
  for (const { index } of source.matchAll(/<\/[a-z]/gi)) {
    for (; next < covered.length && covered[next]![0] <= index; next++) until = Math.max(until, covered[next]![1])
    if (index >= until && !ends.has(index)) stray.push(index)
  }
  return stray
}

/** Null for what the parser put in by itself (`<tbody>`, a missing `<head>`). */
function elementOf(
  node: DefaultTreeAdapterTypes.Element,
  parent: HtmlElement | null,
  source: string,
): HtmlElement | null {
  const place = node.sourceCodeLocation
  if (!place) return null
  const isSvg = node.namespaceURI !== 'http://www.w3.org/1999/xhtml'
  const selfClosed = isSvg && source.slice(0, place.startTag?.endOffset ?? place.endOffset).endsWith('/>')
  const needsNone = isSvg ? selfClosed : VOID.has(node.tagName) || MAY_END_SILENTLY.has(node.tagName)
  return {
    tag: node.tagName,
    attributes: new Map(node.attrs.map(({ name, value, prefix }) => [prefix ? `${prefix}:${name}` : name, value])),
    parent,
    offset: place.startOffset,
    offsetOf: (attribute) => place.attrs?.[attribute]?.startOffset ?? place.startOffset,
    isSvg,
    isClosed: place.endTag !== undefined || needsNone,
    text: '',
    textOffset: place.startOffset,
  }
}
