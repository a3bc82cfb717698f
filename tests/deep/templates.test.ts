import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/locale'
import { remakePicture } from '@/lib/core/picture'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import { MAX_PICTURE_PIXELS, PICTURE_SIZE } from '@/lib/domains/files/contract'
import { blueprintWords } from '@/lib/domains/generation/builtin/blueprints/blueprint-words'
import { listTemplates } from '@/lib/domains/generation/list-templates'
import type { AppSpec, Page } from '@/lib/domains/spec/contract'
import { openPreviewHost, type PreviewHost, shown, SITE, type Tab } from '../support/preview-tab'

/*
 * Every template runs in a tab without an error, and looks as its picture says. The pictures are
 * drawn anew by `TEMPLATE_PICTURES=write npx vitest run -c vitest.deep.config.ts tests/deep/templates.test.ts`.
 */

const FOLDER = join(import.meta.dirname, '../../public/templates')
let host: PreviewHost
beforeAll(async () => void (host = await openPreviewHost()))
afterAll(() => host?.close())

const all = LOCALES.flatMap((locale) =>
  listTemplates(locale).map(({ slug, prompt }) => [slug, locale, prompt] as const),
)

test.each(all)('%s in %s', async (slug, locale, prompt) => {
  const files = await writeProject(prompt)
  const decoder = new TextDecoder()
  await host.serve('template', new Map([...files].map(([path, bytes]) => [path, decoder.decode(bytes)])))
  const tab = await host.openTab('template')
  expect(tab.opened).toEqual({ problem: null })
  // Somebody of the seed, who has rows of their own, on the page that the application is about.
  const [member] = await tab.ask('members', null)
  await tab.ask('person', { id: '1', kept: null })
  if (member !== undefined) await tab.ask('signIn', { person: '1', email: member.email })
  await tab.ask('navigate', { person: '1', url: SITE + mainPage(files) })
  await shown(tab, 'h1')
  const picture = await pictureOf(tab)
  const errors = (await tab.told()).filter(([name, value]) => name === 'printed' && value['level'] === 'error')
  expect(errors).toEqual([])
  const file = join(FOLDER, `${slug}-${locale}.webp`)
  if (process.env['TEMPLATE_PICTURES'] === 'write') await writeFile(file, picture)
  expect(await difference(await readFile(file), picture)).toBeLessThan(8)
  await host.closeTabs()
})

/** Its board, calendar or gallery, else the list of what it is mainly about. */
function mainPage(files: ReadonlyMap<string, Uint8Array>): string {
  const spec = JSON.parse(new TextDecoder().decode(files.get('devora.json'))) as AppSpec
  const { main } = blueprintWords(spec)
  const name = spec.entities.find(({ table }) => table === main)?.name
  const isMain = (page: Page): boolean => page.entity === name && !page.path.includes('[')
  const drawn = spec.pages.find((page) => isMain(page) && ['board', 'calendar', 'gallery'].includes(page.view ?? ''))
  return (drawn ?? spec.pages.find((page) => isMain(page) && page.view === 'list'))?.path ?? '/'
}

async function pictureOf(tab: Tab): Promise<Uint8Array> {
  // There is none while the page is still on its way.
  const drawn = (): Promise<string> =>
    tab.page.evaluate(async () => {
      const asked = globalThis as unknown as { preview: { ask(what: string, it: null): Promise<ArrayBuffer | null> } }
      const bytes = new Uint8Array((await asked.preview.ask('picture', null)) ?? [])
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    })
  let base64 = ''
  await expect.poll(async () => (base64 = await drawn()), { timeout: 60_000 }).not.toBe('')
  const size = { maxPixels: MAX_PICTURE_PIXELS, ...PICTURE_SIZE }
  return (await remakePicture(Buffer.from(base64, 'base64'), size))!.bytes
}

/** Mean distance of two pictures' pixels, of 255: dates and fonts differ from machine to machine. */
async function difference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const pixels = (bytes: Uint8Array): Promise<Buffer> =>
    sharp(bytes).resize(80, 50, { fit: 'fill' }).greyscale().raw().toBuffer()
  const [a, b] = await Promise.all([pixels(one), pixels(other)])
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length
}
