import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { IntlProvider } from 'use-intl'
import { describe, expect, test } from 'vitest'
import { Markdown } from '@/components/ui/text/markdown'
import { readMarkdown, readSpans } from '@/components/ui/text/read-markdown'
import type { Locale } from '@/lib/core/locale'
import { MESSAGES } from '@/messages/messages'

function Page({ text, locale }: { text: string; locale: Locale }) {
  const children = createElement(Markdown, { text })
  return IntlProvider({ locale, messages: MESSAGES[locale], timeZone: 'UTC', children })
}
const drawn = (text: string, locale: Locale): string => renderToStaticMarkup(createElement(Page, { text, locale }))
const html = (text: string): string =>
  drawn(text, 'en').replace(/ (?:class|tabindex|role|aria-label|target|rel)="[^"]*"/g, '')

describe('Markdown', () => {
  test('blocks: headings, lists in lists, code, quotes, tables, rules', () => {
    const text =
      '# A\n\nTo do:\n1. one\n   - inner\n2. two\n\n```ts\nconst a = `<b>`\n```\n> said\n> twice\n\n| a | b |\n|---|---|\n| 1 | `x` |\n\n---\nend'
    expect(readMarkdown(text).map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'code',
      'quote',
      'table',
      'rule',
      'paragraph',
    ])
    const shown = html(text)
    expect(shown).toContain(
      '<ol start="1"><li><div><p>one</p><ul><li><div><p>inner</p></div></li></ul></div></li><li><div><p>two</p>',
    )
    expect(shown).toContain('<pre><code>const a = `&lt;b&gt;`</code></pre>')
    expect(shown).toContain('<blockquote>said\ntwice</blockquote>')
    expect(shown).toContain('<td>1</td><td><code>x</code></td>')
  })

  test.each([
    ['en', 'Code, ts', 'Table'],
    ['es', 'Código, ts', 'Tabla'],
  ] as const)('what scrolls is named in the language of the page: %s', (locale, code, table) => {
    const shown = drawn('```ts\n1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |', locale)
    expect(shown).toContain(`aria-label="${code}"`)
    expect(shown).toContain(`aria-label="${table}"`)
  })

  test('a fence that is still being written is code', () => {
    expect(readMarkdown('Use this:\n```sql\nselect 1')).toEqual([
      { kind: 'paragraph', text: 'Use this:' },
      { kind: 'code', language: 'sql', text: 'select 1' },
    ])
  })

  test('inline: strong, emphasis, code, links; snake_case and 2 * 3 * 4 are neither', () => {
    expect(readSpans('**a** and *b*, `c_d`, snake_case_name, 2 * 3 * 4, [x](https://example.com/a_b)')).toEqual([
      { kind: 'strong', text: 'a' },
      { kind: 'text', text: ' and ' },
      { kind: 'em', text: 'b' },
      { kind: 'text', text: ', ' },
      { kind: 'code', text: 'c_d' },
      { kind: 'text', text: ', snake_case_name, 2 * 3 * 4, ' },
      { kind: 'link', text: 'x', href: 'https://example.com/a_b' },
    ])
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '[click](data:text/html,<script>alert(1)</script>)',
    '[a](https://example.com/"onmouseover="alert(1))',
    '```"><script>\nalert(1)\n```',
    '| <svg onload=alert(1)> | b |\n|---|---|\n| 1 | 2 |',
  ])('no markup of others: %s', (text) => {
    const shown = html(text)
    expect(shown).not.toMatch(/<(?:script|img|svg)|href="(?:javascript|data):|" ?on\w+=/i)
  })

  test('hostile texts are read in time', () => {
    for (const text of [
      '*'.repeat(50_000),
      '`'.repeat(50_001),
      '[a]('.repeat(20_000),
      '- '.repeat(20_000),
      '> '.repeat(20_000),
      `${'|'.repeat(5_000)}\n${'|-'.repeat(5_000)}`,
      '**a '.repeat(20_000),
    ])
      expect(html(text.slice(0, 60_000)).length).toBeGreaterThan(0)
  })
})
