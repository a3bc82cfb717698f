import { expect, test } from 'vitest'
import { withArticle } from '@/lib/core/english'

test.each([
  ['appointment', 'an appointment'],
  ['recipe', 'a recipe'],
  ['user', 'a user'],
  ['hour', 'an hour'],
])('%s is %s', (noun, text) => expect(withArticle(noun)).toBe(text))
