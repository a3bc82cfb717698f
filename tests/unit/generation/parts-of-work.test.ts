import { describe, expect, it } from 'vitest'
import { ownsPathsOf, type ProjectFile } from '../../../lib/domains/generation/agents/agent'
import { writers } from '../../../lib/domains/generation/agents/writers'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { writeKit } from '../../../lib/domains/generation/builtin/frontend/write-kit'
import { internalImports, resolveInternal } from '../../../lib/domains/generation/writing/internal-imports'
import { owedFiles } from '../../../lib/domains/generation/writing/owed-files'
import { type Division, divideWork } from '../../../lib/domains/generation/writing/parts-of-work'
import { writerRequest } from '../../../lib/domains/generation/writing/writer-request'
import type { AppSpec } from '../../../lib/domains/spec/contract'

const signal = new AbortController().signal
const PROMPTS = [
  'A recipe box where members save recipes with ingredients and rate them',
  'Una tienda de plantas con categorías, pedidos y un formulario de contacto',
  'A kanban board for my tasks with projects and a dashboard',
  'A CRM with companies, contacts, deals, invoices, tasks and a report',
]
const SIDES = ['frontend', 'backend'] as const
const builtin = (name: (typeof SIDES)[number], spec: AppSpec): ProjectFile[] => [
  ...(writers[name].make.builtin({ spec, signal }) as Iterable<ProjectFile>),
]
const divided = (name: (typeof SIDES)[number], spec: AppSpec): Division => {
  const division = divideWork(name, spec, signal)
  if (division === null) throw new Error(`${name} was not divided`)
  return division
}

describe('the parts of a writer', () => {
  it.each(PROMPTS.flatMap((prompt) => SIDES.map((name) => [name, prompt] as const)))(
    '%s: every path belongs to one part: %s',
    (name, prompt) => {
      const spec = planApp({ prompt })
      const { parts, given } = divided(name, spec)
      const paths = [
        ...builtin(name, spec).map((file) => file.path),
        'app/elsewhere/page.tsx',
        'components/anything/else.tsx',
        'lib/anything.ts',
        'public/a.svg',
        'app/api/x/route.ts',
      ]
      for (const path of paths.filter(ownsPathsOf(name)))
        expect([path, parts.filter((part) => part.owns(path)).length]).toEqual([path, 1])
      for (const path of ['lib/database.types.ts', 'devora.json', 'package.json'])
        expect(parts.some((part) => part.owns(path))).toBe(false)
      const made = [...parts.flatMap((part) => part.owed), ...given.map((file) => file.path)]
      expect(owedFiles(name, spec).filter((path) => !made.includes(path))).toEqual([])
      expect(parts.flatMap((part) => part.owed).filter((path) => given.some((file) => file.path === path))).toEqual([])
    },
  )

  it.each(PROMPTS)('are few, balanced, each with something to write, and always the same: %s', (prompt) => {
    const spec = planApp({ prompt })
    for (const name of SIDES) {
      const { parts } = divided(name, spec)
      const total = parts.reduce((sum, part) => sum + part.weight, 0)
      expect(parts.length).toBeLessThanOrEqual(4)
      expect(Math.max(...parts.map((part) => part.weight))).toBeLessThanOrEqual(total * 0.75)
      expect(parts.filter((part) => part.owed.length === 0)).toEqual([])
      expect(parts.map((part) => part.hasFrame)).toEqual(parts.map((_, at) => at === 0))
      expect(new Set(parts.map((part) => part.name)).size).toBe(parts.length)
      const again = divided(name, structuredClone(spec))
      expect(again.parts.map(({ name: called, owed }) => [called, owed])).toEqual(
        parts.map(({ name: called, owed }) => [called, owed]),
      )
    }
  })

  it('are one for what is small, has no data, or is the database', () => {
    const notes = planApp({ prompt: 'A notebook where people keep notes' })
    expect(divideWork('backend', notes, signal)).toBeNull()
    expect(divideWork('database', planApp({ prompt: PROMPTS[3]! }), signal)).toBeNull()
    expect(divideWork('frontend', { ...notes, entities: [], access: [] }, signal)).toBeNull()
  })

  it('keep a thing without pages with the thing that shows it, and a page with its entity wherever it stands', () => {
    const spec = planApp({ prompt: PROMPTS[0]! })
    const { parts } = divided('frontend', spec)
    const partOf = (path: string): string | undefined => parts.find((part) => part.owns(path))?.name
    expect(partOf('components/ingredients/ingredient-form.tsx')).toBe(partOf('app/recipes/[id]/page.tsx'))
    expect(partOf('app/recipes/[id]/edit/loading.tsx')).toBe(partOf('app/recipes/page.tsx'))
    expect(partOf('app/page.tsx')).toContain('frame')
    expect(partOf('app/sign-in/page.tsx')).toContain('frame')
  })

  it('build only on what is given, on themselves, and on what the contract fixes', () => {
    for (const prompt of PROMPTS) {
      const spec = planApp({ prompt })
      const kit = writeKit(spec)
      const has = (path: string): boolean => kit.some((file) => file.path === path)
      for (const file of kit) {
        const outside = internalImports(file.path, file.content).filter((base) => resolveInternal(base, has) === null)
        expect([file.path, outside.filter((base) => !base.startsWith('lib/'))]).toEqual([file.path, []])
      }
      const { given } = divided('backend', spec)
      const isGiven = (path: string): boolean =>
        given.some((file) => file.path === path) || path === 'lib/database.types.ts'
      for (const file of given)
        expect([
          file.path,
          internalImports(file.path, file.content).filter((base) => resolveInternal(base, isGiven) === null),
        ]).toEqual([file.path, []])
    }
  })

  it('are told what is theirs, what is there, and no more of it than there is room for', () => {
    const spec = planApp({ prompt: PROMPTS[0]! })
    const { parts, given } = divided('frontend', spec)
    const texts = new Map(given.map((file) => [file.path, file.content]))
    const ask = (at: number, room: number): string =>
      writerRequest(
        { spec, signal, prompt: PROMPTS[0]!, part: { of: parts[at]!, given: texts } },
        { mode: 'new', owed: parts[at]!.owed },
        room,
      )
    expect(ask(1, 100_000)).toContain(texts.get('components/ui/button.tsx'))
    expect(ask(1, 100_000)).toContain('Do not write them.')
    expect(ask(0, 100_000)).toContain('You alone may restyle')
    for (const path of parts[1]!.owed) {
      expect(ask(1, 100_000)).toContain(`- ${path}`)
      expect(ask(0, 100_000)).not.toContain(`- ${path}\n`)
    }
    expect(ask(1, 0)).not.toContain('export function Button')
    expect(ask(1, 0)).toContain('- components/ui/button.tsx')
  })
})
