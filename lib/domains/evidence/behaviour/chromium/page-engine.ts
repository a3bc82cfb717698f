/*
 * What looks at a page inside of Chromium, in a world of its own: scripts of the page share its document, and neither
 * its variables nor its prototypes (https://playwright.dev/docs/extensibility, `contentScript`). The text of these two
 * classes is carried over, so neither names anything outside of itself. Plain Node runs this file (types are stripped).
 */

/** What `look` answers, as JSON. */
type PageLook = {
  /** The page as it stands now, with each element's number (`data-devora`); null: it is beyond what is read. */
  html: string | null
  /** Fields for which the browser has kept a form back since something was pressed, and what it says of them. */
  invalid: { ref: number; says: string }[]
}

type Numbers = { of(element: Element): number; isTyped(element: Element): boolean }

/** Writes a page as HTML: as it is drawn, with what stands in its fields. */
class PageWriter {
  private readonly maxCharacters = 2_000_000
  private readonly maxDepth = 300
  private readonly leftOut = new Set('script style link meta template noscript base'.split(' '))
  private readonly withoutEnd = new Set('area base br col embed hr img input link param source track wbr'.split(' '))
  private written: string[] = []
  private size = 0
  private readonly numbers: Numbers

  constructor(numbers: Numbers) {
    this.numbers = numbers
  }

  /** Null for a page that is beyond what is read. */
  page(): string | null {
    this.written = []
    this.size = 0
    try {
      this.write('<!doctype html><html')
      this.attribute('lang', document.documentElement.getAttribute('lang') ?? '')
      this.write(`><head><title>${this.escaped(document.title)}</title></head>`)
      const body: Element | null = document.body
      if (body !== null) this.element(body, 0, false)
      this.write('</html>')
      return this.written.join('')
    } catch (error) {
      if (error instanceof RangeError) return null
      throw error
    }
  }

  private write(text: string): void {
    this.size += text.length
    if (this.size > this.maxCharacters) throw new RangeError('It is too large.')
    this.written.push(text)
  }

  private escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

  private attribute(name: string, value: string): void {
    this.write(` ${name}="${this.escaped(value).replaceAll('"', '&quot;')}"`)
  }

  /** An element may be seen although the one around it is invisible. */
  private holdsVisible(element: Element): boolean {
    return [...element.querySelectorAll('*')].some((one) => getComputedStyle(one).visibility === 'visible')
  }

  private isHidden(element: Element): boolean {
    const { display, visibility } = getComputedStyle(element)
    if (display === 'none') return element.localName !== 'area'
    return visibility !== 'visible' && !this.holdsVisible(element)
  }

  /** What its attributes do not say of a field. */
  private stateOf(element: Element): Record<string, string | null> {
    if (element instanceof HTMLOptionElement) return { selected: element.selected ? '' : null }
    if (!(element instanceof HTMLInputElement)) return {}
    const { type, value, checked } = element
    if (type === 'checkbox' || type === 'radio') return { checked: checked ? '' : null }
    return { value: type === 'file' ? null : type === 'password' ? '' : value }
  }

  private start(element: Element, name: string, isUnseen: boolean): void {
    this.write(`<${name}`)
    const state = this.stateOf(element)
    for (const { name: own, value } of element.attributes) {
      const isLeft = !/^[a-z_][\w.-]*$/i.test(own) || /^on|^srcset$|^srcdoc$|^data-devora$/i.test(own) || own in state
      if (!isLeft && !value.startsWith('data:')) this.attribute(own, value.slice(0, 5_000))
    }
    for (const [own, value] of Object.entries(state)) if (value !== null) this.attribute(own, value)
    const isTyped = this.numbers.isTyped(element)
    this.attribute('data-devora', `${this.numbers.of(element)}${isUnseen ? 'h' : ''}${isTyped ? 't' : ''}`)
    this.write('>')
  }

  private childrenOf(element: Element): Iterable<Node> {
    if (element.shadowRoot !== null) return element.shadowRoot.childNodes
    if (!(element instanceof HTMLSlotElement)) return element.childNodes
    const given = element.assignedNodes({ flatten: true })
    return given.length > 0 ? given : element.childNodes
  }

  private element(element: Element, depth: number, isWithinHidden: boolean): void {
    const { localName } = element
    if (this.leftOut.has(localName)) return
    if (depth > this.maxDepth) throw new RangeError('It is too deep.')
    const name = /^[a-z][a-z0-9-]*$/i.test(localName) ? localName : 'span'
    const isHidden = isWithinHidden || this.isHidden(element)
    this.start(element, name, isHidden && !isWithinHidden)
    if (this.withoutEnd.has(name)) return
    const isTyped = this.numbers.isTyped(element) && element instanceof HTMLElement && element.isContentEditable
    if (element instanceof HTMLTextAreaElement) this.write(this.escaped(element.value))
    else if (!isTyped) this.children(element, depth, isHidden)
    this.write(`</${name}>`)
  }

  private children(element: Element, depth: number, isHidden: boolean): void {
    const isInvisible = !isHidden && getComputedStyle(element).visibility !== 'visible'
    for (const child of this.childrenOf(element)) {
      if (child.nodeType === Node.TEXT_NODE && !isInvisible) this.write(this.escaped(child.nodeValue ?? ''))
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child as Element, depth + 1, isHidden)
    }
  }
}

/**
 * Selectors: `look` finds an element (of no page) whose text is a `PageLook`; `ref=7` the element of that number,
 * `press=7` the same, about to be pressed, `typed=7`, about to be filled in, `label=7` what is pressed for a box that
 * is not seen itself. Numbers hold as long as the document does.
 */
class PageEngine {
  private readonly numbers = new WeakMap<Element, number>()
  private readonly elements = new Map<number, WeakRef<Element>>()
  private readonly typed = new WeakSet<Element>()
  private count = 0
  private invalid: PageLook['invalid'] = []
  private readonly writer: PageWriter

  constructor(Writer: typeof PageWriter) {
    this.writer = new Writer({ of: (one) => this.numberOf(one), isTyped: (one) => this.typed.has(one) })
    const isInvalid = ({ target }: Event): void => {
      const field = target as HTMLInputElement
      if (this.invalid.length < 20)
        this.invalid.push({ ref: this.numberOf(field), says: String(field.validationMessage) })
    }
    document.addEventListener('invalid', isInvalid, true)
  }

  private numberOf(element: Element): number {
    const known = this.numbers.get(element)
    if (known !== undefined) return known
    this.count += 1
    this.numbers.set(element, this.count)
    this.elements.set(this.count, new WeakRef(element))
    return this.count
  }

  private look(): Element {
    const found = document.createElement('pre')
    const told: PageLook = { html: this.writer.page(), invalid: this.invalid }
    found.textContent = JSON.stringify(told)
    return found
  }

  query = (_root: Node, selector: string): Element | null => {
    if (selector === 'look') return this.look()
    const [kind, number] = selector.split('=')
    const element = this.elements.get(Number(number))?.deref()
    if (element === undefined || !element.isConnected) return null
    if (kind === 'press') {
      this.invalid = []
      // It opens here and not in another window, as for whoever goes on there.
      element.closest('a[target],area[target]')?.removeAttribute('target')
      element.closest('form[target]')?.removeAttribute('target')
    }
    if (kind === 'typed') this.typed.add(element)
    return kind === 'label' ? ((element as HTMLInputElement).labels?.[0] ?? null) : element
  }

  queryAll = (root: Node, selector: string): Element[] => {
    const found = this.query(root, selector)
    return found === null ? [] : [found]
  }
}

/** The text of an engine for Playwright's selectors. */
export const ENGINE = `new (${String(PageEngine)})(${String(PageWriter)})`
