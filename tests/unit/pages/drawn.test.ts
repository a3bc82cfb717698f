import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement, type FunctionComponent, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { IntlProvider } from 'use-intl'
import { describe, expect, it } from 'vitest'
import { SettingsModel } from '@/components/accounts/settings-model'
import { AccessMatrix } from '@/components/evidence/access-matrix'
import { CheckLine } from '@/components/evidence/check-line'
import { ModelList } from '@/components/generation/prompt/model-list'
import { PromptBox } from '@/components/generation/prompt/prompt-box'
import { UsagePanel } from '@/components/generation/run/usage-panel'
import { FileTree } from '@/components/projects/code/file-tree'
import { VersionsPanel } from '@/components/projects/versions-panel'
import { initialState, viewRun } from '@/lib/domains/runs/reduce'
import type { Locale } from '@/lib/core/locale'
import { MESSAGES } from '@/messages/messages'

const client = new QueryClient()
function Page({ locale, children }: { locale: Locale; children?: ReactNode }) {
  const inner = createElement(QueryClientProvider, { client }, children)
  return IntlProvider({ locale, messages: MESSAGES[locale], timeZone: 'UTC', children: inner })
}
/** A part of a page as the server draws it, in one language. */
const draw = <P extends object>(locale: Locale, part: FunctionComponent<P>, props: P): string =>
  renderToStaticMarkup(createElement(Page, { locale }, createElement(part, props)))
const nothing = () => undefined

describe('parts of pages, as the server draws them', () => {
  it('fill in what is stored before any script runs, in either language, and never a key', () => {
    const initial = { baseUrl: 'https://models.test/v1', defaultModel: 'gpt-x', key: { lastFour: '9f3a' } }
    const [en, es] = [draw('en', SettingsModel, { initial }), draw('es', SettingsModel, { initial })]
    for (const page of [en, es]) {
      expect(page).toContain('value="https://models.test/v1"')
      expect(page).toContain('value="gpt-x"')
    }
    expect(en).toContain('Stored: •••• 9f3a. Type to replace it.')
    expect(es).toContain('Guardada: •••• 9f3a. Escribe para cambiarla.')
    expect(es).not.toContain('Default model')
  })

  it('open a check that failed, with its findings', () => {
    const finding = {
      check: 'types',
      rule: 'r',
      severity: 'error',
      message: 'No `key`',
      file: 'a.ts',
      line: 3,
      fingerprint: 'f',
    } as const
    const props = { check: 'types', status: 'failed', ms: 5, checkedAt: null, findings: [finding], called: 0 } as const
    const page = draw('en', CheckLine, { ...props, onOpenFile: nothing })
    expect(page).toContain('aria-expanded="true"')
    expect(page).toContain('a.ts:3')
    const passed = { ...props, status: 'passed', findings: [], ms: 1_240, onOpenFile: nothing } as const
    expect(draw('es', CheckLine, passed)).toContain('1,2 s')
  })

  it('have one cell, row, option and button to tab to', () => {
    const cell = { role: 'owner', operation: 'read', expected: 'allow', actual: 'allow' } as const
    const cells = [cell, { ...cell, role: 'other', expected: 'deny', actual: 'deny' } as const]
    const matrix = draw('en', AccessMatrix, { table: { table: 'recipes', cells } })
    expect(matrix.match(/data-cell="[^"]+"[^>]*tabindex="0"/gi)).toHaveLength(1)

    const files = ['app/page.tsx', 'README.md'].map((path) => ({ path, size: 1, sha256: path }))
    const props = { files, selected: 'README.md', revealed: null, unsaved: [], onSelect: nothing }
    expect(draw('en', FileTree, props).match(/role="treeitem"[^>]*tabindex="0"/gi)).toHaveLength(1)
  })

  it('say who writes, what it costs and what is wrong', () => {
    const models = {
      items: [],
      unavailable: [{ source: 'own' as const, detail: 'Away.' }],
      nextCursor: null,
      defaultModel: 'x',
    }
    expect(draw('en', ModelList, { models, chosen: 'x', onChoose: nothing })).toContain('Your server: Away.')
    const view = viewRun(initialState)
    expect(draw('es', UsagePanel, { view, models: [], billed: null, budget: 2_000_000 })).toContain('$0,00 de $2,00')
    const box = { label: 'L', placeholder: '', value: '', onChange: nothing, onSend: nothing, error: 'Refused.' }
    expect(draw('en', PromptBox, box)).toMatch(/role="alert"[^>]*>Refused\.</)
  })

  it('name what can be done with a version', () => {
    const version = {
      summary: '',
      status: null,
      reason: 'edit',
      files: 2,
      createdAt: '2026-11-29T10:00:00.000Z',
    } as const
    const versions = [2, 1].map((number) => ({ ...version, number })) as never
    const props = {
      projectId: 'prj_1',
      versions,
      current: 2,
      shown: 2,
      onShow: nothing,
      onRestore: () => Promise.resolve(),
    }
    const page = draw('en', VersionsPanel, props)
    expect(page).toContain('aria-label="What version 2 changed"')
    expect(page).toContain('aria-label="Restore version 1"')
    expect(page).not.toContain('aria-label="Restore version 2"')
  })
})
