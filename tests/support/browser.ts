import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'

/** Where systems put a Chromium that the person has installed; it is preferred to the one in node_modules. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** The sandbox needs rights that containers and root do not have; the rest keeps Chromium from calling home. */
const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** The packed one is unpacked on first use, which two processes must not do at once: the run's set-up asks first. */
export async function executable(): Promise<string> {
  const installed = INSTALLED.find((path) => existsSync(path))
  if (installed) return installed
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

/**
 * Starts Chromium without a window. Close it when the file is done.
 * @param isIsolated frames of no origin in a process of their own, as Chrome on a desktop has them; this build does not
 */
export async function openBrowser(isIsolated = false): Promise<Browser> {
  const args = isIsolated ? [...ARGS, '--site-per-process'] : ARGS
  return chromium.launch({ executablePath: await executable(), args })
}

export type PageOptions = BrowserContextOptions & {
  /**
   * What this browser remembers of the studio's middle; null: nobody has chosen yet, so a version shows itself running.
   * A preview costs seconds of CPU (its build, its database), so pages show code unless a test is about previews.
   */
  middle?: 'code' | null
}

export type WatchedPage = {
  page: Page
  /** What the page complained about on its console, or threw; a test expects it to be empty. */
  complaints: string[]
}

/** An address that nobody else has: limits per address are for one person, and here dozens sign up from one machine. */
const newAddress = (): string => `10.${[...randomBytes(3)].join('.')}`

/**
 * A page in a browser context of its own (own cookies, own address behind the one proxy that the tested app trusts),
 * whose errors are kept.
 */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const { middle = 'code', ...rest } = options
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    extraHTTPHeaders: { 'x-forwarded-for': newAddress() },
    ...rest,
  })
  if (middle !== null) await context.addInitScript(rememberAtFirst, middle)
  // It ends what hangs. A busy machine alone is no reason.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

/** Runs in every document before its own scripts. What the test chooses later stays. */
function rememberAtFirst(middle: string): void {
  try {
    if (localStorage.getItem('devora.middle') === null) localStorage.setItem('devora.middle', middle)
  } catch {
    // A frame without an origin keeps nothing.
  }
}
