import type { Frame } from 'playwright'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { demoPeople } from '@/lib/domains/spec/demo-people'
import { loadProject } from '@/lib/domains/evidence/load-project'
import { type Samples, type Visit, visitsOf } from '@/lib/domains/evidence/preview/pages'
import { faultIn } from '@/lib/domains/evidence/preview/visit'
import { SUPABASE_URL } from '@/lib/domains/evidence/preview-environment'
import { bytesOf, type ProjectFiles } from './preview'
import { SITE, type Tab, TAB_KEYS, type Told } from './preview-tab'

/*
 * What the check `preview` does on the server, in a tab: every page of a project, as everybody. Which addresses are
 * opened and what an answer has to be is the check's own; here a page must also start in the browser, and say nothing
 * of an error.
 */

/** A row that stands in the tab's database, whoever may see it. */
const samplesOf =
  (tab: Tab): Samples =>
  async (table, column) => {
    const found = await tab
      .ask('rows', { person: null, table: { schema: 'public', table }, offset: 0 })
      .catch(() => null)
    const at = found?.columns.findIndex(({ name }) => name === column) ?? -1
    return found?.rows.find((cells) => cells[at] != null)?.[at] ?? null
  }

/** The document of whoever came last. */
const documentOf = ({ page }: Tab): Frame | undefined =>
  page.frames().findLast((one) => one.parentFrame()?.parentFrame() != null && !one.isDetached())

/** Nothing to see within this is a page that does not start. */
const TIMEOUT_MS = 60_000

/**
 * Opens a page, and waits until what the browser does with it is done.
 * @param begins is told of each step of it
 * @returns what was told meanwhile
 */
async function open(tab: Tab, person: string, path: string, begins: (step: string) => void): Promise<Told[]> {
  const before = await tab.page.evaluate<number>('told.length')
  begins('its answer')
  await tab.ask('navigate', { person, url: SITE + path })
  begins('its start in the browser')
  const started = `told.slice(${before}).some(([name, value]) => name === 'stage' && value === 'interactive')`
  await tab.page.waitForFunction(started, null, { timeout: TIMEOUT_MS })
  begins('its rest')
  // What the page does once it has started is told before this is answered: the browser was idle in between.
  const settle = (): Promise<unknown> => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5_000 }))
  await documentOf(tab)
    ?.evaluate(settle)
    .catch(() => undefined)
  begins('a sign of life')
  await tab.ask('ping', null)
  return tab.page.evaluate<Told[]>(`told.slice(${before})`)
}

/** A preview that is stuck never answers. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the preview does not answer within ${ms / 1000} s`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function faultOf(tab: Tab, person: string, visit: Visit): Promise<string | null> {
  let waitedFor = 'the tab'
  const opening = open(tab, person, visit.path, (step) => (waitedFor = step))
  const told = await within(TIMEOUT_MS, opening).catch(
    (error: unknown) => `${String(error)} (waiting for ${waitedFor})`,
  )
  if (typeof told === 'string') return told
  const all = (name: string) => told.filter(([what]) => what === name).map(([, value]) => value)
  const printed = all('printed').map(({ level = '', text = '', from = '' }) => ({ level, text, from }))
  const shown = all('place').at(-1)?.['url']?.replace(/#.*$/, '')
  const document = all('seen').find(({ url }) => url?.replace(/#.*$/, '') === shown)
  const stuck = all('stuck')[0]
  if (stuck !== undefined) return `its ${stuck['what']} is stuck.`
  const fault = faultIn(visit, { status: Number(document?.['status'] ?? 200), printed })
  const failed = all('seen').find(({ status }) => Number(status) >= 500)
  const said = printed.find(({ level, from }) => level === 'error' && from !== 'server')
  if (fault !== null) return fault
  if (failed !== undefined) return `${failed['method']} ${failed['url']} answers ${failed['status']}.`
  return said === undefined ? null : `its ${said.from} says: ${said.text.slice(0, 1_000)}`
}

/** Signs up somebody of whom the seed knows nothing, as an application would. */
async function signUp(tab: Tab): Promise<string> {
  const email = 'member@example.com'
  await documentOf(tab)?.evaluate(
    async ([address, apikey, given]) => {
      const data = { full_name: 'A member', name: 'A member', display_name: 'A member' }
      const body = JSON.stringify({ email: given, password: 'correct horse battery', data })
      const answer = await fetch(`${address}/auth/v1/signup`, { method: 'POST', headers: { apikey }, body })
      if (!answer.ok) throw new Error(`nobody can sign up: ${await answer.text()}`)
    },
    [SUPABASE_URL, TAB_KEYS.anonKey, email] as const,
  )
  return email
}

export type Outcome = {
  visits: number
  /** `page as person: message` */
  faults: string[]
}

/**
 * Opens every page as a visitor, as the people of the seed (one of each role; where there are none, as somebody who has
 * just signed up).
 */
export async function visitInTab(tab: Tab, files: ProjectFiles, spec?: AppSpec): Promise<Outcome> {
  const visits = await visitsOf(loadProject(bytesOf(files)), samplesOf(tab))
  const faults: string[] = []
  const visitAs = async (person: string, who: string): Promise<void> => {
    for (const visit of visits) {
      const fault = await faultOf(tab, person, visit)
      if (fault !== null) faults.push(`${visit.route} (${visit.path}) as ${who}: ${fault}`)
    }
  }
  await tab.ask('person', { id: 'visitor', kept: null })
  await visitAs('visitor', 'a visitor')
  const known = spec === undefined ? [] : demoPeople(spec)
  const roles = new Map(known.toReversed().map(({ email, role = 'member' }) => [role as string, email]))
  if (roles.size === 0) roles.set('member', await signUp(tab))
  for (const [role, email] of roles) {
    await tab.ask('person', { id: role, kept: null })
    await tab.ask('signIn', { person: role, email })
    await visitAs(role, `${email} (${role})`)
  }
  return { visits: visits.length * (1 + roles.size), faults }
}
