import { describe, expect, it, test } from 'vitest'
import { architect } from '../../../lib/domains/generation/agents/architect/architect'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { preferTheme } from '../../../lib/domains/generation/builtin/architect/prefer-theme'
import { writeSite } from '../../../lib/domains/generation/builtin/site/write-site'
import { planSite } from '../../../lib/domains/generation/builtin/site/plan-site'
import { writers } from '../../../lib/domains/generation/agents/writers'
import { isTelling, readFileChanges } from '../../../lib/domains/memory/read-file-changes'
import { readPlanChanges } from '../../../lib/domains/memory/read-plan-changes'
import type { AppSpec } from '../../../lib/domains/spec/contract'

const plan = planApp({
  prompt: 'A task board where teams manage tasks with a title, notes and a due date. With a dashboard.',
})
const texts = (seen: { text: string }[]): string[] => seen.map(({ text }) => text)
const changed = (change: (spec: AppSpec) => void): string[] => {
  const after = structuredClone(plan)
  change(after)
  return texts(readPlanChanges(plan, after))
}

describe('a plan that was edited', () => {
  it('as it is teaches nothing', () => expect(changed(() => undefined)).toEqual([]))

  it('tells colours, and the scheme only when it turns', () => {
    expect(changed((spec) => (spec.theme.component = '#166534'))).toEqual(['Components in #166534'])
    expect(changed((spec) => (spec.theme.component = plan.theme.component.toUpperCase()))).toEqual([])
    expect(changed((spec) => (spec.theme.background = '#000'))).toEqual(['Dark theme', 'Background in #000000'])
    expect(changed((spec) => (spec.theme.background = '#fefefe'))).toEqual(['Background in #fefefe'])
    expect(changed((spec) => (spec.theme.background = 'url(https://example.com/?key=1)'))).toEqual([])
  })

  it('tells language, names and fields, and never anything long or secret', () => {
    const [first] = plan.entities
    const found = changed((spec) => {
      spec.locale = 'es'
      spec.entities[0]!.name = 'errand'
      spec.entities[0]!.fields.push({ name: 'Priority', column: 'priority_level', type: 'integer' })
    })
    expect(found).toEqual([
      'Apps in Spanish',
      `Say “errand” instead of “${first!.name}”`,
      'Things have a field “priority” (integer)',
    ])
    for (const name of ['x'.repeat(41), 'sk-proj-4f9a8b7c6d5e4f3a2b1c', '<script>', '12', ''])
      expect(
        changed((spec) => spec.entities[0]!.fields.push({ name, column: 'odd', type: 'text' })),
        name,
      ).toEqual([])
  })

  it('a page taken out tells something, but not one that went with its thing', () => {
    const pages: AppSpec['pages'] = [
      { path: '/dashboard', purpose: 'Numbers', view: 'dashboard' },
      { path: '/tasks/board', purpose: 'Board', view: 'board', entity: plan.entities[0]!.name },
    ]
    const before = { ...plan, pages }
    expect(texts(readPlanChanges(before, { ...plan, pages: [] }))).toEqual(['No dashboard page', 'No board page'])
    expect(texts(readPlanChanges(before, { ...plan, pages: [pages[0]!], entities: [] }))).toEqual([])
  })

  it('says nothing where its things contradict each other', () => {
    const before = planApp({ prompt: 'A library with books and members who write reviews of books' })
    const after = structuredClone(before)
    after.entities[0]!.fields.push({ name: 'notes', column: 'notes_x', type: 'text' })
    after.entities[1]!.fields.push({ name: 'notes', column: 'notes_x', type: 'integer' })
    expect(readPlanChanges(before, after)).toEqual([])
    after.entities[1]!.fields.at(-1)!.type = 'text'
    expect(texts(readPlanChanges(before, after))).toEqual(['Things have a field “notes” (text)'])
  })
})

const filesOf = (spec: AppSpec): Map<string, string> =>
  new Map(
    [
      ...(writers.frontend.make.builtin({ spec, signal: new AbortController().signal }) as Iterable<{
        path: string
        content: string
      }>),
    ].map(({ path, content }) => [path, content]),
  )

describe('a file that was edited', () => {
  const css = filesOf(plan).get('app/globals.css')!
  const edit = (from: string | RegExp, to: string): string => {
    const saved = css.replace(from, to)
    expect(saved, 'the fixture has it').not.toBe(css)
    return saved
  }
  const read = (saved: string, before = css): string[] =>
    texts(readFileChanges('app/globals.css', { delivered: css, before, saved }))

  it('tells the colours, the scheme and the font that were chosen', () => {
    expect(read(edit(/--color-component: [^;]+/, '--color-component: rgb(22, 101, 52)'))).toEqual([
      'Components in #166534',
    ])
    expect(read(edit(/--color-background: [^;]+/, '--color-background: #0b0f14'))).toEqual([
      'Dark theme',
      'Background in #0b0f14',
    ])
    expect(read(edit(/--font-sans: [^;]+/, "--font-sans: 'Inter', sans-serif"))).toEqual(['Font Inter'])
    expect(read(edit(/--font-sans: [^;]+/, '--font-sans: Georgia, serif'))).toEqual([])
  })

  it('tells nothing by what is no choice: comments, derived tokens, functions, spaces', () => {
    expect(read(edit('@import', '/* --color-component: #123456; */\n@import'))).toEqual([])
    expect(read(edit(/--color-border: [^;]+/, '--color-border: #123456'))).toEqual([])
    expect(read(edit(/--color-component: [^;]+/, '--color-component: var(--mine)'))).toEqual([])
    expect(read(edit(/--radius-card: [^;]+/, '--radius-card: 0'))).toEqual([])
    expect(read(css.replaceAll('  ', '\t'))).toEqual([])
    expect(read(`${css}\n.dark { --color-background: #000; color-scheme: dark }`)).toEqual([])
    expect(read(`${css}/*${'x'.repeat(200_000)}*/`)).toEqual([])
  })

  it('counts a choice in the save that makes it, and going back is none', () => {
    const green = edit(/--color-component: [^;]+/, '--color-component: #166534')
    expect(read(green)).toEqual(['Components in #166534'])
    expect(read(green.replace('text-wrap: balance', 'text-wrap: pretty'), green)).toEqual([])
    expect(read(css, green)).toEqual([])
    expect(read(green.replace('#166534', '#9a3412'), green)).toEqual(['Components in #9a3412'])
  })

  it('tells the language of a page, in an application and in a plain site', () => {
    const layout = filesOf(plan).get('app/layout.tsx')!
    expect(layout).toContain('<html lang="en"')
    const saved = layout.replace('lang="en"', 'lang="es"')
    expect(texts(readFileChanges('app/layout.tsx', { delivered: layout, before: layout, saved }))).toEqual([
      'Apps in Spanish',
    ])
    const site = planSite({ prompt: 'A site for a bakery' })
    const page = writeSite(site).find(({ path }) => path === 'index.html')!.content
    const other = page.replace('lang="en"', 'lang="es"')
    expect(texts(readFileChanges('index.html', { delivered: page, before: page, saved: other }))).toEqual([
      'Apps in Spanish',
    ])
    const sheet = writeSite(site).find(({ path }) => path === 'styles.css')!.content
    const blue = sheet.replace(site.theme.component, '#1d4ed8')
    expect(texts(readFileChanges('styles.css', { delivered: sheet, before: sheet, saved: blue }))).toEqual([
      'Components in #1d4ed8',
    ])
  })

  it('tells the plan’s own file like an edited plan, and nothing when it is broken', () => {
    const before = JSON.stringify(plan)
    const saved = JSON.stringify({ ...plan, locale: 'es' })
    expect(texts(readFileChanges('devora.json', { delivered: before, before, saved }))).toEqual(['Apps in Spanish'])
    expect(readFileChanges('devora.json', { delivered: before, before, saved: saved.slice(0, -1) })).toEqual([])
  })

  test.each(['app/api/route.ts', 'lib/env.ts', '.env', 'components/ui/button.tsx', 'notes.css.txt'])(
    '%s is not looked at',
    (path) => expect(isTelling(path)).toBe(false),
  )
})

describe('a further prompt', () => {
  const after = (prompt: string): AppSpec => architect.make.builtin.plan({ prompt, previous: plan })
  test.each([
    ['Make it dark', ['Dark theme', 'Background in #11151c']],
    ['hazlo oscuro', ['Dark theme', 'Background in #11151c']],
    ['Use a dark theme, please', ['Dark theme', 'Background in #11151c']],
    ['Use green.', ['Components in #008000']],
    ['Add tags to tasks and make it dark green', ['Components in #006400']],
    ['ponlo en verde', ['Components in #15803d']],
    ['Make the buttons orange', ['Components in #ffa500']],
  ] as const)('%s', (prompt, expected) =>
    expect(texts(readPlanChanges(plan, after(prompt))).filter((text) => /theme|#/.test(text))).toEqual(expected),
  )
  test.each([
    'Add a dark mode toggle',
    'No dark mode',
    'Use green tea as an example',
    'Make it faster',
    'Make it light',
    'Remove the dark theme option',
  ])('%s says nothing about the look', (prompt) => expect(after(prompt).theme).toEqual(plan.theme))
})

describe('what is preferred, in a new plan', () => {
  const remembered = (...all: string[]) => all.map((text, index) => ({ id: `mem_${index}`, kind: 'preference', text }))
  const prompt = 'A recipe box'
  it('holds for what the prompt says nothing about, and names what had a say', () => {
    const memories = remembered(
      'Components in #166534',
      'Background in #0b0f14',
      'Dark theme',
      'Components in #1d4ed8',
      'Say “errand” instead of “task”',
    )
    const { theme, used } = preferTheme(prompt, memories)
    expect(theme).toEqual({ component: '#166534', background: '#0b0f14' })
    expect(texts(used)).toEqual(['Components in #166534', 'Background in #0b0f14'])
    expect(planApp({ prompt, preferred: theme }).theme).toMatchObject({ background: '#0b0f14', component: '#166534' })
  })

  it('gives way to the prompt', () => {
    const memories = remembered('Components in #166534', 'Dark theme')
    const own = preferTheme('A recipe box with red buttons on a white background', memories)
    expect(own).toEqual({ theme: {}, used: [] })
  })

  it('takes what people write themselves, but not what they refuse', () => {
    expect(preferTheme(prompt, remembered('Always a dark theme')).theme).toEqual({ dark: true })
    expect(preferTheme(prompt, remembered('Siempre tema oscuro')).theme).toEqual({ dark: true })
    expect(preferTheme(prompt, remembered('Never green buttons', 'No dark theme')).theme).toEqual({})
    expect(planApp({ prompt, preferred: { dark: true } }).theme.background).toBe('#11151c')
    expect(planApp({ prompt }).theme.background).not.toBe('#11151c')
  })
})
