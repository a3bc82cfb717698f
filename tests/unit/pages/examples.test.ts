import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { imageSize } from 'image-size'
import { LOCALES } from '@/lib/core/locale'
import { PICTURE_SIZE } from '@/lib/domains/files/contract'
import { TRY_EXAMPLES } from '@/lib/domains/generation/constants'

// That they look like what they show, and that it runs, is tried in tests/deep/examples.test.ts.
it.each(LOCALES.flatMap((locale) => TRY_EXAMPLES.map((example) => `${example}-${locale}`)))(
  'the example %s has a picture',
  async (name) => {
    const bytes = await readFile(new URL(`../../../public/examples/${name}.webp`, import.meta.url))
    expect(imageSize(bytes)).toMatchObject({ ...PICTURE_SIZE, type: 'webp' })
    expect(bytes.byteLength).toBeLessThan(40_000)
  },
)
