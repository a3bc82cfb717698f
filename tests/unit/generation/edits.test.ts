import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../../lib/domains/generation/answers/apply-edits'

const FILE = `export function Card() {
  const title = 'Card'
  return (
    <div>
      <h2>{title}</h2>
      <p>one</p>
    </div>
  )
}
`
const apply = (search: string, replace: string, content = FILE): string | string[] => {
  const result = applyEdits(content, [{ search, replace }])
  return 'content' in result ? result.content : result.problems.map((one) => one.rule)
}

describe('anchored edits', () => {
  it('replaces lines that stand there exactly once', () => {
    expect(apply("  const title = 'Card'", "  const title = 'Recipe'")).toBe(FILE.replace("'Card'", "'Recipe'"))
  })
  it('replaces a part of a line that stands there once', () => {
    expect(apply('<p>one</p>', '<p>two</p>')).toBe(FILE.replace('one', 'two'))
  })
  it('finds lines whose spacing was lost, and keeps the indentation of the file', () => {
    expect(apply('<h2>{title}</h2>\n<p>one</p>', '<h2>{title}</h2>\n<p>two</p>\n<p>three</p>')).toBe(
      FILE.replace('      <p>one</p>', '      <p>two</p>\n      <p>three</p>'),
    )
  })
  it('takes lines away together with their line break', () => {
    expect(apply('      <p>one</p>', '')).toBe(FILE.replace('      <p>one</p>\n', ''))
  })
  it('adds around an anchor', () => {
    expect(apply('export function Card() {', "import x from 'y'\n\nexport function Card() {")).toBe(
      `import x from 'y'\n\n${FILE}`,
    )
  })
  it('keeps CRLF', () => {
    const crlf = FILE.replace(/\n/g, '\r\n')
    expect(apply("  const title = 'Card'", "  const title = 'Recipe'", crlf)).toBe(crlf.replace("'Card'", "'Recipe'"))
  })
  it('applies several blocks to the file as it was', () => {
    const result = applyEdits(FILE, [
      { search: '<p>one</p>', replace: '<p>two</p>' },
      { search: "const title = 'Card'", replace: "const title = '<p>one</p>'" },
    ])
    expect(result).toEqual({ content: FILE.replace('<p>one</p>', '<p>two</p>').replace("'Card'", "'<p>one</p>'") })
  })
  it.each([
    ['what is not there', '<p>none</p>', 'x', 'edit-not-found'],
    ['what is there twice', 'a', 'b', 'edit-ambiguous'],
    ['nothing', '\n  \n', 'x', 'edit-without-search'],
    ['itself', '<p>one</p>', '<p>one</p>', 'edit-changes-nothing'],
  ])('refuses to search for %s', (_, search, replace, rule) => expect(apply(search, replace)).toEqual([rule]))
  it('refuses lines that are there twice when only spacing tells them apart', () => {
    expect(apply('x()\ny()', 'z()', '  x()\n  y()\n    x()\n    y()\n')).toEqual(['edit-ambiguous'])
  })
  it('refuses blocks that overlap, and then applies none', () => {
    const result = applyEdits(FILE, [
      { search: '<h2>{title}</h2>\n<p>one</p>', replace: 'x' },
      { search: '      <p>one</p>', replace: 'y' },
    ])
    expect(result).toMatchObject({ problems: [{ rule: 'edit-overlapping' }] })
  })
  it('applies none when one is not found', () => {
    expect(
      applyEdits(FILE, [
        { search: '<p>one</p>', replace: 'x' },
        { search: 'nowhere', replace: 'y' },
      ]),
    ).toMatchObject({ problems: [{ rule: 'edit-not-found', block: 2 }] })
  })
  it('does not take a dollar sign in a replacement for a pattern', () => {
    expect(apply('<p>one</p>', '<p>{`$& ${a}`}</p>')).toBe(FILE.split('<p>one</p>').join('<p>{`$& ${a}`}</p>'))
  })
})
