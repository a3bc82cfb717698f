import type { Frame, Page } from 'playwright'
import { expect } from 'vitest'
import { shownBelow } from './preview-frame'
import { sendRecipe } from './recipe-form'

/** What browser tests do in the preview of a project that lies open in the studio. */

/** The document of whoever is shown, once it has what is looked for. */
export const shown = (page: Page, has: string): Promise<Frame> => shownBelow(page, '/preview/', has)

export const address = (page: Page) => page.getByLabel('Address in the application')
export const people = (page: Page) => page.getByRole('button', { name: 'Who is using it' })

export async function openAddress(page: Page, path: string): Promise<void> {
  await address(page).fill(path)
  await address(page).press('Enter')
}

/** Opens an account in the application that is previewed, for whoever is shown. */
export async function signUp(page: Page, name: string): Promise<void> {
  await openAddress(page, '/sign-up')
  const form = await shown(page, 'input[name="password"]')
  await form.locator('input[name="name"]').fill(name)
  await form.locator('input[name="email"]').fill(`${name}@example.org`)
  await form.locator('input[name="password"]').fill('correct horse battery')
  await form.locator('form:has(input[name="password"]) button').last().click()
  await expect.poll(() => address(page).inputValue(), { timeout: 60_000 }).not.toBe('/sign-up')
}

/** Writes a recipe as whoever is shown, and stands on its page. @returns its address in the application */
export async function addRecipe(page: Page, title: string): Promise<string> {
  await openAddress(page, '/recipes/new')
  await sendRecipe(await shown(page, 'input[name="title"]'), title)
  await shown(page, `h1:has-text("${title}")`)
  return address(page).inputValue()
}
