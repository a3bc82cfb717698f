import escapePattern from 'escape-string-regexp'
import type { Person } from '../../../../app-runtime/open-app.ts'
import type { Ask } from '../../../spec/asks.ts'
import type { Scenario } from '../../../spec/scenario.ts'
import type { AskResult } from '../../contract.ts'
import { NotAltered } from '../../preview/shared-application.ts'
import { player, type RunOptions } from '../run-asks.ts'
import type { Stage } from '../run-scenario.ts'
import type { Control, ControlGroup } from './control.ts'
import { controlsOf } from './plan-controls.ts'
import { controlTexts } from './texts.ts'
import { Traffic } from './traffic.ts'

/** `until`: no further ask is begun then, and what is left stays pending. */
export type ControlOptions = RunOptions

/**
 * Shows of each proven ask that it could fail: its scenarios are played without what was asked. Where nobody misses it,
 * nothing was proven. Asks that are not proven, or whose control was tried before, stay as they are.
 */
export async function controlAsks(
  asks: readonly Ask[],
  results: readonly AskResult[],
  options: ControlOptions,
): Promise<AskResult[]> {
  const byId = new Map(asks.map((ask) => [ask.id, ask]))
  const controlled: AskResult[] = []
  for (const result of results) {
    const ask = byId.get(result.id)
    const isOpen = result.status === 'proven' && result.control === 'pending' && performance.now() < options.until
    controlled.push(ask === undefined || !isOpen ? result : await controlAsk(ask, result, options))
  }
  return controlled
}

async function controlAsk(ask: Ask, result: AskResult, options: ControlOptions): Promise<AskResult> {
  const { spec } = options.project
  const texts = controlTexts(spec.locale)
  const traffic = new Traffic()
  const again = player(options, { stage: { between: traffic.between }, change: traffic.watch })
  for (const scenario of ask.scenarios) {
    const { status, why } = (await again(scenario)).result
    if (status !== 'passed') return { ...result, status: 'unproven', why: why ?? texts.notAgain, control: 'none' }
  }
  let tried = 0
  for (const group of controlsOf(ask, spec, traffic)) {
    const missed = await isMissed(ask, group, options)
    if (missed === false) return { ...result, status: 'unproven', control: 'none', why: texts.without(group.what) }
    if (missed !== null) tried++
  }
  if (tried > 0) return { ...result, control: 'held' }
  return { ...result, status: 'unproven', control: 'none', why: texts.noControl }
}

/**
 * Whether what is gone is missed; null where it cannot be taken away. An application that breaks without it says less
 * than one in which it is not seen: it counts only where no other way shows that nobody misses it.
 */
async function isMissed(ask: Ask, { ways, missedBy }: ControlGroup, options: ControlOptions): Promise<boolean | null> {
  let isTried = false
  let isBroken = false
  for (const way of ways) {
    const play = playerOf(way, options, missedBy)
    for (const scenario of ask.scenarios) {
      const changed = way.changed === undefined ? scenario : way.changed(scenario)
      if (changed === null) continue
      const outcome = await play(changed)
      if (outcome === 'failed') return true
      if (outcome === 'not_altered') break
      isBroken ||= outcome === 'crashed'
      isTried ||= outcome === 'passed'
    }
  }
  return isTried ? false : isBroken ? true : null
}

type Outcome = 'passed' | 'failed' | 'crashed' | 'unproven' | 'not_altered'

function playerOf(control: Control, options: ControlOptions, missedBy: ControlGroup['missedBy']): Play {
  const { stage } = control
  const play = player(options, { ...(stage && { stage }), isSure: true, change: (one) => changedStage(one, control) })
  return async (scenario) => {
    try {
      const { result, failure } = await play(scenario)
      if (failure?.isCrash === true) return 'crashed'
      const isElsewhere = failure !== undefined && missedBy?.includes(failure.step.do) === false
      return isElsewhere ? 'unproven' : result.status
    } catch (error) {
      if (error instanceof NotAltered) return 'not_altered'
      throw error
    }
  }
}

type Play = (scenario: Scenario) => Promise<Outcome>

const EMPTY = '<!doctype html><html><head><title></title></head><body></body></html>'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }
/** Words as React writes them into a page. */
const asWritten = (words: string): string => words.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)

/** Texts of a page, between its tags, without some words. */
function withoutWords(html: string, words: string): string {
  const forms = [...words.replace(/\s+/g, ' ').trim()].map((sign) => {
    if (sign === ' ') return '\\s+'
    const written = SIGNS[sign]
    return written === undefined ? escapePattern(sign) : `(?:${escapePattern(sign)}|${written}|&#39;)`
  })
  const pattern = new RegExp(forms.join(''), 'giu')
  return html.replace(/>[^<]+</g, (text) => text.replace(pattern, ''))
}

/** The page as it would be without what was asked. */
function changedPage(html: string, { removed, unsaid, said, isUnstyled }: Control): string {
  let page = html
  if (isUnstyled === true) page = page.replace(/<style[^>]*>[^<]*<\/style>/gi, '').replace(/\sstyle="[^"]*"/gi, '')
  if (removed !== undefined) page = page.replaceAll(removed, '').replaceAll(asWritten(removed), '')
  if (unsaid !== undefined) page = withoutWords(page, unsaid)
  if (said !== undefined) page = page.replace(/<body[^>]*>/i, (tag) => `${tag}<p>${asWritten(said)}</p>`)
  return page
}

/** People to whom some pages are empty, or do not say some words. */
function changedStage(stage: Stage, control: Control): Stage {
  const { isEmptied, removed, unsaid, said, isUnstyled } = control
  const isRewritten = isUnstyled === true || [removed, unsaid, said].some((words) => words !== undefined)
  if (isEmptied === undefined && !isRewritten) return stage
  const wrapped = (person: Person): Person => ({
    cookies: person.cookies,
    async fetch(path, init) {
      const { pathname } = new URL(path, 'http://localhost')
      const html = { headers: { 'content-type': 'text/html' } }
      if (isEmptied?.(pathname) === true) return new Response(EMPTY, html)
      const answer = await person.fetch(path, init)
      if (!isRewritten || !/html|x-component/.test(answer.headers.get('content-type') ?? '')) return answer
      const text = changedPage(await answer.text(), control)
      return new Response(text, { status: answer.status, headers: answer.headers })
    },
  })
  const drawn = (html: string): string => changedPage(html, control)
  const unstyled = isUnstyled === true && { stylesOf: () => [] }
  return { ...stage, ...unstyled, newPerson: () => wrapped(stage.newPerson()), ...(isRewritten && { drawn }) }
}
