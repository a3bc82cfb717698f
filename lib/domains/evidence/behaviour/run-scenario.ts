import { AppStopped, type Person } from '../../../app-runtime/open-app.ts'
import type { LocalSupabase } from '../../../supabase-local/open.ts'
import type { Scenario, Step } from '../../spec/scenario.ts'
import type { DevoraJson } from '../../spec/contract.ts'
import type { ScenarioResult, StepResult } from '../contract.ts'
import type { StageOptions } from '../preview/shared-application.ts'
import { type Actor, actorFor, liveActor } from './actor.ts'
import { NoAnswer } from './browser.ts'
import type { BrowserCode } from './browser-code.ts'
import type { Chromium } from './chromium/chromium.ts'
import type { ClientParts } from './chromium/client-parts.ts'
import { ChromiumStopped, PageLate } from './chromium/driver-link.ts'
import { crashed, type Tried, unproven } from './page/act-on-field.ts'
import type { Page } from './page/page.ts'
import { ADMIN, newPerson, type NewPerson, signInAdmin, signUp } from './people.ts'
import type { Scene } from './read-steps.ts'
import { Vocabulary } from './words.ts'

/** Where a scenario is played: one application over one database. */
export type Stage = {
  /** Null where nobody can have an account. */
  supabase: LocalSupabase | null
  newPerson(): Person
  /** What pages in a browser reach their Supabase by; absent: directly. */
  fetch?: (request: Request) => Promise<Response>
  /** What an application's pages are in a browser; absent: what is answered is all of them. */
  client?: () => Promise<ClientParts>
  /** The style sheets of a page, beside those that stand in it. */
  stylesOf(page: Page): readonly string[]
  /** Changes pages as a browser has drawn them. */
  drawn?: (html: string) => string
}
export type OpenStage = Stage & { close(): Promise<void> }

/** What scenarios are played on: a database that nobody has written to, each time. */
export type Application = { stage(options?: StageOptions): Promise<OpenStage> }

export type PlayOptions = {
  stage: Stage
  spec: DevoraJson
  signal: AbortSignal
  /** What the code of the page at an address may do in a browser. */
  codeAt(pathname: string): BrowserCode
  /** The browser that it is played in; absent: none, and what needs one is unproven. */
  chromium?: Chromium
  /** Is shown where the scenario ended. */
  onEnd?: (last: LastPage) => void
}

/** The page that somebody had open in the end, and the step that was tried last. */
export type LastPage = {
  page: Page
  /** Its style sheets, beside those that stand in it. */
  styles: readonly string[]
  step: Step
  isDone: boolean
  say: (text: string) => string
}

/** What came of it, and where it failed. */
export type Played = {
  result: ScenarioResult
  /** It is unproven because of what only client code does. */
  needsBrowser?: true
  /** It failed on a page that client code may change. */
  mayNeedBrowser?: true
  failure?: {
    at: number
    person: string
    step: Step
    seen: string
    pathname: string | null
    isCrash: boolean
    isInBrowser: boolean
    /** Somebody had sent a form by then. */
    isAfterForm: boolean
  }
}

/** A scenario takes a second at most; one that waits for itself is ended. In a browser it takes some. */
const SCENARIO_MS = 20_000
const LIVE_SCENARIO_MS = 40_000

export async function playScenario(scenario: Scenario, options: PlayOptions): Promise<Played> {
  const began = performance.now()
  const play = new Play(options)
  const steps: StepResult[] = []
  let person = 'visitor'
  for (const [at, step] of scenario.steps.entries()) {
    person = step.as ?? person
    const isLate = performance.now() - began > (options.chromium === undefined ? SCENARIO_MS : LIVE_SCENARIO_MS)
    const tried = isLate ? unproven('There was no time left for it.') : await play.try(person, step)
    steps.push(play.tell(tried))
    const isLast = tried.is !== 'done' || at === scenario.steps.length - 1
    if (isLast) play.show(person, step, tried.is === 'done')
    if (tried.is === 'done') continue
    const rest = scenario.steps.slice(at + 1).map((): StepResult => ({ status: 'not_tried' }))
    return ended(play, tried, { at, person, step }, [...steps, ...rest], began)
  }
  return { result: { status: 'passed', ms: since(began), steps, ...playedBy(options) } }
}

/** Without a browser there is nothing to be said. */
const playedBy = ({ chromium }: PlayOptions): Pick<ScenarioResult, 'by'> =>
  chromium === undefined ? {} : { by: 'browser' }

const since = (began: number): number => Math.round(performance.now() - began)

function ended(
  play: Play,
  tried: Exclude<Tried, { is: 'done' }>,
  where: { at: number; person: string; step: Step },
  steps: StepResult[],
  began: number,
): Played {
  const ms = since(began)
  const by = play.by()
  if (tried.is === 'unproven')
    return {
      result: { status: 'unproven', why: play.plain(tried.why), ms, steps, ...by },
      ...(tried.inBrowser === true && { needsBrowser: true }),
    }
  const [doubt] = play.doubts(where.person)
  if (doubt !== undefined) return { result: { status: 'unproven', why: doubt, ms, steps }, needsBrowser: true }
  const seen = play.seen(where.person, tried.seen)
  const mayNeedBrowser = tried.isCrash !== true && play.mayDraw(where.person)
  return {
    result: { status: 'failed', ms, steps, ...by },
    ...(mayNeedBrowser && { mayNeedBrowser }),
    failure: {
      ...where,
      seen,
      pathname: play.pathname(where.person),
      isCrash: tried.isCrash === true,
      isInBrowser: by.by === 'browser',
      isAfterForm: play.hasSent(),
    },
  }
}

/** A text without Postgres' identifiers, which are others in every run. */
export const withoutIds = (text: string): string =>
  text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '…')
const MAX_SEEN = 400

class Play {
  private readonly options: PlayOptions
  private readonly words = new Vocabulary()
  private readonly scene: Scene
  private readonly actors = new Map<string, Actor>()
  private readonly found: string[] = []
  private readonly emails = new Map<string, string>()

  constructor(options: PlayOptions) {
    this.options = options
    const { signal, stage } = options
    this.scene = { words: this.words, noted: new Map(), signal, stylesOf: (page) => stage.stylesOf(page) }
  }

  async try(person: string, step: Step): Promise<Tried> {
    try {
      const actor = this.actors.get(person) ?? (await this.enter(person))
      if ('is' in actor) return actor
      const tried = await actor.do(this.scene, step)
      if (tried.is === 'done' && tried.doubt !== undefined) this.found.push(tried.doubt)
      return tried
    } catch (error) {
      this.options.signal.throwIfAborted()
      if (error instanceof NoAnswer || error instanceof PageLate) return unproven(error.message)
      if (error instanceof ChromiumStopped)
        return unproven(`It was not played in a browser to its end: ${error.message}`)
      if (error instanceof AppStopped) return crashed(`The application stopped: ${error.message}`)
      // A page that is nested in ways that nobody thought of is no fault of ours, and never ends a verification.
      if (error instanceof RangeError) return unproven('The page is nested too deeply to be read.')
      throw error
    }
  }

  /** What stands in a report of a step. */
  tell(tried: Tried): StepResult {
    if (tried.is === 'done')
      return { status: 'passed', ...(tried.note !== undefined && { seen: this.plain(tried.note) }) }
    return tried.is === 'failed' ? { status: 'failed', seen: this.plain(tried.seen) } : { status: 'not_tried' }
  }

  plain = (text: string): string =>
    withoutIds(this.withoutPeople(this.words.unsay(text)))
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, MAX_SEEN)
      .toWellFormed()

  /** Addresses of people are others in every run. */
  private withoutPeople(text: string): string {
    let plain = text
    for (const [email, name] of this.emails) plain = plain.replaceAll(email, `${name}@example.com`)
    return plain
  }

  /** What was there instead, and why a form before was not even sent. */
  seen(person: string, text: string): string {
    const why = this.actors.get(person)?.browser.last?.keptBack ?? null
    return this.plain(why === null || text.includes(why) ? text : `${why} ${text}`)
  }

  /** Why what failed may yet go well in a browser. */
  doubts(person: string): string[] {
    if (this.options.chromium !== undefined) return []
    const page = this.pageOf(person)
    const draws = page === null ? null : this.options.codeAt(page.url.pathname).draws
    const drawn = draws === null ? [] : [`What the page shows is made by ${draws} in a browser.`]
    return [...this.found, ...(page?.doubts ?? []), ...drawn]
  }

  /** Whether what failed may be otherwise in a browser. */
  mayDraw(person: string): boolean {
    const page = this.options.chromium === undefined ? this.pageOf(person) : null
    return page !== null && this.options.codeAt(page.url.pathname).mayDraw
  }

  show(person: string, step: Step, isDone: boolean): void {
    const page = this.pageOf(person)
    const styles = page === null ? [] : this.options.stage.stylesOf(page)
    if (page !== null) this.options.onEnd?.({ page, styles, step, isDone, say: (text) => this.words.say(text) })
  }

  by = (): Pick<ScenarioResult, 'by'> => playedBy(this.options)

  hasSent = (): boolean => [...this.actors.values()].some(({ browser }) => browser.hasSent)

  pathname = (person: string): string | null => this.pageOf(person)?.url.pathname ?? null

  private pageOf = (person: string): Page | null => this.actors.get(person)?.browser.page ?? null

  private async enter(name: string): Promise<Actor | Tried> {
    const { stage, spec, chromium, codeAt } = this.options
    const person = stage.newPerson()
    const known = newPerson(name)
    this.emails.set(known.email, name)
    const problem = name === 'visitor' ? null : await comeIn(known, person, stage, spec)
    if (problem !== null) return crashed(`${name} cannot come in: ${problem}`)
    const locale = spec.locale ?? 'en'
    const actor =
      chromium === undefined
        ? actorFor({ person, locale, stage, codeAt })
        : await liveActor({ person, locale, stage, chromium })
    this.actors.set(name, actor)
    return actor
  }
}

/** What keeps somebody from having an account; null when they have one. */
function comeIn(known: NewPerson, person: Person, { supabase }: Stage, spec: DevoraJson): Promise<string | null> {
  if (supabase === null) return Promise.resolve('there are no accounts.')
  return known.name === ADMIN ? signInAdmin(person, supabase, spec, known) : signUp(person, supabase, known)
}
