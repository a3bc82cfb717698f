import { describe, expect, it } from 'vitest'
import { errorText } from '@/lib/core/error-texts'
import { MAX_FILE_BYTES, refusePath } from '@/lib/domains/spec/file-path'
import { MAX_FILES, MAX_TOTAL_BYTES, pathKey, refuseFileSet, textOf } from '@/lib/domains/projects/policy'

const files = (sizes: Record<string, number>) =>
  new Map(Object.entries(sizes).map(([path, size]) => [path, { sha256: '', size }]))

describe('a file path', () => {
  it.each([
    'a',
    'app/[id]/page.tsx',
    '.env',
    'a/.hidden/b',
    '(group)/@slot/page.tsx',
    'mañana.md',
    '日本/語.txt',
    'a b/c d.txt',
    '...a',
    'a..b',
    'app/[...slug]/page.tsx',
    'console.ts',
    'lib/auxiliary/null.ts',
    'com10',
    'nullable.sql',
    'lpt.txt',
    '.con',
    '.gitignore',
  ])('%s is one', (path) => {
    expect(refusePath(path)).toBeNull()
  })

  it.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    './a',
    'a/..',
    'a/../b',
    'a\\b',
    'a\0',
    'a\n',
    'a\u007f',
    'C:/a',
    'c:a',
    '\u202Egpj.exe',
    'n\u0303',
    '.git',
    'a/.GIT/config',
    'node_modules',
    'x/node_modules/y',
    '__proto__',
    '\ud800',
    'x'.repeat(201),
    Array.from({ length: 101 }, () => 'ab').join('/'),
  ])('%j is none', (path) => {
    expect(refusePath(path)).not.toBeNull()
  })

  it.each([
    'nul',
    'CON',
    'app/Prn/page.tsx',
    'lib/aux.ts',
    'con.tar.gz',
    'nul .txt',
    'public/com1.png',
    'LPT9',
    'com\u00b2',
    'CONOUT$',
    'ab:c.txt',
    'who?.md',
    'a*b',
    'say "hi".txt',
    'a<b>c',
    'a|b',
    'trailing.',
    'notes /a.md',
    '...',
    'app/x.ts ',
  ])('%j is none, for Windows could not unpack it', (path) => {
    expect(errorText('en', refusePath(path)!)).toContain('Windows')
  })
})

describe('a set of files', () => {
  it('keeps names that were stored before a rule refused them, and takes no new ones', () => {
    expect(refuseFileSet(files({ 'a?b': 1, c: 1 }), files({ 'a?b': 1 }))).toBeNull()
    expect(refuseFileSet(files({ 'a?b': 1, 'c?d': 1 }), files({ 'a?b': 1 }))?.name).toBe('c?d')
  })

  it('may reach its bounds and not pass them', () => {
    const many = (count: number) => files(Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}`, 1])))
    expect(refuseFileSet(many(MAX_FILES))).toBeNull()
    expect(refuseFileSet(many(MAX_FILES + 1))?.name).toBe('files')
    expect(refuseFileSet(files({ a: MAX_FILE_BYTES }))).toBeNull()
    expect(refuseFileSet(files({ a: MAX_FILE_BYTES + 1 }))?.name).toBe('a')
    const full = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}`, MAX_TOTAL_BYTES / 10]))
    expect(refuseFileSet(files(full))).toBeNull()
    expect(refuseFileSet(files({ ...full, extra: 1 }))?.name).toBe('files')
  })

  it('stays whole on file systems that ignore case', () => {
    expect(refuseFileSet(files({ 'README.md': 1, 'readme.MD': 1 }))?.name).toBe('readme.MD')
    expect(refuseFileSet(files({ 'Straße.txt': 1, 'STRASSE.txt': 1 }))?.name).toBe('STRASSE.txt')
    expect(refuseFileSet(files({ 'App/a': 1, 'app/b': 1 }))?.name).toBe('app/b')
    expect(refuseFileSet(files({ 'a/B/c': 1, 'a/b': 1 }))?.told.key).toBe('reason.fileAndFolder')
    expect(refuseFileSet(files({ 'app/a.ts': 1, 'app/b.ts': 1, 'app/c/d.ts': 1 }))).toBeNull()
  })

  it('has no path that is file and folder, in either order', () => {
    expect(refuseFileSet(files({ a: 1, 'a/b': 1 }))).toEqual({
      name: 'a',
      told: { key: 'reason.fileAndFolder', values: { path: 'a' } },
    })
    expect(refuseFileSet(files({ 'a/b/c': 1, 'a/b': 1 }))?.name).toBe('a/b')
  })
})

it('folds what file systems fold', () => {
  expect(pathKey('ÀÉ/İ')).toBe(pathKey('àé/i̇'))
  expect(pathKey('a')).not.toBe(pathKey('á'))
})

it('tells text from bytes', () => {
  expect(textOf(Buffer.from('ñ\n'))).toBe('ñ\n')
  expect(textOf(Buffer.from('\ufeffbom'))).toBe('\ufeffbom')
  expect(textOf(new Uint8Array([0x61, 0, 0x62]))).toBeNull()
  expect(textOf(new Uint8Array([0xc3, 0x28]))).toBeNull()
  expect(textOf(new Uint8Array())).toBe('')
})
