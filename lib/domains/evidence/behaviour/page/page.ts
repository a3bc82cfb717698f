/** What somebody has done to a field since the page came. */
export type Filled = { value?: string; isChecked?: boolean; options?: ReadonlySet<Element>; file?: File }

/** A page that is open in somebody's browser. */
export type Page = {
  /** Where it was found in the end. */
  url: URL
  status: number
  document: Document
  /** All that came, whoever sees it. */
  html: string
  /** It came as the answer to a form that was posted. */
  isReply: boolean
  /** What a browser may draw that stands nowhere in it. */
  doubts: string[]
  filled: Map<Element, Filled>
  /** Parts that were opened (or, of those that came open, closed). */
  opened: Set<Element>
  /** Elements that are not seen themselves, as a browser has drawn the page; absent: their names and classes tell. */
  unseen?: ReadonlySet<Element>
  /** What is known about who is hidden. */
  hidden: Map<Element, boolean>
  /** Accessible names of what is seen. */
  names: Map<Element, string>
  /** The form that is being filled in. */
  form: Element | null
}

/** Styles that a page brings itself, in their order. */
export const styleElements = ({ document }: Page): string[] =>
  [...document.querySelectorAll('style')].map((style) => style.textContent ?? '')
