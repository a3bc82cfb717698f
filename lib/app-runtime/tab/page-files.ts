import type { Link } from './rpc.ts'
import type { VirtualLocation } from './virtual-location.ts'
import { unpackResponse, type WireResponse } from './wire.ts'

/** Attributes that name a file of the application, by element. */
const NAMED: Readonly<Record<string, string[]>> = {
  IMG: ['src'],
  SOURCE: ['src'],
  VIDEO: ['src', 'poster'],
  AUDIO: ['src'],
}
const SELECTOR = 'img, source, video, audio'

/** As in `write-document.ts`: icons and the like, also when React adds them. */
export function quietLinks(): void {
  const { setAttribute } = HTMLLinkElement.prototype
  HTMLLinkElement.prototype.setAttribute = function (name, value) {
    const isLoading = name === 'href' && !/^(?:data|blob):/.test(value)
    setAttribute.call(this, name, isLoading ? 'data:,' : value)
  }
}

/**
 * Pictures and sounds under the application's own address: nothing can be loaded by address in the frame, so each is
 * asked for and put in as bytes.
 */
export function fillFiles(link: Link, location: VirtualLocation): void {
  const made = new Map<string, Promise<string>>()
  const bytesOf = (url: string): Promise<string> => {
    const known =
      made.get(url) ??
      link.call<WireResponse>('file', url).then(async (answer) => {
        if (answer.status !== 200) throw new TypeError(`${url} answers ${answer.status}`)
        return URL.createObjectURL(await unpackResponse(answer).blob())
      })
    made.set(url, known)
    return known
  }
  const fill = async (element: Element, attribute: string): Promise<void> => {
    const value = element.getAttribute(attribute) ?? ''
    if (value === '' || /^(?:data|blob):/.test(value)) return
    const url = new URL(value, location.href)
    if (url.origin !== location.origin) return
    const address = await bytesOf(url.href).catch(() => null)
    if (address === null || element.getAttribute(attribute) !== value) return
    // `srcset` would win over what stands in `src`.
    element.removeAttribute('srcset')
    element.setAttribute(attribute, address)
  }
  const look = (element: Element): void => {
    for (const attribute of NAMED[element.tagName] ?? []) void fill(element, attribute)
  }
  new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes) {
      if (type === 'attributes') look(target as Element)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue
        look(node)
        for (const inner of node.querySelectorAll(SELECTOR)) look(inner)
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['src', 'poster'] })
}
