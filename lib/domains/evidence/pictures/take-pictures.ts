import type { Ask } from '../../spec/asks.ts'
import type { Scenario, Step } from '../../spec/scenario.ts'
import { player, type RunOptions } from '../behaviour/run-asks.ts'
import { beside } from '../behaviour/page/parts.ts'
import { elementsSaying, readHay } from '../behaviour/page/text.ts'
import { type LastPage, withoutIds } from '../behaviour/run-scenario.ts'
import { drawPage, stylesOf } from './draw-page.ts'
import { MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, type Picture, type Pictures } from './picture.ts'
import { stillStyles } from './still-styles.ts'

export type TakeOptions = Omit<RunOptions, 'onAsk'>

/** Plays each scenario once more, and keeps the page at which it ended: where it failed, or after its last step. */
export async function takePictures(asks: readonly Ask[], options: TakeOptions): Promise<Pictures> {
  const album = new Album()
  let last: LastPage | null = null
  const play = player(options, { onEnd: (page) => (last = page) })
  for (const ask of asks) {
    if (ask.state !== 'planned') continue
    for (const [at, scenario] of ask.scenarios.entries()) {
      if (performance.now() > options.until) return album.pictures
      if (album.repeat(ask, at, scenario)) continue
      last = null
      await play(scenario)
      // Of one that was played twice, the page in the browser.
      if (last !== null) album.add(ask, at, scenario, last)
    }
  }
  return album.pictures
}

class Album {
  readonly pictures: Pictures = { styles: [], pictures: [] }
  private readonly known = new Map<string, Picture>()
  private bytes = 0

  /** The picture of the same scenario of another ask. */
  repeat(ask: Ask, scenario: number, { steps }: Scenario): boolean {
    const known = this.known.get(JSON.stringify(steps))
    if (known !== undefined) this.keep({ ...known, ask: ask.id, scenario })
    return known !== undefined
  }

  add(ask: Ask, scenario: number, { steps }: Scenario, last: LastPage): void {
    const { page, styles: common } = last
    const sheets = [...common.map(stillStyles), ...stylesOf(page)]
    const html = drawn(last)
    const isKept = html !== null && sizeOf([html, ...sheets]) <= MAX_PICTURE_BYTES
    const styles = isKept ? sheets.filter((sheet) => sheet !== '').map((sheet) => this.placeOf(sheet)) : []
    const path = withoutIds(`${page.url.pathname}${page.url.search}`).slice(0, MAX_PATH)
    const picture = { ask: ask.id, scenario, path, html: isKept ? html : null, styles }
    this.known.set(JSON.stringify(steps), picture)
    this.keep(picture)
  }

  private keep(picture: Picture): void {
    this.bytes += picture.html === null ? 0 : sizeOf([picture.html])
    const isOver = this.bytes > MAX_PICTURES_BYTES
    this.pictures.pictures.push(isOver ? { ...picture, html: null, styles: [] } : picture)
  }

  private placeOf(sheet: string): number {
    const { styles } = this.pictures
    const at = styles.indexOf(sheet)
    if (at >= 0) return at
    this.bytes += sizeOf([sheet])
    return styles.push(sheet) - 1
  }
}

const MAX_PATH = 300
const sizeOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)

/** Null for a page that is nested in ways that nobody thought of. */
function drawn(last: LastPage): string | null {
  try {
    return drawPage(last.page, new Set(foundBy(last)))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** So much is marked; whoever looks for what stands there more often sees it anyway. */
const MAX_MARKED = 12

/** What the last step has found on the page. */
function foundBy({ page, step, isDone, say }: LastPage): Element[] {
  const wanted = isDone ? textsOf(step) : []
  const saying = (text: string, within: Element): Element[] => elementsSaying(readHay(page, within), say(text))
  return wanted
    .flatMap((text) =>
      'beside' in step && step.beside !== undefined
        ? beside(page, say(step.beside), (within) => saying(text, within))
        : saying(text, page.document.body),
    )
    .slice(0, MAX_MARKED)
}

function textsOf(step: Step): readonly string[] {
  if (step.do === 'see' || step.do === 'count') return [step.text]
  if (step.do === 'wait') return [step.until]
  return step.do === 'order' ? step.texts : []
}
