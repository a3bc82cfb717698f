import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import type { ProjectFile } from '../../../lib/domains/generation/agents/agent'
import { writeBackend } from '../../../lib/domains/generation/builtin/backend/write-backend'
import { writeDatabase } from '../../../lib/domains/generation/builtin/database/write-database'
import { writeFrontend } from '../../../lib/domains/generation/builtin/frontend/write-frontend'
import { writeRoot } from '../../../lib/domains/generation/builtin/root/write-root'
import { imports } from '../../../lib/domains/evidence/checks/imports'
import { lint } from '../../../lib/domains/evidence/checks/lint'
import { types } from '../../../lib/domains/evidence/checks/types'
import { loadProject } from '../../../lib/domains/evidence/load-project'
import type { AppSpec } from '../../../lib/domains/spec/contract'
import { ownerOf } from '../../../lib/domains/spec/ownership'
import { PLANS } from './frontend-specs'

const signal = new AbortController().signal
const collect = async (files: Iterable<ProjectFile> | AsyncIterable<ProjectFile>): Promise<Map<string, string>> => {
  const all = new Map<string, string>()
  for await (const { path, content } of files) {
    expect(all.has(path), path + ' is written twice').toBe(false)
    all.set(path, content)
  }
  return all
}
const frontend = (spec: AppSpec) => collect(writeFrontend({ spec, signal }))
const plan = (name: string): AppSpec => PLANS[name] ?? expect.unreachable('no plan ' + name)
const read = async (name: string, path: string): Promise<string> =>
  (await frontend(plan(name))).get(path) ?? expect.unreachable(path + ' is not written')

/** Addresses that a source text links to, with `[id]` in place of an expression. */
function linksOf(source: string): string[] {
  const literal = [
    ...source.matchAll(/(?:href|action|path)=?:?\s*(?:\{?)'(\/[^']*)'(\s*\+\s*[\w.]+(?:\s*\+\s*'([^']*)')?)?/g),
  ].map(([, start = '', joined, end = '']) => start + (joined ? '[id]' + end : ''))
  const attributes = [...source.matchAll(/(?:href|action|path)="(\/[^"]*)"/g)].map(([, path = '']) => path)
  return [...literal, ...attributes].map((path) => path.split('?')[0] ?? path)
}

describe.each(Object.entries(PLANS))('the front end of %s', (_, spec) => {
  it('writes a page per planned path, the frame first, and only what is its own', async () => {
    const files = await frontend(spec)
    expect([...files.keys()].slice(0, 2)).toEqual(['app/globals.css', 'app/layout.tsx'])
    for (const page of spec.pages)
      expect(files.has('app' + (page.path === '/' ? '' : page.path) + '/page.tsx'), page.path).toBe(true)
    for (const path of files.keys()) expect(ownerOf(path), path).toBe('frontend')
  })

  it('is the same every time', async () => {
    expect(await frontend(spec)).toEqual(await frontend(spec))
  })

  it('links only to pages that exist', async () => {
    const files = await frontend(spec)
    const known = new Set(spec.pages.map((page) => page.path.replace(/\[[^\]]+\]/g, '[id]')))
    for (const [path, content] of files)
      for (const link of linksOf(content)) expect(known.has(link), path + ' links to ' + link).toBe(true)
  })

  it('imports only what is there, and writes no component that nothing imports', async () => {
    const files = await frontend(spec)
    const modules = new Set([...files.keys()].map((path) => path.replace(/\.tsx?$/, '')))
    const imported = new Set(
      [...files.values()].flatMap((content) =>
        [...content.matchAll(/from '@\/(components\/[^']+)'/g)].map(([, module = '']) => module),
      ),
    )
    for (const module of imported) expect(modules.has(module), module).toBe(true)
    expect([...modules].filter((module) => module.startsWith('components/') && !imported.has(module))).toEqual([])
  })

  it('parses, keeps the colours, and has neither foreign hosts nor forms without a purpose', async () => {
    const files = await frontend(spec)
    expect(files.get('app/globals.css')).toContain('--color-background: ' + spec.theme.background)
    expect(files.get('app/globals.css')).toContain('--color-component: ' + spec.theme.component)
    expect(files.get('app/layout.tsx')).toContain('lang="' + spec.locale + '"')
    for (const [path, content] of files) {
      if (!/\.tsx?$/.test(path)) continue
      expect(parseSync(path, content).errors, path).toEqual([])
      // A value that was missing while the text was put together.
      expect(content, path).not.toMatch(/'undefined'|"undefined"|\bundefined[A-Z(]|\[object /)
      expect(content, path).not.toMatch(/src="https?:|url\(https?:/)
      for (const [form] of content.matchAll(/<form\b[^>]*>/g)) expect(form, path).toContain('action=')
    }
  })
})

describe('views', () => {
  it('offers change to the owner and nothing to others', async () => {
    const detail = await read('recipeBox', 'app/recipes/[id]/page.tsx')
    expect(detail).toContain('{user?.id === row.author_id ? (')
    expect(detail).toContain('<DeleteButton action={deleteRecipe}')
    // Ingredients belong to whoever wrote the recipe.
    expect(detail).toContain('user={user?.id === row.author_id ? user : null}')
  })

  it('asks to sign in where the plan says so, and shows administrators what is theirs', async () => {
    expect(await read('kanban', 'app/board/page.tsx')).toContain("await requireUser('/board')")
    expect(await read('recipeBox', 'app/recipes/[id]/edit/page.tsx')).toContain(
      "await requireUser('/recipes/' + id + '/edit')",
    )
    expect(await read('shop', 'app/sales/page.tsx')).toContain('if (!user.isAdmin) return <AdminOnly />')
    expect(await read('shop', 'app/products/page.tsx')).toContain('user?.isAdmin === true')
  })

  it('does not read for a visitor what the matrix keeps from visitors', async () => {
    const detail = await read('shop', 'app/products/[id]/page.tsx')
    expect(detail).toContain('user === null ? emptyList<OrderRow>() : listOrders(')
    expect(detail).not.toContain('user === null ? emptyList<ReviewRow>()')
  })

  it('keeps the fixed filter of a list', async () => {
    expect(await read('kanban', 'app/open/page.tsx')).toContain("filters: { ...asked.filters, status: 'todo' }")
  })

  it('moves cards by state, draws months, ranks, votes, answers and exports', async () => {
    expect(await read('kanban', 'components/tasks/task-state-buttons.tsx')).toContain("{ from: 'todo', to: 'doing' }")
    expect(await read('kanban', 'app/calendar/page.tsx')).toContain('due_on_from: month.first')
    expect(await read('recipeBox', 'app/top/page.tsx')).toContain('await recipeLeaders()')
    expect(await read('courtVision', 'app/rankings/page.tsx')).toContain("sort: 'wins', direction: 'desc'")
    expect(await read('plebiscite', 'components/polls/poll-vote.tsx')).toContain('useActionState(createVote')
    const quiz = await read('trivia', 'app/questions/[id]/page.tsx')
    expect(quiz).toContain("listAnswers({ filters: { question_id: id, member_id: 'me' }, pageSize: 1 })")
    expect(quiz).toContain('<Notice tone={solutions.includes(given.content)')
    const chat = await read('trivia', 'app/help/page.tsx')
    expect(chat).toContain('user === null ? emptyList<ChatMessageRow>() : listChatMessages(')
    expect(chat).toContain('<ChatMessageComposer')
    expect(await read('courtVision', 'app/chat/page.tsx')).toContain('bestAnswers(question')
    expect(await read('kanban', 'app/report/page.tsx')).toContain('<CsvLink')
  })

  it('speaks the language of the plan', async () => {
    const es = [...(await frontend(plan('peluqueria'))).values()].join('\n')
    expect(es).toContain('Iniciar sesión')
    expect(es).not.toMatch(/Sign out|Nothing matches|Save'|>Search</)
  })

  it('draws kinds differently', async () => {
    const frames = await Promise.all(
      ['recipeBox', 'kanban', 'plebiscite', 'brochure'].map((name) => read(name, 'components/site/site-header.tsx')),
    )
    expect(new Set(frames).size).toBe(4)
    expect(await read('kanban', 'app/layout.tsx')).toContain('lg:grid-cols-[16rem_minmax(0,1fr)]')
  })
})

describe('together with the other writers', () => {
  const [first, ...others] = Object.keys(PLANS)
  it.each([first!])('the pages of %s pass imports, types and lint', passTogether)
  it.each(others)('the pages of %s pass imports, types and lint', { tags: ['deep'] }, passTogether)

  async function passTogether(name: string): Promise<void> {
    const spec = plan(name)
    const input = { spec, signal }
    const files = new Map<string, Uint8Array>()
    for (const made of [
      await frontend(spec),
      await collect(writeBackend(input)),
      await collect(writeDatabase(input)),
      await collect(writeRoot(spec)),
    ]) {
      for (const [path, content] of made) files.set(path, new TextEncoder().encode(content))
    }
    const project = loadProject(files)
    for (const check of [imports, types, lint]) {
      const { findings } = await check.run(project, { signal } as Parameters<typeof check.run>[1])
      expect(
        findings
          .filter((one) => one.severity === 'error' && one.owner === 'frontend')
          .map((one) => one.file + ':' + one.line + ' ' + one.message),
      ).toEqual([])
    }
  }
})
