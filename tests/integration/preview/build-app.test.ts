import { describe, expect, test } from 'vitest'
import { hostProgram, openApp } from '@/lib/app-runtime/open-app'
import { buildFiles, bundleOf, launchPlain, previewRuntime } from '../../support/preview'

const LAYOUT = `export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="en"><body>{children}</body></html>
}`
const project = (files: Record<string, string>): Map<string, string> =>
  new Map(Object.entries({ 'app/layout.tsx': LAYOUT, ...files }))
const page = (body: string, imports = ''): string => `${imports}
export default async function Page() { ${body} }`

/** What the pages of a project answer, started for it alone. */
async function ask(files: Map<string, string>, ...paths: string[]): Promise<{ status: number; text: string }[]> {
  const app = await openApp({
    bundle: await bundleOf(files),
    program: await hostProgram({ runtime: await previewRuntime() }),
    launch: launchPlain,
    fetch: (request) => Promise.reject(new TypeError(`${new URL(request.url).host} is not there`)),
    env: {},
  })
  try {
    const person = app.newPerson()
    const answers = []
    for (const path of paths) {
      const answer = await person.fetch(path)
      answers.push({ status: answer.status, text: await answer.text() })
    }
    return answers
  } finally {
    app.close()
  }
}

describe('a bundle', () => {
  test('knows what projects are made of: aliases, src, CSS modules, fonts, pictures, JSON, packages', async () => {
    const files = project({
      'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
      'src/app/layout.tsx': LAYOUT.replace('export', `import '~/app/globals.css'\nexport`),
      'src/app/globals.css': '@import "tailwindcss";\n@theme { --color-brand: #123456; }',
      'src/app/(group)/things/[id]/page.tsx': `
        import styles from './page.module.css'
        import data from '~/data.json'
        import dot from '~/dot.svg'
        import { Inter } from 'next/font/google'
        import { z } from 'zod'
        import { Counter } from '~/counter'
        const inter = Inter({ subsets: ['latin'], variable: '--font-inter' })
        export default async function Page({ params }: { params: Promise<{ id: string }> }) {
          const { id } = await params
          return <main className={\`\${styles.title} \${inter.className} bg-brand\`}>
            {data.word} {z.string().parse(id)} {dot.width} <Counter start={3} />
          </main>
        }`,
      'src/app/(group)/things/[id]/page.module.css': '.title { color: red } :global(.kept) { color: blue }',
      'src/counter.tsx': `'use client'
        import { useState } from 'react'
        export function Counter({ start }: { start: number }) {
          const [count, setCount] = useState(start)
          return <button onClick={() => setCount(count + 1)}>count {count}</button>
        }`,
      'src/data.json': '{ "word": "hello" }',
      'src/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>',
    })
    files.delete('app/layout.tsx')
    const { css } = await bundleOf(files)
    expect(css).toContain('.bg-brand')
    expect(css).toMatch(/\.title_\w{6} \{/)
    expect(css).toContain('.kept {')
    expect(css).toContain('--font-inter: ui-sans-serif')
    const [answer] = await ask(files, '/things/42')
    expect(answer?.text.replaceAll('<!-- -->', '')).toMatch(/hello 42 7 <button>count 3<\/button>/)
    expect(answer?.text).toMatch(/class="title_\w{6} {2}bg-brand"/)
  })

  test(
    'is made of what others write, too: packages that are not there, parts of Radix, baseUrl, Tailwind 3',
    { tags: ['deep'] },
    async () => {
      const files = project({
        'package.json':
          '{ "dependencies": { "telemetry-kit": "1", "frame-kit": "1", "count-kit": "1", "sheet-kit": "1" } }',
        'tsconfig.json': `{ "compilerOptions": { "baseUrl": ".", "paths": { "react": ["./node_modules/@types/react"] } } }`,
        'app/layout.tsx': `import 'styles/main.css'
        import { Telemetry } from 'telemetry-kit/next'
        import Frame from 'frame-kit'
        import type { ReactNode } from 'react'
        export default ({ children }: { children: ReactNode }) =>
          <html lang="en"><body><Frame>{children}</Frame><Telemetry /></body></html>`,
        'styles/main.css': '@tailwind base;\n@tailwind utilities;\n.a { @apply text-brand-700 font-bold; }',
        'styles/more.css': '@import "tailwindcss";\n@import "sheet-kit/more.css";\n@plugin "sheet-kit";',
        'lib/word.ts': `export const word = 'hello'`,
        'app/page.tsx': page(
          'return <Slot><b>{word} {useId() === "" ? "no" : "yes"}</b></Slot>',
          `import { word } from 'lib/word'; import { useId } from 'react'; import { Slot } from '@radix-ui/react-slot'`,
        ),
        'app/count/page.tsx': page(
          'try { return counting.all(3) } catch (error) { return String(error) }',
          `import * as counting from 'count-kit'`,
        ),
      })
      const { css, absent } = await bundleOf(files)
      expect(absent).toEqual(['count-kit', 'frame-kit', 'sheet-kit', 'telemetry-kit'])
      expect(css).toMatch(/\.a \{[^}]*font-weight/)
      expect(css).toContain('box-sizing: border-box')
      const [home, count] = await ask(files, '/', '/count')
      expect(home?.text.replaceAll('<!-- -->', '')).toContain('<b>hello yes</b>')
      expect(count?.text).toContain('count-kit&quot; is none of the packages that a preview has')
      for (const [path, text] of [
        ['app/page.tsx', page('return x', `import x from 'other-kit'`)],
        ['styles/more.css', '@import "tailwindcss";\n@plugin "./mine.js";'],
        ['styles/more.css', '@import "tailwindcss";\n@config "sheet-kit";'],
      ] as const)
        expect((await buildFiles(new Map(files).set(path, text))).problems).toMatchObject([{ file: path }])
    },
  )

  test('tells a mistake with its file and line', async () => {
    const { problems } = await buildFiles(project({ 'app/page.tsx': 'const a = 1\nconst b = (\n' }))
    expect(problems[0]).toMatchObject({ file: 'app/page.tsx', line: 3 })
    const missing = await buildFiles(project({ 'app/page.tsx': page('return <A />', `import { A } from './a'`) }))
    expect(missing.problems[0]).toMatchObject({ file: 'app/page.tsx', line: 1, message: 'There is no file app/a.' })
  })

  test.each([
    ['an absolute path', `import text from '/etc/hostname'`],
    ['a way up', `import text from '../../../../etc/hostname'`],
    ['a query', `import text from '/etc/hostname?raw'`],
    ['an address', `import text from 'file:///etc/hostname'`],
    ['another host', `import text from 'https://example.com/x.js'`],
    ['a package that is not allowed', `import text from 'pg'`],
    ['a file of Devora', `import text from '@/../../package.json'`],
    ['the folder of a package', `import text from '../node_modules/react/package.json'`],
    ['a way out of a package', `import text from 'react/../../package.json'`],
    ['what the bundler itself asks for', `import text from 'app:rsc'`],
    ['a virtual module', `import text from 'virtual:vinext-cache-adapters'`],
  ])('never holds %s', async (_, statement) => {
    const { bundle, problems } = await buildFiles(project({ 'app/page.tsx': page('return <p>{text}</p>', statement) }))
    expect(bundle === null).toBe(true)
    expect(problems[0]?.file).toBe('app/page.tsx')
  })

  test.each([
    ['@plugin', '@import "tailwindcss";\n@plugin "./evil.js";'],
    ['@config', '@import "tailwindcss";\n@config "./tailwind.config.js";'],
    ['another file', '@import "tailwindcss";\n@import "/etc/hostname";'],
    ['a way up', '@import "tailwindcss";\n@import "../../../etc/hostname";'],
    ['a package that is not for styles', '@import "tailwindcss";\n@import "react/index.js";'],
  ])('runs and reads nothing for styles: %s', async (_, css) => {
    const files = project({
      'app/page.tsx': page('return null', `import './globals.css'`),
      'app/globals.css': css,
      'app/evil.js': 'process.exit(7)',
      'tailwind.config.js': 'process.exit(7)',
      'next.config.ts': 'process.exit(7)',
      'postcss.config.mjs': 'process.exit(7)',
    })
    const { bundle, problems } = await buildFiles(files)
    expect(bundle === null).toBe(true)
    expect(problems).toHaveLength(1)
  })

  test('has none of Node that reaches a file, a network or a process; using it says so', async () => {
    const files = project({
      'app/page.tsx': page(
        'return <p>{readFileSync("/etc/hostname", "utf8")}</p>',
        `import { readFileSync } from 'node:fs'`,
      ),
      'app/harmless/page.tsx': page(
        'return <p>{createHash("sha256").update("a").digest("hex").slice(0, 6)}</p>',
        `import { createHash } from 'crypto'`,
      ),
    })
    const [refused, harmless] = await ask(files, '/', '/harmless')
    expect(refused?.status).toBe(500)
    expect(harmless?.text).toContain('ca9781')
  })

  test('an error of a page is told, and the other pages live', async () => {
    const files = project({
      'app/page.tsx': page('return <p>fine</p>'),
      'app/bad/page.tsx': page('throw new Error("out of milk")'),
      'app/action/page.tsx': `
        async function add(form: FormData) { 'use server'; throw new Error(String(form.get('x'))) }
        export default function Page() { return <form action={add}><input name="x" /></form> }`,
    })
    const [bad, fine, action] = await ask(files, '/bad', '/', '/action')
    expect(bad?.status).toBe(500)
    expect(fine?.text).toContain('fine')
    expect(action?.text).toContain('$ACTION')
  })
})
