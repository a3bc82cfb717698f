import { expect, test } from 'vitest'
import { generatedAfter, mergeTexts, planMerge } from '../../../lib/domains/generation/writing/merge-files'
import type { FileRef } from '../../../lib/domains/spec/manifest'

const ref = (sha256: string): FileRef => ({ sha256, size: 1 })
const manifest = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, hash]) => [path, ref(hash)]))
const merge = (before: Record<string, string>, current: Record<string, string>, next: Record<string, string>) => {
  const plan = planMerge({ before: manifest(before), current: manifest(current), next: manifest(next) })
  return {
    take: Object.fromEntries([...plan.take].map(([path, one]) => [path, one.sha256])),
    combine: plan.combine,
    conflicts: plan.conflicts,
    ...(plan.deleted.length > 0 && { deleted: plan.deleted }),
  }
}

test.each([
  ['a new project', {}, {}, { a: '1' }, { take: { a: '1' }, combine: [], conflicts: [] }],
  ['nobody changed it', { a: '1' }, { a: '1' }, { a: '1' }, { take: { a: '1' }, combine: [], conflicts: [] }],
  ['only Devora changed it', { a: '1' }, { a: '1' }, { a: '2' }, { take: { a: '2' }, combine: [], conflicts: [] }],
  ['only the person changed it', { a: '1' }, { a: '2' }, { a: '1' }, { take: { a: '2' }, combine: [], conflicts: [] }],
  ['both made the same change', { a: '1' }, { a: '2' }, { a: '2' }, { take: { a: '2' }, combine: [], conflicts: [] }],
  ['both changed it', { a: '1' }, { a: '2' }, { a: '3' }, { take: {}, combine: ['a'], conflicts: [] }],
  ['the person made it', {}, { a: '1' }, {}, { take: { a: '1' }, combine: [], conflicts: [] }],
  ['both made one of that name', {}, { a: '1' }, { a: '2' }, { take: { a: '1' }, combine: [], conflicts: ['a'] }],
  ['the person deleted it, Devora left it', { a: '1' }, {}, { a: '1' }, { take: {}, combine: [], conflicts: [] }],
  [
    'the person deleted it, Devora changed it',
    { a: '1' },
    {},
    { a: '2' },
    { take: {}, combine: [], conflicts: [], deleted: ['a'] },
  ],
  ['Devora dropped it, the person left it', { a: '1' }, { a: '1' }, {}, { take: {}, combine: [], conflicts: [] }],
  [
    'Devora dropped it, the person changed it',
    { a: '1' },
    { a: '2' },
    {},
    { take: { a: '2' }, combine: [], conflicts: ['a'] },
  ],
])('%s', (_, before, current, next, expected) => {
  expect(
    merge(before as Record<string, string>, current as Record<string, string>, next as Record<string, string>),
  ).toEqual(expected)
})

test('texts merge line by line, and clashing lines are no merge', () => {
  expect(mergeTexts('a\nb\nc\nd\ne', 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE')).toBe('A\nb\nc\nd\nE')
  expect(mergeTexts('a\nb', 'x\nb', 'y\nb')).toBeNull()
  expect(mergeTexts('a\r\nb\r\n', 'a\r\nb\r\nmine\r\n', 'a\r\nb\r\n')).toBe('a\r\nb\r\nmine\r\n')
})

test('an editor that saves with other line endings has changed no text', () => {
  expect(mergeTexts('a\nb\n', 'a\r\nb\r\n', 'a\nb2\n')).toBe('a\r\nb2\r\n')
})

test.each([
  ['Devora wrote it, nobody touched it', { a: '1' }, { a: '1' }, { a: '2' }, {}, { a: '2' }],
  ['a person edited it: without their edit', { a: '1' }, { a: 'mine' }, { a: '2' }, { a: '2-mine' }, { a: '2-mine' }],
  ['a model handed the edit back as it was', { a: '1' }, { a: 'mine' }, { a: 'mine' }, {}, { a: '1' }],
  ['a model handed back a file that a person made', {}, { a: 'mine' }, { a: 'mine' }, {}, {}],
  ['both made one of that name', {}, { a: 'mine' }, { a: '2' }, {}, { a: '2' }],
  ['a person took it out', { a: '1' }, {}, { a: '2' }, {}, { a: '2' }],
  ['Devora dropped it', { a: '1' }, { a: 'mine' }, {}, {}, {}],
])('counts as Devora’s own after it: %s', (_, before, current, next, isolated, expected) => {
  const [was, is, will, own] = [before, current, next, isolated].map((files) =>
    manifest(files as Record<string, string>),
  )
  const after = generatedAfter({ before: was!, current: is!, next: will! }, own!)
  expect(Object.fromEntries([...after].map(([path, one]) => [path, one.sha256]))).toEqual(expected)
})
