import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { imageSize } from 'image-size'
import { LOCALES } from '@/lib/core/locale'
import { PICTURE_SIZE } from '@/lib/domains/files/contract'
import { listTemplates } from '@/lib/domains/generation/list-templates'

// That they look like what they show, and that it runs, is tried in tests/deep/templates.test.ts.
it.each(LOCALES.flatMap((locale) => listTemplates(locale).map(({ slug }) => `${slug}-${locale}`)))(
  'the template %s has a picture',
  async (name) => {
    const bytes = await readFile(new URL(`../../../public/templates/${name}.webp`, import.meta.url))
    expect(imageSize(bytes)).toMatchObject({ ...PICTURE_SIZE, type: 'webp' })
    expect(bytes.byteLength).toBeLessThan(40_000)
  },
)
