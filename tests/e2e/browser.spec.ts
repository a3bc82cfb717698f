import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'

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
})
