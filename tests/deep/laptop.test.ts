import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { demoPeople } from '@/lib/domains/spec/demo-people'
import type { AppSpec, DemoPerson } from '@/lib/domains/spec/contract'
import { titleField } from '@/lib/domains/spec/names'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { openApi } from '../support/api'
import { openBrowser, openPage } from '../support/browser'
import { applicationOf } from '../support/generated-project'
import { endStarted, type Started, startIn } from '../support/laptop'
import { newPerson, type Person } from '../support/people'

/*
 * The download of five generated projects of different kinds runs on an empty machine by the two commands, and a person
 * signs in, creates, edits and deletes by the project's own forms. Needs the npm registry.
 */

const PROMPTS = {
  recipes: 'A recipe box where members save recipes with ingredients and rate them',
  kanban: 'Build me a Kanban board for a small agency with projects, tasks, comments and deadlines',
  padel: 'Sistema de reservas de canchas de pádel: canchas, horarios, reservas y pagos',
  helpdesk: 'Help desk: employees open tickets with priority, technicians reply. Administrators manage the categories.',
  hardware: 'Inventory for a hardware store: products with code, stock and price, suppliers, purchases and sales',
}
const MINUTE = 60_000

type Target = DemoPerson & { list: string; title: string }

/** Something of the plan that a demo person may create, edit and delete on pages of its own. */
function targetOf(spec: AppSpec): Target {
  const paths = new Set(spec.pages.map(({ path }) => path))
  const targets: Target[] = []
  for (const entity of spec.entities) {
    const list = spec.pages.find((page) => page.entity === entity.name && page.view === 'list')?.path
    const title = titleField(entity)
    const rule = spec.access.find(({ table }) => table === entity.table)
    if (list === undefined || title?.type !== 'text' || entity.table === 'profiles') continue
    if (!['/new', '/[id]', '/[id]/edit'].every((end) => paths.has(list + end))) continue
    const person = demoPeople(spec).find(({ role }) => {
      const allowed = (role === 'admin' ? rule?.allow.admin : rule?.owner && rule.allow.owner) || []
      return (['read', 'insert', 'update', 'delete'] as const).every((operation) => allowed.includes(operation))
    })
    if (person !== undefined) targets.push({ list, title: title.column, ...person })
  }
  // What only staff may is the harder case.
  const target = targets.find(({ role }) => role === 'admin') ?? targets[0]
  if (target === undefined) throw new Error(`Nobody may create anything in ${spec.name}.`)
  return target
}

type Control = { tag: string; type: string; name: string; min: string; max: string; value: string }
const lookAt = (element: unknown): Control => {
  const input = element as HTMLInputElement
  const { type, name, min = '', max = '', value } = input
  return { tag: input.tagName, type, name, min, max, value }
}

const TYPED: Record<string, string> = {
  date: '2031-05-04',
  'datetime-local': '2031-05-04T10:00',
  email: 'someone@example.com',
  url: 'https://example.com/a',
}

/** What a person would type, by the kind of control; what is filled in already stays. */
async function fillForm(page: Page, title: string, text: string): Promise<void> {
  const controls = page.locator('main form:has(input, textarea, select) >> :is(input, textarea, select):visible')
  for (const control of await controls.all()) {
    const { tag, type, name, min, max, value } = await control.evaluate(lookAt)
    if (name === title) await control.fill(text)
    else if (tag === 'SELECT') {
      const choice =
        value === '' ? await control.locator('option:not([value=""])').first().getAttribute('value') : value
      await control.selectOption(choice ?? '')
    } else if (type === 'radio') await control.check({ force: true })
    else if (value !== '' || type === 'checkbox' || type === 'color') continue
    else if (type === 'number') await control.fill(min || (max !== '' && Number(max) < 2 ? max : '2'))
    else await control.fill(TYPED[type] ?? `${name} of ${text}`)
  }
}

const submit = (page: Page): Promise<void> =>
  page.locator('main form:has(input, textarea, select) button:not([type="button"])').first().click()
const at = (url: string) => (address: URL) => address.pathname === new URL(url).pathname

async function signIn(page: Page, site: string, { email, password }: Target): Promise<void> {
  await page.goto(`${site}/sign-in`)
  await page.locator('input[name="email"]').fill(email)
  await page.locator('input[name="password"]').fill(password)
  await submit(page)
  await page.waitForURL((address) => address.pathname !== '/sign-in')
}

/** Creates, edits and deletes one of the target's rows. */
async function live(page: Page, site: string, target: Target): Promise<void> {
  const { list, title } = target
  // What is typed before the page's scripts have come is lost.
  await page.goto(`${site}${list}/new`, { waitUntil: 'networkidle' })
  await fillForm(page, title, 'Made on a laptop')
  await submit(page)
  await page.waitForURL(/\/[0-9a-f-]{36}$/)
  const address = page.url()
  await page.getByRole('heading', { level: 1, name: 'Made on a laptop' }).waitFor()

  await page.goto(`${address}/edit`, { waitUntil: 'networkidle' })
  await page.locator(`main [name="${title}"]`).fill('Changed on a laptop')
  await submit(page)
  await page.waitForURL(at(address))
  await page.getByRole('heading', { level: 1, name: 'Changed on a laptop' }).waitFor()

  await page.locator('main header button:has(+ dialog), main button:has(+ dialog)').first().click()
  await page.locator('dialog[open] form button:not([type="button"])').click()
  await page.waitForURL((url) => url.pathname === list)
  // It says so in its page: the frame was on its way, with 200, before the row was looked for.
  await page.goto(address)
  const heading = page.getByRole('heading', { level: 1 }).first()
  await heading.waitFor()
  expect(await heading.textContent()).not.toContain('on a laptop')
}

let browser: Browser
let home: string
const folders = new Map<string, string>()
const started: Started[] = []

beforeAll(async () => {
  const api = await openApi()
  const person = await newPerson(api)
  for (const [name, prompt] of Object.entries(PROMPTS)) folders.set(name, await download(person, planApp({ prompt })))
  await api.close()
  browser = await openBrowser()
  home = await mkdtemp(join(tmpdir(), 'laptop-home-'))
})
afterEach(async () => {
  for (const one of started.splice(0)) {
    await endStarted(one, 'SIGKILL')
    endGroup(one)
  }
})
afterAll(async () => {
  await browser.close()
  for (const folder of [home, ...folders.values()])
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

/** What Next still writes after it has ended goes with it. */
function endGroup({ child: { pid } }: Started): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // All of it had ended.
  }
}

/** How this machine reaches npm's registry. */
const REGISTRY = /^(?:npm_config_registry|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(?:dir|file))$/i

/** A machine with Node.js and npm, and nothing of ours. */
const machine = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => REGISTRY.test(name))),
  PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
  HOME: home,
})

/** A version's archive, as the API gives it, unpacked. */
async function download(person: Person, spec: AppSpec): Promise<string> {
  const files = [...applicationOf(spec)].map(([path, content]) => ({ path, content }))
  const { id } = await person.project({ name: spec.name, files })
  const answer = await person.send('GET', `/projects/${id}/archive`)
  const folder = await mkdtemp(join(tmpdir(), 'laptop-'))
  for (const [path, bytes] of Object.entries(unzipSync(new Uint8Array(await answer.response.arrayBuffer())))) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return folder
}

function run(folder: string, ...args: string[]): Started {
  const one = startIn(folder, 'npm', args, machine())
  started.push(one)
  return one
}

describe('npm install && npm run dev', () => {
  for (const [name, prompt] of Object.entries(PROMPTS))
    test(`is all that ${name} needs`, { timeout: 20 * MINUTE }, async () => {
      const target = targetOf(planApp({ prompt }))
      const folder = folders.get(name) ?? ''
      const installed = run(folder, 'install', '--no-audit', '--no-fund')
      expect(await installed.ended, installed.output()).toBe(0)

      const dev = run(folder, 'run', 'dev')
      const site = /Local:\s+(http:\/\/localhost:\d+)/.exec(await dev.until(/Local:\s+http:\/\/localhost:\d+\s/))?.[1]
      expect(dev.output()).toContain(target.email)
      const { page, complaints } = await openPage(browser)
      page.setDefaultTimeout(5 * MINUTE)
      page.setDefaultNavigationTimeout(5 * MINUTE)
      await signIn(page, site ?? '', target)
      await live(page, site ?? '', target)
      await page.context().close()
      // A picture that was typed as an address of nowhere.
      expect(complaints.filter((text) => !text.includes('ERR_NAME_NOT_RESOLVED'))).toEqual([])
      // Ctrl-C ends the app and its database; npm itself dies of it.
      await endStarted(dev, 'SIGINT')
      const isHeld = (): Promise<boolean> =>
        access(join(folder, '.supabase', 'running')).then(
          () => true,
          () => false,
        )
      await expect.poll(isHeld, { timeout: MINUTE }).toBe(false)
      await expect
        .poll(
          () =>
            fetch(site ?? '').then(
              () => true,
              () => false,
            ),
          { timeout: MINUTE },
        )
        .toBe(false)
    })
})
