import { AppFailed, AppStopped, type AppPerson, type RunningApp } from '../../../app-runtime/open-app.ts'
import { finding } from '../check.ts'
import type { Finding } from '../contract.ts'
import type { Visit } from './pages.ts'

/** Who looks: their name in sentences, and their browser. */
export type Visitor = { name: string; person: AppPerson }

/** The application ended while a page was open. */
export class StoppedAt extends AppStopped {
  readonly visit: Visit

  constructor(visit: Visit, cause: AppStopped) {
    super(cause.message, { cause })
    this.visit = visit
  }
}

/**
 * Opens one page after the other, each as everybody at once, so that what is printed belongs to the page that is open.
 * @returns one finding for each page that fails, said once for all who met it
 * @throws StoppedAt
 */
export async function visitAll(
  app: RunningApp,
  visits: readonly Visit[],
  visitors: readonly Visitor[],
): Promise<Finding[]> {
  const faults = new Map<string, { visit: Visit; what: string; who: string[] }>()
  for (const visit of visits) {
    const met = await Promise.all(visitors.map(({ person }) => faultOf(app, visit, person))).catch((error: unknown) => {
      throw error instanceof AppStopped ? new StoppedAt(visit, error) : error
    })
    for (const [at, what] of met.entries()) {
      if (what === null) continue
      const key = `${visit.file}\n${what}`
      const known = faults.get(key) ?? { visit, what, who: [] }
      known.who.push(visitors[at]!.name)
      faults.set(key, known)
    }
  }
  return [...faults.values()].map(({ visit, what, who }) =>
    finding({
      check: 'preview',
      rule: 'page-fails',
      file: visit.file,
      message: `${visit.route} fails for ${who.join(' and for ')}: ${what}`,
    }),
  )
}

async function faultOf(app: RunningApp, visit: Visit, person: AppPerson): Promise<string | null> {
  const before = app.printed.length
  const answer = await person.fetch(visit.path).catch((error: unknown) => {
    if (error instanceof AppFailed) return error
    throw error
  })
  if (answer instanceof AppFailed) return said(answer.message)
  // What is printed in nobody's name is everybody's.
  const printed = app.printed.slice(before).filter((one) => one.person === null || one.person === person.number)
  return faultIn(visit, { status: answer.status, printed })
}

/** What a page answered, and what its server printed meanwhile. */
export type Seen = { status: number; printed: readonly { level: string; text: string }[] }

/** What is wrong with a page, in its own words; null when it answers. A page may send away or refuse. */
export function faultIn({ isSample }: Visit, { status, printed }: Seen): string | null {
  const error = printed.find(({ level, text }) => level === 'error' && ERROR.test(text))
  if (error !== undefined) return said(error.text)
  if (status >= 500) return `it answers ${status}.`
  return status === 404 && !isSample ? 'it answers 404.' : null
}

/** How the framework tells that rendering failed; a page's own `console.error` is its own business. */
const ERROR = /^\[vinext\]|Error: /
const said = (text: string): string => plain((text.split('\n')[0] ?? '').replace(/^\[vinext\][^:]*:\s*/, ''))

/** What an application says of itself, as a report can hold it: Postgres keeps no NUL and no half of a character. */
export const plain = (text: string): string =>
  text
    .slice(0, 300)
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed()
