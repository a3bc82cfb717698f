import { randomBytes } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'

/** What browser tests of the pages share. */

export const PASSWORD = 'correct horse battery'
export const RECIPES = 'A recipe box where members save recipes with ingredients and rate them'
export const newEmail = (): string => `maker-${randomBytes(6).toString('hex')}@example.com`

/** Fills in the sign-up page that is open and sends it. */
export async function signUp(page: Page, email = newEmail()): Promise<string> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'))
  return email
}

/** Opens an account of its own and stands on /projects. */
export async function enter(page: Page, appUrl: string): Promise<string> {
  await page.goto(`${appUrl}/sign-up`)
  const email = await signUp(page)
  await page.getByRole('heading', { name: 'What do you want to build?' }).waitFor()
  return email
}

/** Writes a prompt on /projects and waits for the studio; answers the project's id. */
export async function build(page: Page, prompt = RECIPES): Promise<string> {
  await page.getByLabel('What do you want to build?').fill(prompt)
  await page.getByRole('button', { name: 'Build it' }).click()
  await page.waitForURL(/\/projects\/prj_/)
  return /\/projects\/(prj_\w+)/.exec(page.url())![1]!
}

/** Until the version is delivered and the page has everything of it. */
export async function untilDelivered(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Download' }).waitFor()
  await page.getByText(/\d+ of \d+ checks passed/).waitFor({ state: 'attached' })
}

/**
 * Until nothing fades or slides any more: a toast at half its opacity has half its contrast, and only for a moment. A
 * toast is entered into the page unmounted and begins its transition a frame later, therefore two frames pass before
 * the page is asked what is still moving.
 */
async function untilStill(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    if (document.querySelector('[data-sonner-toast]:is([data-mounted="false"], [data-removed="true"])')) return false
    return document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity)
  })
}

/**
 * Serious and critical accessibility violations of the page once it stands still (WCAG 2.1 A and AA, and best
 * practices).
 */
export async function axeViolations(page: Page): Promise<string[]> {
  await untilStill(page)
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
  // Without frames the older way finds the same, four times as fast: it carries no half results to a second page.
  if (page.frames().length === 1) axe.setLegacyMode(true)
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/**
 * What the run shows: each stage's line, and how many files the tree counts. Equal in every tab, whenever it was
 * opened.
 */
export async function shownRun(page: Page): Promise<{ stages: string[]; files: number }> {
  const stages = await page.getByRole('region', { name: 'Run' }).getByRole('listitem').allInnerTexts()
  const files = Number(await page.getByRole('region', { name: 'Files', exact: true }).locator('h2 + span').innerText())
  return { stages, files }
}

/** Writes a file of a project as its owner, past the page: a new version. */
export async function putFile(page: Page, app: string, project: string, path: string, content: string): Promise<void> {
  const address = `${app}/api/v2/projects/${project}/files/${path}`
  const answer = await page.request.put(address, { data: { content }, headers: { origin: app } })
  if (answer.status() !== 200) throw new Error(`${path}: ${answer.status()}`)
}
