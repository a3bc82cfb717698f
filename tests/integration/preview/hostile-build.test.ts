import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { openRuntime } from '@/lib/app-runtime/open-runtime'
import { bundleProject } from '@/lib/domains/evidence/preview/bundle'
import { BundleStopped } from '@/lib/domains/evidence/bundler'
import { mayRun } from '@/lib/domains/evidence/build-preview'
import { slowness } from '../../support/cpu-time'
import { buildFiles, previewRuntime } from '../../support/preview'

/** What a project can try while it is bundled. */

const PAGE = 'export default () => null'
const project = (files: Record<string, string>): Map<string, string> =>
  new Map(
    Object.entries({
      'app/layout.tsx': 'export default ({ children }: any) => <html><body>{children}</body></html>',
      'app/page.tsx': PAGE,
      ...files,
    }),
  )
const repeat = (text: string, length = 100_000): string => text.repeat(length / text.length)

const folder = await mkdtemp(join(tmpdir(), 'hostile-preview-'))
process.env.TMPDIR = folder
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  'app/../../x/page.tsx',
  '/app/page.tsx',
  'app/a\0b/page.tsx',
  'app//page.tsx',
  `app/${repeat('a', 300)}/page.tsx`,
])('a path that is none is refused: %j', async (path) => {
  const { problems } = await buildFiles(project({ [path]: PAGE }))
  expect(problems).toMatchObject([{ message: expect.stringContaining('is no path of a project') }])
})

test('what cannot be there is told in words of the project, and nothing is left in the folder of temporary files', async () => {
  const told = async (files: Record<string, string>): Promise<string> =>
    JSON.stringify((await buildFiles(project(files))).problems)
  expect(await told({ 'app/x': '', 'app/x/page.tsx': PAGE })).toContain("mkdir 'app/x'")
  expect(await told({ 'app/[a]/page.tsx': PAGE, 'app/[b]/page.tsx': PAGE })).toContain('slug names')
  expect(await told({ 'app/(a)/x/page.tsx': PAGE, 'app/(b)/x/page.tsx': PAGE })).toContain('same path')
  expect(await told({ 'app/favicon.ico': 'no picture' })).toContain('for app/favicon.ico')
  expect(await told({ 'app/page.tsx': `export default () => { 'use server'; return null }` })).toContain(
    '"file":"app/page.tsx"',
  )
  expect(await told({ 'app/x.module.css': 'a {' })).toContain('"file":"app/x.module.css"')
  expect((await readdir(folder)).filter((name) => name.startsWith('devora-routes-'))).toEqual([])
})

test('names are text, whatever they hold', async () => {
  const { problems } = await buildFiles(
    project({
      'app/a"b/page.tsx': PAGE,
      "app/a'b`${1}/page.tsx": PAGE,
      'app/*/*/page.tsx': PAGE,
      'app/a\nb/page.tsx': PAGE,
      'app/__proto__/[constructor]/page.tsx': PAGE,
      'app/x.module.css': '.__proto__ { color: red }',
      'public/a"b\n`${x}`.txt': '',
    }),
  )
  expect(problems).toEqual([])
})

test.each([
  ['imports of fonts', { 'app/x.ts': repeat('import{') }],
  [
    'imports of packages that are not there',
    {
      'package.json': '{ "dependencies": { "kit": "1" } }',
      'app/y/page.tsx': `import kit from 'kit'; ${PAGE}`,
      'app/x.ts': `'kit' ${repeat('import ')} import${repeat(' ')}`,
    },
  ],
  ['applied classes', { 'app/globals.css': `@tailwind base; ${repeat('@apply ')} {` }],
  ['variables of fonts', { 'app/x.ts': repeat("variable: '--a") }],
  ['global classes', { 'app/x.module.css': `${repeat(':global(')}${repeat(')', 12_500)} { color: red }` }],
  ['classes of one line', { 'app/globals.css': '@import "tailwindcss";', 'app/x.tsx': `/*${repeat('bg-[')}*/` }],
  ['classes and spaces', { 'app/globals.css': '@import "tailwindcss";', 'app/x.tsx': `/*${repeat('bg-[ ')}*/` }],
])('%s are read in a time that grows with their length', async (_, files) => {
  await previewRuntime()
  const began = process.cpuUsage()
  await buildFiles(project(files as Record<string, string>))
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1_000).toBeLessThan(3_000 * slowness())
})

test('`app` wins over `src/app`, and fonts are names', async () => {
  const { bundle, problems } = await buildFiles(
    project({ 'src/app/page.tsx': 'export default () => "other"', 'src/app/layout.tsx': PAGE }),
  )
  expect(problems).toEqual([])
  expect(bundle?.rsc.code).not.toContain('"other"')
  const fonts = await buildFiles(
    project({
      'app/page.tsx': `import { Inter } from 'next/font/google'; export default () => Inter.name // import {default as x, a=globalThis.y} from 'next/font/google'`,
    }),
  )
  expect(fonts.problems).toEqual([])
})

test('two projects at once have their own routes', async () => {
  const builds = await Promise.all(
    Array.from({ length: 6 }, (_, at) => buildFiles(project({ [`app/only-${at}/page.tsx`]: PAGE }))),
  )
  for (const [at, { bundle }] of builds.entries())
    expect(
      [...(bundle?.rsc.code.matchAll(/app\/only-(\d)\/page/g) ?? [])].every(([, mine]) => mine === String(at)),
    ).toBe(true)
})

test('what ends a parser ends only the process that bundles, and time has a bound', { tags: ['deep'] }, async () => {
  const bundleIn = { folder: (await previewRuntime()).folder, env: {} }
  const bytes = (files: Map<string, string>): Map<string, Uint8Array> =>
    new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]))
  const nested = project({ 'app/page.tsx': `'use client'\nexport default () => ${repeat('(')}1${repeat(')')}` })
  expect(await bundleProject(bytes(nested), bundleIn)).toMatchObject({
    bundle: null,
    problems: [{ message: 'A file is nested too deeply to be parsed.' }],
  })
  const endless = project({
    'app/globals.css': '@import "tailwindcss";\n@source inline("p-{1..9999}{1..9999}{1..9999}");',
  })
  await expect(bundleProject(bytes(endless), { ...bundleIn, wallMs: 4_000 })).rejects.toBeInstanceOf(BundleStopped)
  await expect(
    bundleProject(bytes(project({})), { ...bundleIn, signal: AbortSignal.abort(new Error('enough')) }),
  ).rejects.toThrow('enough')
  expect((await bundleProject(bytes(project({})), bundleIn)).problems).toEqual([])
})

test('a script that is not as it was written is made again', { tags: ['deep'] }, async () => {
  const first = await openRuntime({ folder, isAllowed: mayRun })
  const place = join(folder, first.version)
  const text = await first.read('ssr-core')
  await writeFile(join(place, 'ssr-core.js'), text.slice(0, 1_000))
  await writeFile(join(place, 'rsc-core.json'), '{"name": "rsc-core", "keys": [')
  const again = await openRuntime({ folder, isAllowed: mayRun })
  // The order of its modules may differ; that it is whole, the script says.
  expect(() => new Script(`() => {${text}}`)).not.toThrow()
  const made = await again.read('ssr-core')
  expect(() => new Script(`() => {${made}}`)).not.toThrow()
  expect(made.length).toBeGreaterThan(text.length / 2)
  expect(JSON.parse(await readFile(join(place, 'rsc-core.json'), 'utf8'))).toHaveProperty('sha256')
  expect((await readdir(place)).filter((name) => name.endsWith('.draft'))).toEqual([])
})
