import type { Step } from '../../spec/scenario.ts'
import type { Attempt } from './browser.ts'
import { done, failed, type Tried, unproven } from './page/act-on-field.ts'
import { describePage, isRefused } from './page/describe-page.ts'
import type { Page } from './page/page.ts'
import { beside, partsSaying } from './page/parts.ts'
import { firstPlace, readHay, says } from './page/text.ts'
import type { Vocabulary } from './words.ts'

/** What steps that only look mean, on the page that somebody has open, whoever has drawn it. */

/** What the steps of one scenario share. */
export type Scene = {
  words: Vocabulary
  /** Addresses that were noted, by their name. */
  noted: Map<string, string>
  signal: AbortSignal
  /** The style sheets of a page, beside those that stand in it. */
  stylesOf(page: Page): readonly string[]
}

/** The path of a step, with the addresses that were noted and the words of this scenario. */
export const pathOf = ({ words, noted }: Scene, path: string): string =>
  words.say(path.replace(/\/?\{([a-zA-Z0-9]+)\}/g, (all, name: string) => noted.get(name) ?? all))

/** Who looks: what they have typed, and what they tried last. */
export type Reader = { readonly typed: ReadonlySet<string>; readonly last: Attempt | null }
export type Reading = Pick<Scene, 'words'> & { browser: Reader }

export type StepOf<K extends Step['do']> = Extract<Step, { do: K }>
type ReadKind = 'see' | 'not_see' | 'order' | 'count' | 'refused'

/** Each of them at a page as it stands. */
export const READS: { [K in ReadKind]: (at: Reading, page: Page, step: StepOf<K>) => Tried } = {
  see: (at, page, step) => see(at, page, step.text, step.beside),
  not_see: (at, page, step) => notSee(at, page, step.text, step.beside),
  order: (at, page, { texts }) => inOrder(at, page, texts),
  count(at, page, step) {
    const found = partsSaying(page, at.words.say(step.text)).length
    return found === step.is ? done : failed(`${found} parts of the page say “${step.text}”.`)
  },
  refused: (at, page) => refused(at, page),
}

/** Whether a file says some words; `text` is null where it holds none that could be read. */
export function fileSays(text: string | null, words: string): Tried {
  if (text === null) return unproven('What is in a file of this kind cannot be read here.')
  return says(text, words)
    ? done
    : failed(`The file does not say it. It begins: ${text.replace(/\s+/g, ' ').slice(0, 120)}`)
}

/** The text of a file; null for one that holds none which could be read. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.subarray(0, 4_000).includes(0) || Buffer.from(bytes.subarray(0, 4)).toString() === '%PDF') return null
  return new TextDecoder().decode(bytes)
}

export function see(at: Reading, page: Page, text: string, by: string | undefined): Tried {
  const words = at.words.say(text)
  const find = (within: Element): Element[] => (firstPlace(readHay(page, within), words) >= 0 ? [within] : [])
  const body = page.document.body
  if (by === undefined) return find(body).length > 0 ? done : failed(describePage(page))
  if (beside(page, at.words.say(by), find).some((part) => part !== body)) return done
  const [besides, alone] = [find(body).length > 0, firstPlace(readHay(page, body), at.words.say(by)) >= 0]
  if (!alone) return failed(`“${by}” is not there. ${describePage(page)}`)
  return failed(besides ? `It stands there, but not beside “${by}”.` : describePage(page))
}

function notSee(at: Reading, page: Page, text: string, by: string | undefined): Tried {
  const isSeen = see(at, page, text, by).is === 'done'
  if (isSeen) return failed('It stands there.')
  return by === undefined && holdsSecretly(at, page, text)
    ? failed('It is not shown, but the page holds it: whoever looks into it reads it.')
    : done
}

/** Whether a page brings what it does not show, and what its reader has not said themselves. */
function holdsSecretly({ browser, words }: Reading, { html }: Page, text: string): boolean {
  const secrets = words.in(text).filter((word) => ![...browser.typed].some((typed) => typed.includes(word)))
  return secrets.length > 0 && secrets.every((word) => html.includes(word))
}

function inOrder(at: Reading, page: Page, texts: readonly string[]): Tried {
  const main = page.document.querySelector('main') ?? page.document.body
  const hay = readHay(page, main)
  const places = texts.map((text) => firstPlace(hay, at.words.say(text)))
  const missing = places.findIndex((place) => place < 0)
  if (missing >= 0) return failed(`“${texts[missing]}” is not there. ${describePage(page)}`)
  const wrong = places.findIndex((place, index) => index > 0 && place < (places[index - 1] ?? 0))
  return wrong < 0 ? done : failed(`“${texts[wrong]}” stands above “${texts[wrong - 1]}”.`)
}

function refused({ browser }: Reading, page: Page): Tried {
  const { last } = browser
  if (last === null) return failed('Nothing was tried.')
  return isRefused(last, page) ? done : failed(`It was not refused. ${describePage(page)}`)
}
