import { expect, test } from 'vitest'
import { buildSite, isSite } from '@/lib/app-runtime/build-site'

const bytes = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]))

test('what a site asks for its address is the page of the preview; all else stays as it was written', async () => {
  const changed = await buildSite(
    bytes({
      'index.html': `<script>go(location.hash); const a = { location: 1 }</script><script src="a.js"></script>`,
      'a.js': 'function open() { window.location = "/there"; item.location = 1 }\nopen()',
      'plain.js': 'function shout() {\n  return 1;\n}\n',
      'broken.js': 'function {',
      'main.js': `import { name } from './lib/name.js'\nimport far from 'https://example.com/x.js'\nshow(name, far, location.href)`,
      'lib/name.js': `export const name = 'ours'`,
      'data.json': '{}',
    }),
  )
  expect(changed['index.html']).toContain('go(__devora_page.location.hash)')
  expect(changed['index.html']).toContain('location: 1')
  expect(changed['a.js']).toMatch(/function open\(\)[^]*__devora_page\.location = "\/there"[^]*item\.location = 1/)
  expect(changed['main.js']).toMatch(/name = "ours"/)
  expect(changed['main.js']).toContain('https://example.com/x.js')
  expect(Object.keys(changed).sort()).toEqual(['a.js', 'index.html', 'lib/name.js', 'main.js'])
})

test('a site has a page and no application', () => {
  expect(isSite(['index.html', 'styles.css'])).toBe(true)
  expect(isSite(['app/page.tsx', 'public/index.html'])).toBe(false)
  expect(isSite(['README.md'])).toBe(false)
})
