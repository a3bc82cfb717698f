import { formOf, isChecked, isChosen, typeOf, valueOf } from '../behaviour/page/field-values.ts'
import { type Page, styleElements } from '../behaviour/page/page.ts'
import { isOpen } from '../behaviour/page/shown.ts'
import { ATTRIBUTES, ELEMENTS, EMPTY, INLINE_IMAGE, MAX_ATTRIBUTE, SHAPES, SPELT, SPOKEN } from './drawn-names.ts'
import { FOUND, HEAD } from './picture.ts'
import { stillStyles } from './still-styles.ts'

/*
 * A page written anew, element by element, as somebody saw it in the end: what was typed stands in its fields, and
 * nothing of it can run, be followed or be sent.
 */

const TEXT = 3
const ELEMENT = 1

/** @throws RangeError for a page that is nested too deeply */
export function drawPage(page: Page, found: ReadonlySet<Element>): string {
  const { documentElement: root, body } = page.document
  const drawn = new Drawing(page, found).draw(body)
  return `<html${new Drawing(page, found).attributes(root)}>${HEAD}${drawn}</html>`
}

/** Styles that a page brings itself, as they stand still. */
export const stylesOf = (page: Page): string[] => styleElements(page).map(stillStyles)

class Drawing {
  private readonly page: Page
  private readonly found: ReadonlySet<Element>

  constructor(page: Page, found: ReadonlySet<Element>) {
    this.page = page
    this.found = found
  }

  draw(element: Element): string {
    const name = this.nameOf(element)
    if (name === null) return ''
    const start = `<${name}${this.attributes(element)}>`
    return EMPTY.has(name) ? start : `${start}${this.contentOf(element)}</${name}>`
  }

  private nameOf(element: Element): string | null {
    const name = element.localName.toLowerCase()
    if (name === 'input' && typeOf(element) === 'hidden') return null
    if (element.hasAttribute('popover') && !this.page.opened.has(element)) return null
    if (ELEMENTS.has(name)) return name
    // An element of the application's own making is a part like any other.
    return SHAPES.get(name) ?? (/^[a-z][a-z0-9]*-[a-z0-9-]+$/.test(name) ? 'span' : null)
  }

  private contentOf(element: Element): string {
    // A line break that comes first is not read, so there is one to be left out.
    if (element.localName === 'textarea') return `\n${escaped(valueOf(this.page, element))}`
    return [...element.childNodes]
      .map((child) => {
        if (child.nodeType === TEXT) return escaped(child.nodeValue ?? '')
        return child.nodeType === ELEMENT ? this.draw(child as Element) : ''
      })
      .join('')
  }

  /** As they stand in a start tag. */
  attributes(element: Element): string {
    const written = [...element.attributes].flatMap(({ name, value }) => this.attribute(element, name, value))
    return [...written, ...this.state(element)].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
  }

  private attribute(element: Element, given: string, value: string): [string, string][] {
    const name = given.toLowerCase()
    if (value.length > MAX_ATTRIBUTE) return name === 'src' ? imageOf(element, value) : []
    if (name === 'style') return [['style', stillStyles(value)]]
    if (name === 'src') return imageOf(element, value)
    const isKept = ATTRIBUTES.has(name) || (SPOKEN.test(name) && !name.startsWith('data-devora'))
    return isKept ? [[SPELT[name] ?? name, value]] : []
  }

  /** What somebody has done to an element, and what was looked for in it. */
  private state(element: Element): [string, string][] {
    const { page } = this
    const state: [string, string][] = []
    const say = (name: string, value = ''): void => void state.push([name, value])
    if (this.found.has(element)) say(FOUND)
    const name = element.localName
    // Nothing in it is for the keyboard.
    if (name === 'body') say('inert')
    if (name === 'input' || name === 'button' || name === 'progress' || name === 'meter') {
      const value = typedIn(page, element)
      if (value !== null) say('value', value)
    }
    if (name === 'input' && /^(?:checkbox|radio)$/.test(typeOf(element)) && isChecked(page, element)) say('checked')
    if (name === 'option') {
      const select = element.closest('select')
      if (select !== null && isChosen(page, select, element)) say('selected')
    }
    if (name === 'details' && isOpen(element, page.opened)) say('open')
    if (name === 'dialog' && (element.hasAttribute('open') || page.opened.has(element))) say('open')
    // Several choices of one name in one form are one choice.
    if (name === 'input' && typeOf(element) === 'radio') say('name', groupOf(page, element))
    return state
  }
}

/** What stands in a field; of a password, that there is one. */
function typedIn(page: Page, field: Element): string | null {
  const type = typeOf(field)
  if (type === 'file' || type === 'checkbox' || type === 'radio' || type === 'image') return null
  const value = valueOf(page, field)
  if (value === '') return null
  return type === 'password' ? '••••••••' : value.slice(0, MAX_ATTRIBUTE)
}

function groupOf(page: Page, radio: Element): string {
  const forms = [...page.document.querySelectorAll('form')]
  const form = formOf(page, radio)
  return `${form === null ? '' : forms.indexOf(form as HTMLFormElement)} ${radio.getAttribute('name') ?? ''}`.slice(
    0,
    200,
  )
}

/** Only what the page has brought with it: nothing is fetched for a picture. */
const imageOf = (element: Element, source: string): [string, string][] =>
  element.localName === 'img' && INLINE_IMAGE.test(source) ? [['src', source]] : []

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)
    .replaceAll('\0', '')
