import { describe, expect, it } from 'vitest'
import { PROTOCOL } from '../../../lib/domains/generation/agents/shared/protocol'
import { FileProtocol } from '../../../lib/domains/generation/answers/file-protocol'
import type { EndReason, ProtocolEvent } from '../../../lib/domains/generation/answers/protocol-events'

const frontend = (path: string): boolean =>
  path.startsWith('app/') || path.startsWith('components/') || path === 'README.md'

function read(
  text: string,
  options: { owns?: (path: string) => boolean; chunk?: number; end?: EndReason; limits?: object } = {},
): ProtocolEvent[] {
  const protocol = new FileProtocol(options.owns ?? frontend, options.limits)
  const events: ProtocolEvent[] = []
  const size = options.chunk ?? text.length
  for (let at = 0; at < text.length; at += size) events.push(...protocol.push(text.slice(at, at + size)))
  return [...events, ...protocol.end(options.end ?? 'stop')]
}

const done = (events: ProtocolEvent[]): Record<string, string> =>
  Object.fromEntries(events.flatMap((event) => (event.type === 'file-done' ? [[event.path, event.content]] : [])))
const rules = (events: ProtocolEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'problem' ? [event.rule] : []))

const PAGE = `export default function Page() {\n  return <h1>Café ☕ 👩‍🍳</h1>\n}\n`
const ANSWER = [
  'Sure, here are the files.',
  `<file path="app/page.tsx">\n${PAGE}</file>`,
  `<file path="components/ui/card.tsx">\nexport const close = '</file>'\nexport const Card = () => <p>«ñ»</p>\n</file>`,
  '<edit path="app/layout.tsx">\n<<<<<<< SEARCH\nconst a = 1\n=======\nconst a = 2\n>>>>>>> REPLACE\n</edit>',
  `\`\`\`tsx path="app/about/page.tsx"\n${PAGE}\`\`\``,
  '````md path="README.md"\n# Title\n```ts\nconst a = 1\n```\nend\n````',
  '<delete path="app/old/page.tsx"/>',
  'All done!',
].join('\n')

describe('the file protocol', () => {
  it('reads files, edits, fences and deletions out of prose', () => {
    const events = read(ANSWER)
    expect(done(events)).toEqual({
      'app/page.tsx': PAGE,
      'components/ui/card.tsx': `export const close = '</file>'\nexport const Card = () => <p>«ñ»</p>\n`,
      'app/about/page.tsx': PAGE,
      'README.md': '# Title\n```ts\nconst a = 1\n```\nend\n',
    })
    expect(events).toContainEqual({
      type: 'edit-done',
      path: 'app/layout.tsx',
      blocks: [{ search: 'const a = 1', replace: 'const a = 2' }],
    })
    expect(events).toContainEqual({ type: 'delete-done', path: 'app/old/page.tsx' })
    expect(rules(events)).toEqual([])
  })

  it('sees the same, however the answer is cut into pieces', () => {
    const whole = read(ANSWER)
    for (let chunk = 1; chunk < 40; chunk++) expect(read(ANSWER, { chunk }), `pieces of ${chunk}`).toEqual(whole)
  })

  it('sees the same in bytes, cut in the middle of characters', () => {
    const bytes = new TextEncoder().encode(ANSWER)
    const protocol = new FileProtocol(frontend)
    const events: ProtocolEvent[] = []
    for (const byte of bytes) events.push(...protocol.push(new Uint8Array([byte])))
    events.push(...protocol.end('stop'))
    expect(events).toEqual(read(ANSWER))
  })

  it.each(['length', 'cut'] as const)('yields nothing half when the answer ends at any byte by "%s"', (reason) => {
    const bytes = new TextEncoder().encode(ANSWER)
    const whole = done(read(ANSWER))
    const edit = read(ANSWER).find((event) => event.type === 'edit-done')
    for (let at = 0; at <= bytes.length; at++) {
      const protocol = new FileProtocol(frontend)
      const events = [...protocol.push(bytes.subarray(0, at)), ...protocol.end(reason)]
      for (const [path, content] of Object.entries(done(events))) expect(content, `cut at ${at}`).toBe(whole[path])
      for (const event of events.filter((each) => each.type === 'edit-done')) expect(event).toEqual(edit)
      const started = events.filter((event) => event.type === 'file-started').length
      const ended = events.filter((event) => event.type === 'file-done' || event.type === 'edit-done').length
      expect(rules(events).filter((rule) => rule === 'unfinished-file').length, `cut at ${at}`).toBe(started - ended)
    }
  })

  it('yields nothing half for tags also when a server says "stop" after a cut', () => {
    const text = `<file path="app/page.tsx">\n${PAGE}</file>\n`
    for (let at = 0; at < text.length - 1; at++)
      expect(done(read(text.slice(0, at), { end: 'stop' })), `cut at ${at}`).toEqual({})
  })

  it('streams whole lines of a file while it is written', () => {
    const protocol = new FileProtocol(frontend)
    expect(protocol.push('<file path="app/page.tsx">\nconst a')).toEqual([
      { type: 'file-started', path: 'app/page.tsx', kind: 'file' },
    ])
    expect(protocol.push(' = 1\nconst')).toEqual([
      { type: 'file-progress', path: 'app/page.tsx', text: 'const a = 1\n' },
    ])
  })

  it.each([
    ['a fence inside the tag', '<file path="app/a.tsx">\n```tsx\nconst a = 1\n```\n</file>'],
    ['a fence that is never closed', '<file path="app/a.tsx">\n```tsx\nconst a = 1\n</file>'],
    ['CDATA', '<file path="app/a.tsx"><![CDATA[\nconst a = 1\n]]></file>'],
    ['a wrapper', '<file path="app/a.tsx">\n<content>\nconst a = 1\n</content>\n</file>'],
    ['CRLF', '<file path="app/a.tsx">\r\nconst a = 1\r\n</file>\r\n'],
    ['a byte order mark', '\uFEFF<file path="app/a.tsx">\n\uFEFFconst a = 1\n</file>'],
    ['one line', '<file path="app/a.tsx">const a = 1</file>'],
    ['single quotes and ./', "<file path='./app/a.tsx'>\nconst a = 1\n</file>"],
    ['another attribute', '<file lang="tsx" path="app/a.tsx">\nconst a = 1\n</file>'],
    ['the whole answer in a fence', '```xml\n<file path="app/a.tsx">\nconst a = 1\n</file>\n```'],
    ['a fence with a path', '```tsx app/a.tsx\nconst a = 1\n```'],
    ['a fence with a colon', '```tsx:app/a.tsx\nconst a = 1\n```'],
    ['a fence with a title', '```tsx title="app/a.tsx"\nconst a = 1\n```'],
    ['a comment in the first line of a fence', '```tsx\n// app/a.tsx\nconst a = 1\n```'],
    ['a heading above a fence', '### `app/a.tsx`\n\n```tsx\nconst a = 1\n```'],
    ['a bold label above a fence', '**File: app/a.tsx**\n```tsx\nconst a = 1\n```'],
    [
      'a tag that was forgotten before the next',
      '<file path="app/a.tsx">\nconst a = 1\n<file path="app/b.tsx">\nconst b = 1\n</file>',
    ],
    [
      'the last one of two',
      '<file path="app/a.tsx">\nconst a = 0\n</file>\n<file path="app/a.tsx">\nconst a = 1\n</file>',
    ],
  ])('takes %s', (_, text) => {
    expect(done(read(text))['app/a.tsx']).toBe('const a = 1\n')
  })

  it('takes two files on one line', () => {
    expect(done(read('<file path="app/a.ts">a()</file><file path="app/b.ts">b()</file>'))).toEqual({
      'app/a.ts': 'a()\n',
      'app/b.ts': 'b()\n',
    })
  })

  it.each([
    ['prose only', 'I would start with the data model. Shall I go on?'],
    ['an example without a name', '```tsx\nconst a = 1\n```'],
    ['a tag inside a sentence', 'I will use <file path="app/a.tsx"> tags and </file> for it.'],
  ])('makes nothing of %s', (_, text) => expect(done(read(text))).toEqual({}))

  it('knows when a writer has nothing to do', () => expect(read('<none/>')).toEqual([{ type: 'nothing-to-do' }]))

  it.each([
    ['lib/auth.ts', 'not-owner'],
    ['supabase/seed.sql', 'not-owner'],
    ['../app/page.tsx', 'bad-path'],
    ['app/../../etc/passwd', 'bad-path'],
    ['..\\..\\app\\page.tsx', 'bad-path'],
    ['/etc/passwd', 'not-owner'],
    ['https://example.com/a.tsx', 'bad-path'],
    ['app/%2e%2e/a.tsx', 'bad-path'],
    ['app//page.tsx', 'bad-path'],
    ['app/.git/config', 'bad-path'],
    ['C:/app/page.tsx', 'bad-path'],
    ['app/a\u202Eb.tsx', 'bad-path'],
    ['', 'bad-path'],
  ])('refuses %j as %s', (path, rule) => {
    const events = read(`<file path="${path}">\nconst a = 1\n</file>\n<file path="app/ok.tsx">\nconst b = 1\n</file>`)
    expect(rules(events)).toEqual([rule])
    expect(done(events)).toEqual({ 'app/ok.tsx': 'const b = 1\n' })
    expect(events.filter((event) => event.type === 'file-progress').every((event) => event.path === 'app/ok.tsx')).toBe(
      true,
    )
  })

  it('bounds files, lines, answers and their number', () => {
    const limits = { fileChars: 100, answerChars: 2_000, files: 2 }
    const big = `<file path="app/big.tsx">\n${'x\n'.repeat(80)}</file>\n<file path="app/ok.tsx">\nb\n</file>`
    expect(rules(read(big, { limits }))).toEqual(['file-too-large'])
    expect(done(read(big, { limits }))).toEqual({ 'app/ok.tsx': 'b\n' })
    expect(rules(read(`<file path="app/big.tsx">\n${'x'.repeat(300)}`, { limits, chunk: 10, end: 'length' }))).toEqual([
      'file-too-large',
    ])
    expect(rules(read(`prose ${'x'.repeat(3_000)}`, { limits, chunk: 10 }))).toEqual(['answer-too-large'])
    const many = ['a', 'b', 'c'].map((name) => `<file path="app/${name}.ts">\n1\n</file>`).join('\n')
    expect(rules(read(many, { limits }))).toEqual(['too-many-files'])
  })

  it('reports an empty file and an edit without blocks', () => {
    expect(rules(read('<file path="app/a.tsx">\n\n</file>'))).toEqual(['empty-file'])
    expect(rules(read('<edit path="app/a.tsx">\nconst a = 1\n</edit>'))).toEqual(['malformed-edit'])
    expect(rules(read('<edit path="app/a.tsx">\n<<<<<<< SEARCH\na\n=======\nb\n</edit>'))).toEqual(['malformed-edit'])
    expect(rules(read('<edit path="app/a.tsx">\n<<<<<<< SEARCH\na\n>>>>>>> REPLACE\n</edit>'))).toEqual([
      'malformed-edit',
    ])
  })

  it('understands the very examples that models are shown', () => {
    const events = read(PROTOCOL)
    expect(Object.keys(done(events))).toEqual(['app/example/page.tsx'])
    expect(events.filter((event) => event.type === 'edit-done').length).toBe(1)
    expect(rules(events)).toEqual([])
  })
})
