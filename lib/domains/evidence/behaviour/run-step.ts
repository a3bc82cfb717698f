import { setTimeout as sleep } from 'node:timers/promises'
import type { Step } from '../../spec/scenario.ts'
import type { Answer, Browser } from './browser.ts'
import type { BrowserCode } from './browser-code.ts'
import { fileNamed } from './files.ts'
import { seeColour } from './look/see-colour.ts'
import {
  choose,
  crashed,
  done,
  failed,
  fill,
  needsBrowser,
  reach,
  tick,
  type Tried,
  unproven,
  upload,
} from './page/act-on-field.ts'
import { keptBack } from './page/constraints.ts'
import { formOf, isDisabled, typeOf } from './page/field-values.ts'
import { formRequest } from './page/form-request.ts'
import type { Page } from './page/page.ts'
import { describePage } from './page/describe-page.ts'
import { toggle } from './page/shown.ts'
import { fileSays, pathOf, READS, type Scene, see, type StepOf, textOf } from './read-steps.ts'

/** Tries one step in somebody's browser. */

export type Situation = Scene & {
  browser: Browser
  codeAt(pathname: string): BrowserCode
}

type Doers = { [K in Step['do']]: (at: Situation, step: StepOf<K>) => Tried | Promise<Tried> }

export function runStep(at: Situation, step: Step): Tried | Promise<Tried> {
  const doer = DOERS[step.do] as (at: Situation, step: Step) => Tried | Promise<Tried>
  return step.do === 'visit' || at.browser.page !== null ? doer(at, step) : failed('No page is open.')
}

const NO_PAGE = 'No page is open.'

const onPage = (at: Situation, work: (page: Page) => Tried): Tried =>
  at.browser.page === null ? failed(NO_PAGE) : work(at.browser.page)

const DOERS: Doers = {
  async visit(at, { path }) {
    for (const word of at.words.in(path)) at.browser.typed.add(word)
    const url = at.browser.at(pathOf(at, path))
    return url === null ? failed(`“${path}” is no address.`) : told(await at.browser.open(url))
  },
  note: (at, { name }) =>
    onPage(at, ({ url }) => {
      at.noted.set(name, `${url.pathname}${url.search}`)
      return done
    }),
  follow: (at, step) => press(at, step.link, ['link', 'button'], step.beside),
  press: (at, step) => press(at, step.button, ['button', 'link'], step.beside),
  fill: (at, step) =>
    onPage(at, (page) => {
      const value = at.words.say(step.value)
      at.browser.typed.add(value)
      for (const word of at.words.in(step.value)) at.browser.typed.add(word)
      return heard(at, page, fill(page, at.words.say(step.label), value, step.value, near(at, step.beside)))
    }),
  choose: (at, step) =>
    onPage(at, (page) =>
      heard(at, page, choose(page, at.words.say(step.label), at.words.say(step.option), near(at, step.beside))),
    ),
  tick: (at, step) =>
    onPage(at, (page) =>
      heard(at, page, tick(page, at.words.say(step.label), step.on !== false, near(at, step.beside))),
    ),
  upload: (at, step) =>
    onPage(at, (page) => {
      const file = fileNamed(step.file)
      if (file === null) return unproven(`There is no file such as “${step.file}” to try it with.`)
      return upload(page, at.words.say(step.label), file, near(at, step.beside))
    }),
  drag: () => needsBrowser('Dragging needs a browser.'),
  wait: (at, step) => waitFor(at, step.until),
  see: (at, step) => onPage(at, (page) => READS.see(at, page, step)),
  not_see: (at, step) => onPage(at, (page) => READS.not_see(at, page, step)),
  order: (at, step) => onPage(at, (page) => READS.order(at, page, step)),
  see_colour: (at, step) => onPage(at, (page) => seeColour(page, at.stylesOf(page), step)),
  count: (at, step) => onPage(at, (page) => READS.count(at, page, step)),
  refused: (at, step) => onPage(at, (page) => READS.refused(at, page, step)),
  download: (at, step) => download(at, step),
}

const near = (at: Situation, words: string | undefined): string | undefined =>
  words === undefined ? undefined : at.words.say(words)

/** A field that belongs to no form is in doubt only where some code listens to it. */
function heard({ codeAt }: Situation, page: Page, tried: Tried): Tried {
  return tried.is === 'done' && tried.doubt !== undefined && !codeAt(page.url.pathname).types ? done : tried
}

/** What an answer means for whoever asked. */
function told(answer: Answer): Tried {
  if (answer.is === 'broken') return crashed(answer.why)
  if (answer.is === 'unread') return unproven(answer.why)
  if (answer.is === 'away') return unproven(`It leads to another site, ${answer.url.host}.`)
  const status = answer.is === 'page' ? answer.page.status : answer.status
  if (status < 500) return done
  return crashed(`It answers ${status}. ${answer.is === 'page' ? describePage(answer.page) : ''}`.trim())
}

type Kinds = Parameters<typeof reach>[2]

async function press(at: Situation, words: string, kinds: Kinds, by: string | undefined): Promise<Tried> {
  const { page } = at.browser
  if (page === null) return failed(NO_PAGE)
  const found = reach(page, at.words.say(words), kinds, near(at, by))
  if ('is' in found) return found
  const act = actOf(at, page, found.element)
  if ('is' in act) return act
  const answer = 'body' in act ? await at.browser.send(act) : await at.browser.open(act)
  return withDoubt(told(answer), at, page, found.element)
}

/** A form that says neither where it is sent nor how may well be one of client code. */
function withDoubt(tried: Tried, { codeAt }: Situation, page: Page, element: Element): Tried {
  if (!codeAt(page.url.pathname).submits) return tried
  const form = formOf(page, element)
  const isVague = form !== null && !form.hasAttribute('action') && !form.hasAttribute('method')
  if (tried.is !== 'done' || !isVague || element.hasAttribute('formaction')) return tried
  return { ...tried, doubt: 'A form says neither how nor where it is sent: what it does is only seen in a browser.' }
}

/** What pressing something asks of the application; what it does on the page itself is done. */
function actOf(at: Situation, page: Page, element: Element): URL | NonNullable<ReturnType<typeof formRequest>> | Tried {
  const name = element.localName
  const what = `“${(element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)}”`
  const href = element.getAttribute('href')
  if (href !== null && (name === 'a' || name === 'area')) return addressOf(page, href)
  if (name === 'summary' && element.parentElement?.localName === 'details') {
    toggle(page, element.parentElement)
    return done
  }
  if (isDisabled(element)) return needsBrowser(`The button ${what} is disabled; whether it stays so needs a browser.`)
  const opens = element.getAttribute('commandfor') ?? element.getAttribute('popovertarget')
  if (opens !== null && name === 'button') return openPart(page, opens, element)
  const form = formOf(page, element)
  const type = name === 'button' ? (element.getAttribute('type') ?? 'submit').toLowerCase() : typeOf(element)
  const isReset = type === 'reset' && form !== null
  if (isReset) page.filled.clear()
  if (isReset) return done
  if (form === null || type === 'button' || (name !== 'button' && name !== 'input'))
    return at.codeAt(page.url.pathname).clicks
      ? needsBrowser(`The button ${what} needs a browser: its page alone does not say what it does.`)
      : failed(`The button ${what} does nothing: no code listens to it.`)
  return sendForm(at, page, form, element)
}

function addressOf(page: Page, href: string): URL | Tried {
  if (/^\s*javascript:/i.test(href)) return needsBrowser('The link needs a browser.')
  if (href.startsWith('#')) return done
  if (/^blob:/i.test(href)) return needsBrowser('The link leads to what only a browser has.')
  if (/^(?:mailto|tel|sms):/i.test(href)) return unproven('The link leads out of the application.')
  const base = page.document.querySelector('base[href]')?.getAttribute('href') ?? page.url.href
  const from = URL.canParse(base, page.url) ? new URL(base, page.url) : page.url
  return URL.canParse(href, from) ? new URL(href, from) : failed(`“${href.slice(0, 100)}” is no address.`)
}

/** Dialogs and popovers that a page opens without a script. */
function openPart(page: Page, id: string, button: Element): Tried {
  const part = page.document.getElementById(id)
  if (part === null) return failed('The button opens nothing.')
  const command = button.getAttribute('command') ?? button.getAttribute('popovertargetaction') ?? 'toggle'
  if (!/^(?:toggle|show|hide|close|request-close)(?:-|$)/.test(command))
    return needsBrowser(`The button says “${command}” to a part of the page, which needs a browser.`)
  const isOpened = page.opened.has(part)
  if (command.startsWith('toggle') || command.startsWith('show') !== isOpened) toggle(page, part)
  return done
}

function sendForm(at: Situation, page: Page, form: Element, button: Element): ReturnType<typeof actOf> {
  const method = (button.getAttribute('formmethod') ?? form.getAttribute('method') ?? '').toLowerCase()
  if (method === 'dialog') {
    const dialog = form.closest('dialog')
    if (dialog !== null) toggle(page, dialog)
    return done
  }
  const request = formRequest(page, form, button)
  if (request === null) return needsBrowser('The form is sent by code that runs in a browser.')
  const why = keptBack(page, form, button)
  if (why === null) return request
  at.browser.keepBack(why)
  return { is: 'done', note: why }
}

async function download(at: Situation, step: StepOf<'download'>): Promise<Tried> {
  const { page } = at.browser
  if (page === null) return failed(NO_PAGE)
  const found = reach(page, at.words.say(step.from), ['link', 'button'], near(at, step.beside))
  if ('is' in found) return found
  const act = actOf(at, page, found.element)
  if ('is' in act) return act.is === 'done' ? failed(act.note ?? 'No file comes.') : act
  const answer = 'body' in act ? await at.browser.send(act) : await at.browser.open(act)
  if (answer.is === 'page' && answer.page.document.querySelector('main,h1,nav') !== null)
    return failed(`A page comes, and no file. ${describePage(answer.page)}`)
  const outcome = told(answer)
  if (outcome.is !== 'done') return outcome
  const text = answer.is === 'page' ? answer.page.html : answer.is === 'file' ? textOf(answer.bytes) : ''
  return fileSays(text, at.words.say(step.text))
}

const WAIT_MS = 5_000
const LOOK_EVERY_MS = 300

async function waitFor(at: Situation, until: string): Promise<Tried> {
  const end = Date.now() + WAIT_MS
  for (;;) {
    const { page } = at.browser
    if (page === null) return failed(NO_PAGE)
    const seen = see(at, page, until, undefined)
    if (seen.is === 'done' || Date.now() > end) return seen
    await sleep(LOOK_EVERY_MS, undefined, { signal: at.signal })
    const again = told(await at.browser.open(page.url))
    if (again.is !== 'done') return again
  }
}
