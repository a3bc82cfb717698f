import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { newEmail, PASSWORD } from '../support/studio'

describe('the front page in a real browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('renders without a complaint and needs no other host', async () => {
    const { page, complaints } = await openPage(browser)
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    const answer = await page.goto(inject('appUrl'), { waitUntil: 'networkidle' })
    expect(answer?.status()).toBe(200)
    expect(await page.locator('h1').count()).toBe(1)
    expect([...hosts]).toEqual([new URL(inject('appUrl')).host])
    expect(complaints).toEqual([])
  })

  it('runs no script that was smuggled into it, and draws its nonce anew each time', async () => {
    const { page } = await openPage(browser)
    const nonceOf = async (): Promise<string> => {
      const csp = (await page.goto(inject('appUrl')))?.headers()['content-security-policy'] ?? ''
      return /'nonce-([^']+)'/.exec(csp)?.[1] ?? ''
    }
    const first = await nonceOf()
    expect(first).not.toBe('')
    expect(await nonceOf()).not.toBe(first)
    const ran = await page.evaluate(async () => {
      const seen: string[] = []
      Object.assign(window, { note: (what: string) => seen.push(what) })
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="note(\'handler\')" alt="">')
      const refused = new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', resolve, { once: true }),
      )
      await refused
      const link = document.createElement('a')
      link.href = "javascript:note('link')"
      link.click()
      const base = document.createElement('base')
      base.href = 'https://elsewhere.example/'
      document.head.append(base)
      return [...seen, ...(document.baseURI.includes('elsewhere') ? ['base'] : [])]
    })
    expect(ran).toEqual([])
  })

  it.each(['sign-in', 'sign-up'])(
    'never writes a password into an address: %s, sent before the page listens',
    async (path) => {
      const { page } = await openPage(browser, { javaScriptEnabled: false })
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.goto(`${inject('appUrl')}/${path}`)
      await page.getByLabel('E-mail').fill('ana@example.com')
      await page.getByLabel('Password').fill('correct horse battery')
      await page.locator('form button[type="submit"]').click()
      await expect.poll(() => asked.filter((url) => url.endsWith(`/${path}`)).length).toBe(2)
      expect([page.url(), ...asked].filter((url) => /password|correct/.test(url))).toEqual([])
    },
  )

  it('signs somebody up who was quicker than the page', async () => {
    const { page, complaints } = await openPage(browser)
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/_next/static/**/*.js', async (route) => {
      await released
      await route.continue()
    })
    await page.goto(`${inject('appUrl')}/sign-up`, { waitUntil: 'commit' })
    await page.getByLabel('E-mail').fill(newEmail())
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create an account' }).click()
    release()
    await page.getByRole('heading', { name: 'What do you want to build?' }).waitFor()
    expect(complaints).toEqual([])
  })
})
