import type { ProjectFile } from '../../agents/agent'
import { authFiles } from '../backend/auth-files'
import { signInPath } from '../backend/page-paths'
import { textsFor } from '../backend/texts'
import { code, list, quote } from '../code'
import { modelOf } from '../project-model'
import { testFile } from './test-file'
import type { TesterInput } from './tester-input'
import type { Words } from './words'

/**
 * What a person does, in a browser against the built app. Everything holds without Supabase too, where lists are empty
 * and nobody can be signed in; what needs an account is skipped until one is named.
 */

const NOBODY = '00000000-0000-4000-8000-000000000001'
/** An address of a page or route with a row that does not exist. */
const filled = (path: string): string => path.replace(/\[[^\]]+\]/g, NOBODY)

type Places = { open: string[]; guarded: string[]; searched: string[] }

/**
 * Which pages everyone sees and which ask who is there: the plan says it, and the page's own code must agree, or
 * nothing is claimed.
 */
function placesOf({ spec, files }: TesterInput): Places {
  const places: Places = { open: [], guarded: [], searched: [] }
  for (const { path, auth = 'public' } of spec.pages) {
    const source = files.get(path === '/' ? 'app/page.tsx' : `app${path}/page.tsx`)
    if (source === undefined) continue
    // Rows that are hidden from visitors make a page private that the plan calls public.
    const isGuarded = /\brequireUser\(/.test(source)
    if (isGuarded) places.guarded.push(filled(path))
    else if (auth === 'public' && !path.includes('[')) places.open.push(path)
    if (!isGuarded && auth === 'public' && !path.includes('[') && source.includes('name="q"'))
      places.searched.push(path)
  }
  return places
}

const support = (): ProjectFile =>
  testFile(
    'tests/support/page.ts',
    code`
    import type { Page } from 'playwright/test'

    /** Controls that a screen reader could not name, as their tags. */
    export const unnamedControls = (page: Page): Promise<string[]> =>
      page.locator('input:not([type="hidden"]), select, textarea').evaluateAll((controls) =>
        controls
          .filter((control) => {
            const hasLabel = 'labels' in control && control.labels instanceof NodeList && control.labels.length > 0
            return !hasLabel && !control.getAttribute('aria-label') && !control.getAttribute('aria-labelledby')
          })
          .map((control) => control.outerHTML),
      )

    /** Errors that a page's own scripts throw from now on. */
    export function scriptErrors(page: Page): string[] {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      return errors
    }
  `,
  )

const pageTests = (input: TesterInput, words: Words, { open }: Places): ProjectFile =>
  testFile(
    'tests/e2e/pages.spec.ts',
    code`
    import { expect, test } from 'playwright/test'
    import { scriptErrors, unnamedControls } from '../support/page'

    const PAGES = ${list(open)}

    for (const path of PAGES) {
      test(path + ${quote(` ${words.shown}`)}, async ({ page }) => {
        const errors = scriptErrors(page)
        const response = await page.goto(path)
        expect(response?.status()).toBe(200)
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        await expect(page.locator('html')).toHaveAttribute('lang', ${quote(input.spec.locale)})
        await expect(page).toHaveTitle(/\S/)
        expect(errors).toEqual([])
      })

      test(path + ${quote(` ${words.named}`)}, async ({ page }) => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        expect(await unnamedControls(page)).toEqual([])
      })

      test(path + ${quote(` ${words.narrow}`)}, async ({ page }) => {
        await page.setViewportSize({ width: 390, height: 800 })
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      })
    }

    test(${quote(words.lost)}, async ({ page }) => {
      const response = await page.goto('/no-such-page')
      expect(response?.status()).toBe(404)
      await expect(page.getByRole('heading').first()).toBeAttached()
    })
    ${
      open.includes('/') &&
      code`

        test(${quote(words.linked)}, async ({ page }) => {
          await page.goto('/')
          const addresses = await page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '/'))
          for (const address of new Set(addresses)) {
            expect((await page.request.get(address)).status(), address).toBeLessThan(400)
          }
        })
      `
    }
  `,
  )

function accessTests(input: TesterInput, { guarded }: Places, words: Words): ProjectFile | null {
  const { spec, files } = input
  const routes = spec.routes.flatMap(({ method, path, auth = 'public' }) => {
    const isThere = new RegExp(`^export (?:async function|const) ${method}\\b`, 'm').test(
      files.get(`app${path}/route.ts`) ?? '',
    )
    // A public write would leave something behind, and what it needs is not the tester's to know.
    return isThere && (auth !== 'public' || (method === 'GET' && !path.includes('[')))
      ? [{ method, path: filled(path), auth }]
      : []
  })
  const of = (isPublic: boolean): string[] =>
    routes
      .filter(({ auth }) => (auth === 'public') === isPublic)
      .map(({ method, path }) => `{ method: ${quote(method)}, path: ${quote(path)} },`)
  if (guarded.length + routes.length === 0) return null
  const home = signInPath(modelOf(spec))
  const content = code`
    import { expect, test } from 'playwright/test'
    ${
      guarded.length > 0 &&
      code`

        for (const path of ${list(guarded)}) {
          test(path + ${quote(` ${words.guarded}`)}, async ({ page }) => {
            await page.goto(path)
            await expect(page).toHaveURL((url) => url.pathname === ${quote(home)})
            await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
          })
        }
      `
    }
    ${
      of(false).length > 0 &&
      code`

        const FOR_MEMBERS = [
          ${of(false)}
        ]
        for (const { method, path } of FOR_MEMBERS) {
          test(method + ' ' + path + ${quote(` ${words.refusesApi}`)}, async ({ request }) => {
            const answer = await request.fetch(path, { method, ...(method === 'GET' || method === 'DELETE' ? {} : { data: {} }) })
            // 503 without a database: nobody can be signed in then.
            expect([401, 403, 503]).toContain(answer.status())
            expect(answer.headers()['content-type']).toContain('application/problem+json')
          })
        }
      `
    }
    ${
      of(true).length > 0 &&
      code`

        const FOR_EVERYONE = [
          ${of(true)}
        ]
        for (const { method, path } of FOR_EVERYONE) {
          test(method + ' ' + path + ${quote(` ${words.answersApi}`)}, async ({ request }) => {
            const answer = await request.fetch(path, { method })
            expect([200, 503]).toContain(answer.status())
            expect(answer.headers()['content-type']).toContain('json')
          })
        }
      `
    }
  `
  return testFile('tests/e2e/access.spec.ts', content)
}

const searchTests = ({ searched }: Places, words: Words): ProjectFile | null =>
  searched.length === 0
    ? null
    : testFile(
        'tests/e2e/search.spec.ts',
        code`
        import { expect, test } from 'playwright/test'
        import { scriptErrors } from '../support/page'

        for (const path of ${list(searched)}) {
          test(path + ${quote(` ${words.finds}`)}, async ({ page }) => {
            const errors = scriptErrors(page)
            await page.goto(path)
            await page.locator('input[name="q"]').first().fill('zebra % soup')
            await page.locator('input[name="q"]').first().press('Enter')
            await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'zebra % soup')
            await expect(page.locator('input[name="q"]').first()).toHaveValue('zebra % soup')
            await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
            expect(errors).toEqual([])
          })
        }
      `,
      )

/** Signing in: what everyone can try, and with an account of its own what members see. */
function accountTests(input: TesterInput, { guarded }: Places, words: Words): ProjectFile | null {
  const { spec, files } = input
  const project = modelOf(spec)
  const texts = textsFor(spec.locale)
  const path = signInPath(project)
  if (path === '/' || !files.has(`app${path}/page.tsx`)) return null
  const written = authFiles(project, texts).find((file) => file.path === 'lib/actions/auth.ts')
  const isBuiltin = written !== undefined && files.get(written.path) === written.content
  const members = guarded.filter(
    (one) => !one.includes(NOBODY) && spec.pages.some((page) => page.path === one && page.auth !== 'admin'),
  )
  const content = code`
    import { expect, test } from 'playwright/test'
    import { unnamedControls } from '../support/page'

    test(${quote(words.required)}, async ({ page }) => {
      await page.goto(${quote(path)})
      await page.locator('form:has(input[name="password"]) button').first().click()
      await expect(page).toHaveURL((url) => url.pathname === ${quote(path)})
      await expect(page.locator('input[name="email"]')).toHaveValue('')
    })

    test(${quote(words.stranger)}, async ({ page }) => {
      await page.goto(${quote(path)})
      const form = page.locator('form:has(input[name="password"])')
      await form.locator('input[name="email"]').fill('nobody@example.com')
      await form.locator('input[name="password"]').fill('not the right one')
      await form.locator('button').first().click()
      ${isBuiltin && `await expect(page.getByText(${quote(texts.credentials)}).or(page.getByText(${quote(texts.notConfigured)}))).toBeVisible()`}
      await expect(page).toHaveURL((url) => url.pathname === ${quote(path)})
    })
    ${
      members.length > 0 &&
      code`

      test(${quote(words.welcomes)}, async ({ page }) => {
        const { TEST_EMAIL, TEST_PASSWORD } = process.env
        test.skip(!TEST_EMAIL || !TEST_PASSWORD, 'TEST_EMAIL, TEST_PASSWORD')
        await page.goto(${quote(path)})
        await page.locator('input[name="email"]').fill(TEST_EMAIL ?? '')
        await page.locator('input[name="password"]').fill(TEST_PASSWORD ?? '')
        await page.locator('form:has(input[name="password"]) button').first().click()
        await expect(page).not.toHaveURL((url) => url.pathname === ${quote(path)})
        for (const path of ${list(members)}) {
          await page.goto(path)
          await expect(page).toHaveURL((url) => url.pathname === path)
          await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
          expect(await unnamedControls(page)).toEqual([])
        }
      })
    `
    }
  `
  return testFile('tests/e2e/account.spec.ts', content)
}

export function browserTests(input: TesterInput, words: Words): ProjectFile[] {
  const places = placesOf(input)
  const files = [
    pageTests(input, words, places),
    accessTests(input, places, words),
    searchTests(places, words),
    accountTests(input, places, words),
  ].filter((file) => file !== null)
  return [support(), ...files]
}
