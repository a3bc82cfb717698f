import type { Step } from '../../../spec/scenario.ts'
import { fileNamed } from '../files.ts'
import { choose, done, failed, fill, tick, type Tried, unproven, upload } from '../page/act-on-field.ts'
import { seeColour } from '../look/see-colour.ts'
import { describePage } from '../page/describe-page.ts'
import { PageTooLarge } from '../page/measure-markup.ts'
import type { Page } from '../page/page.ts'
import { fileSays, pathOf, READS, type Reading, see, type StepOf, textOf } from '../read-steps.ts'
import { SITE_URL } from '../../preview-environment.ts'
import { cameTo, inTheWay, leadsAway, type LiveSituation, patiently, press, pressElement, unfold } from './act-live.ts'
import { chooseDrawn, isOn } from './drawn-choices.ts'
import { drag } from './drag.ts'

/**
 * Tries one step in somebody's Chromium. What is there and what is meant by its words is read as it is without a
 * browser, from the page as it is drawn; what is done is done with mouse and keyboard.
 */

type Doers = { [K in Step['do']]: (at: LiveSituation, step: StepOf<K>) => Promise<Tried> }

export async function runLiveStep(at: LiveSituation, step: Step): Promise<Tried> {
  if (step.do !== 'visit' && at.browser.seen === null) return failed('No page is open.')
  const doer = DOERS[step.do] as (at: LiveSituation, step: Step) => Promise<Tried>
  try {
    const tried = await doer(at, step)
    const { away } = at.browser
    if (tried.is === 'failed' && away !== null) return leadsAway(away)
    return withFaults(
      tried.is === 'unproven' && tried.inBrowser === true ? failed(tried.seen ?? tried.why) : tried,
      at.browser.faults,
    )
  } catch (error) {
    if (error instanceof PageTooLarge) return unproven(`The page is too large to be read here: ${error.message}.`)
    throw error
  }
}

/** What failed may lie with a script that did. */
const withFaults = (tried: Tried, [fault]: readonly string[]): Tried =>
  tried.is === 'failed' && fault !== undefined
    ? { ...tried, seen: `${tried.seen} A script of the page failed: “${fault.slice(0, 160)}”` }
    : tried

const readingOf = ({ words, browser }: LiveSituation): Reading => ({ words, browser })

/** What is not there yet is not gone. */
const AFRESH = { isAfresh: true }

const DOERS: Doers = {
  async visit(at, { path }) {
    for (const word of at.words.in(path)) at.browser.typed.add(word)
    const said = pathOf(at, path)
    if (!URL.canParse(said, SITE_URL)) return failed(`“${path}” is no address.`)
    await at.browser.visit(new URL(said, SITE_URL))
    return cameTo(at)
  },
  async note(at, { name }) {
    const { url } = (await at.browser.look()).page
    at.noted.set(name, `${url.pathname}${url.search}`)
    return done
  },
  follow: (at, step) => press(at, at.words.say(step.link), ['link', 'button'], near(at, step.beside)),
  press: (at, step) => press(at, at.words.say(step.button), ['button', 'link'], near(at, step.beside)),
  async fill(at, step) {
    const value = at.words.say(step.value)
    at.browser.typed.add(value)
    for (const word of at.words.in(step.value)) at.browser.typed.add(word)
    const label = at.words.say(step.label)
    return put(at, (page) => fill(page, label, value, step.value, near(at, step.beside)), value)
  },
  choose(at, step) {
    const [label, option] = [at.words.say(step.label), at.words.say(step.option)]
    return put(at, (page) => choose(page, label, option, near(at, step.beside)), option)
  },
  tick: (at, step) =>
    put(
      at,
      (page) => tick(page, at.words.say(step.label), step.on !== false, near(at, step.beside)),
      step.on !== false,
    ),
  upload(at, step) {
    const file = fileNamed(step.file)
    if (file === null) return Promise.resolve(unproven(`There is no file such as “${step.file}” to try it with.`))
    return put(at, (page) => upload(page, at.words.say(step.label), file, near(at, step.beside)), '')
  },
  drag: (at, step) => drag(at, at.words.say(step.item), at.words.say(step.onto)),
  wait: (at, step) => waitFor(at, step.until),
  see: (at, step) => patiently(at, (page) => READS.see(readingOf(at), page, step)),
  not_see: (at, step) => patiently(at, (page) => READS.not_see(readingOf(at), page, step), AFRESH),
  order: (at, step) => patiently(at, (page) => READS.order(readingOf(at), page, step)),
  // What a script of the page may set besides is not told apart here.
  see_colour: (at, step) =>
    patiently(at, (page) => {
      const tried = seeColour(page, at.stylesOf(page), step)
      return tried.is === 'failed' ? unproven(`By its style sheets it has others. ${tried.seen}`) : tried
    }),
  count: (at, step) => patiently(at, (page) => READS.count(readingOf(at), page, step)),
  refused: (at, step) => patiently(at, (page) => READS.refused(readingOf(at), page, step), AFRESH),
  download: (at, step) => download(at, step),
}

const near = (at: LiveSituation, words: string | undefined): string | undefined =>
  words === undefined ? undefined : at.words.say(words)

/**
 * Does to fields what `work` says of the page. One that the page draws itself is used as whoever sees it does.
 * @param given what is typed or chosen, or whether it is on
 */
async function put(at: LiveSituation, work: (page: Page) => Tried, given: string | boolean): Promise<Tried> {
  const { browser } = at
  const tried = await patiently(at, work)
  if (tried.is === 'unproven' && tried.control !== undefined) return putDrawn(at, tried.control, given)
  if (tried.is !== 'done' || browser.seen === null) return tried
  await unfold(at)
  const { page, numberOf } = browser.seen
  for (const [field, { value, isChecked, options, file }] of page.filled) {
    const ref = numberOf(field)
    let problem: unknown = null
    if (value !== undefined) problem = await browser.do({ do: 'fill', ref, value })
    if (isChecked === true || (isChecked === false && field.getAttribute('type') !== 'radio'))
      problem = await browser.do({ do: 'check', ref, on: isChecked })
    if (options !== undefined) {
      const all = [...field.querySelectorAll('option')]
      problem = await browser.do({ do: 'select', ref, options: [...options].map((one) => all.indexOf(one as never)) })
    }
    if (file !== undefined) {
      const bytes = Buffer.from(await file.arrayBuffer()).toString('base64')
      problem = await browser.do({ do: 'upload', ref, name: file.name, type: file.type, bytes })
    }
    if (problem !== null) return inTheWay('The field', problem)
    if (value !== undefined) browser.type(value, field)
    if (value !== undefined || isChecked !== undefined || options !== undefined) browser.mean(field)
  }
  await browser.look()
  return done
}

/** A field, a box or a choice that is none of HTML's own. */
async function putDrawn(at: LiveSituation, control: Element, given: string | boolean): Promise<Tried> {
  const { browser } = at
  const ref = browser.seen?.numberOf(control) ?? 0
  if (typeof given === 'boolean') return isOn(control) === given ? done : pressElement(at, control, 'The box')
  const isText =
    control.hasAttribute('contenteditable') || /^(?:textbox|searchbox)$/.test(control.getAttribute('role') ?? '')
  if (!isText) return chooseDrawn(at, control, given)
  const problem = await browser.do({ do: 'fill', ref, value: given })
  return problem === null ? done : inTheWay('The field', problem)
}

const WAIT_MS = 5_000

/** The page as it goes on by itself, and at last opened again. */
async function waitFor(at: LiveSituation, until: string): Promise<Tried> {
  const look = (page: Page): Tried => see(readingOf(at), page, until, undefined)
  const tried = await patiently(at, look, { ms: WAIT_MS })
  const { page } = at.browser
  if (tried.is === 'done' || page === null) return tried
  await at.browser.visit(page.url)
  const again = await cameTo(at)
  return again.is === 'done' ? patiently(at, look, { ms: 0 }) : again
}

async function download(at: LiveSituation, step: StepOf<'download'>): Promise<Tried> {
  const pressed = await press(at, at.words.say(step.from), ['link', 'button'], near(at, step.beside))
  if (pressed.is !== 'done') return pressed
  const { browser } = at
  const came = await patiently(at, () => (browser.file === null && !isBare(browser.page) ? failed('') : done))
  const { file, page } = browser
  if (file !== null) return fileSays(textOf(file.bytes), at.words.say(step.text))
  if (page === null || came.is !== 'done')
    return failed(`No file comes. ${page === null ? '' : describePage(page)}`.trim())
  return fileSays(page.document.body.textContent ?? '', at.words.say(step.text))
}

/** A text that the browser shows as it is, which is no page of the application. */
const isBare = (page: Page | null): boolean =>
  page !== null && page.document.querySelector('main,h1,nav,a,div') === null
