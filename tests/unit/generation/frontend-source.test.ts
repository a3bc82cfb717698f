import { describe, expect, it } from 'vitest'
import { attribute, code, list, quote, sentence, text } from '../../../lib/domains/generation/builtin/code'
import { importedModules, sourceFile, type Symbols } from '../../../lib/domains/generation/builtin/frontend/imports'

describe('code', () => {
  it('takes the common indentation away and gives a block the indentation of its line', () => {
    const inner = 'one\ntwo'
    expect(code`
      outer {
        ${inner}
      }
    `).toBe('outer {\n  one\n  two\n}')
  })

  it('drops a line that is nothing but an empty interpolation, and keeps one that is empty by itself', () => {
    expect(code`
      a
      ${false}
      ${[]}

      b${null}
    `).toBe('a\n\nb')
  })

  it('keeps backslashes and dollar signs of what it is given', () => {
    expect(code`/^\d+$/`).toBe('/^\\d+$/')
    expect(code`${'$& $1'}`).toBe('$& $1')
  })
})

describe('literals', () => {
  it.each([
    ["it's", "'it\\'s'"],
    ['say "hi"', '\'say "hi"\''],
    ['back\\slash', "'back\\\\slash'"],
    ['two\nlines', "'two\\nlines'"],
    ['</script>${x}`', "'</script>${x}`'"],
  ])('quotes %s', (value, expected) => {
    expect(quote(value)).toBe(expected)
    // Evaluates to what went in.
    expect(new Function('return ' + quote(value))()).toBe(value)
  })

  it('makes an expression of text that JSX would read', () => {
    expect(text('Plain words')).toBe('Plain words')
    expect(text('a < b & {c}')).toBe("{'a < b & {c}'}")
    expect(text(' padded')).toBe("{' padded'}")
    expect(attribute('Say "hi"')).toBe('{\'Say "hi"\'}')
    expect(attribute("it's")).toBe('"it\'s"')
    expect(list(['a', "b's"])).toBe("['a', 'b\\'s']")
  })

  it('makes a sentence of a purpose', () => {
    expect(sentence(' newest   recipes, search ')).toBe('Newest recipes, search.')
    expect(sentence('¿Listo?')).toBe('¿Listo?')
    expect(sentence('')).toBe('')
  })
})

describe('sourceFile', () => {
  const symbols: Symbols = new Map([
    ['Link', { from: 'next/link', standard: true }],
    ['notFound', { from: 'next/navigation' }],
    ['cx', { from: '@/components/ui/cx' }],
    ['Card', { from: '@/components/ui/card' }],
    ['Button', { from: '@/components/ui/button' }],
    ['buttonClass', { from: '@/components/ui/button' }],
    ['Stats', { from: '@/lib/data/query', type: true }],
    ['createLink', { from: '@/lib/actions/links' }],
  ] as const)

  it('imports exactly what the text uses, packages first', () => {
    const { content } = sourceFile(
      'app/page.tsx',
      'const stats: Stats = read()\n<Link className={buttonClass()}><Card>Link, cx and Stats</Card></Link>',
      symbols,
    )
    expect(content.split('\n').slice(0, 4)).toEqual(
      [
        "import Link from 'next/link'",
        "import { Card } from '@/components/ui/card'",
        "import { buttonClass } from '@/components/ui/button'",
        "import type { Stats } from '@/lib/data/query'",
      ].sort(
        (a, b) =>
          Number(a.includes('@/')) - Number(b.includes('@/')) ||
          a.split(' from ')[1]!.localeCompare(b.split(' from ')[1]!),
      ),
    )
    expect(content).not.toContain('cx }')
  })

  it('does not import what the file itself declares, nor from itself', () => {
    expect(sourceFile('components/ui/card.tsx', 'export function Card() {}\n<Card />', symbols).content).not.toContain(
      'import',
    )
    expect(sourceFile('app/page.tsx', 'const { cx } = tools()\ncx()', symbols).content).not.toContain('import')
  })

  it('counts a function that is passed on, but not a word of a sentence', () => {
    expect(sourceFile('a.tsx', 'useActionState(row ? updateLink : createLink, empty)', symbols).content).toContain(
      "import { createLink } from '@/lib/actions/links'",
    )
    expect(sourceFile('a.tsx', '<p>nothing notFound-like</p>', symbols).content).not.toContain('import')
  })

  it('writes the directive first and lists the modules of the project', () => {
    const file = sourceFile('components/x.tsx', '<Button />', symbols, { client: true })
    expect(file.content.startsWith("'use client'\n\nimport")).toBe(true)
    expect(importedModules(file)).toEqual(['components/ui/button'])
  })
})
