import { expect, test } from 'vitest'
import { middleAtFirst } from '@/components/generation/studio/middle'

test.each([
  ['nothing to run yet', { version: 0, isEditing: false, kept: 'preview' }, 'code'],
  ['a newcomer sees the application', { version: 1, isEditing: false, kept: null }, 'preview'],
  ['who chose the code', { version: 1, isEditing: false, kept: 'code' }, 'code'],
  ['who has edits that are not saved', { version: 2, isEditing: true, kept: 'preview' }, 'code'],
  ['the server, which cannot know', { version: 1, isEditing: false, kept: undefined }, null],
] as const)('the middle of the studio at first: %s', (_, asked, middle) => {
  expect(middleAtFirst(asked)).toBe(middle)
})
