import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/locale'
import { remakePicture } from '@/lib/core/picture'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import { MAX_PICTURE_PIXELS, PICTURE_SIZE } from '@/lib/domains/files/contract'
import { TRY_EXAMPLES } from '@/lib/domains/generation/constants'
import type { TryExample } from '@/lib/domains/generation/contract'
import { exampleSentence } from '@/lib/domains/generation/open-example'
import { enter, openPreviewHost, type PreviewHost, shown, type Tab } from '../support/preview-tab'

/*
 * The examples of the home page: each runs in a tab without an error, and looks as its picture says. The pictures are
 * drawn anew by `EXAMPLE_PICTURES=write npx vitest run -c vitest.deep.config.ts tests/deep/examples.test.ts`.
 */

const FOLDER = join(import.meta.dirname, '../../public/examples')
let host: PreviewHost
beforeAll(async () => void (host = await openPreviewHost()))
afterAll(() => host?.close())

const all = LOCALES.flatMap((locale) => TRY_EXAMPLES.map((example) => [example, locale] as const))

test.each(all)('%s in %s', async (example, locale) => {
  const files = await writeProject(exampleSentence(example as TryExample, locale).prompt)
  const decoder = new TextDecoder()
  await host.serve('example', new Map([...files].map(([path, bytes]) => [path, decoder.decode(bytes)])))
  const tab = await host.openTab('example')
  expect(tab.opened).toEqual({ problem: null })
  await enter(tab, '1', '/')
  await shown(tab, 'h1')
  await tab.page.waitForLoadState('networkidle')
  const picture = await pictureOf(tab)
  const errors = (await tab.told()).filter(([name, value]) => name === 'printed' && value['level'] === 'error')
  expect(errors).toEqual([])
  const file = join(FOLDER, `${example}-${locale}.webp`)
  if (process.env['EXAMPLE_PICTURES'] === 'write') await writeFile(file, picture)
  expect(await difference(await readFile(file), picture)).toBeLessThan(8)
  await host.closeTabs()
})

async function pictureOf(tab: Tab): Promise<Uint8Array> {
  const base64 = await tab.page.evaluate(async () => {
    const asked = globalThis as unknown as { preview: { ask(name: string, value: null): Promise<ArrayBuffer> } }
    const bytes = new Uint8Array(await asked.preview.ask('picture', null))
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  })
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
