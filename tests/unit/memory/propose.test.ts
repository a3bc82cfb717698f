import { describe, expect, it } from 'vitest'
import { memoryKey } from '../../../lib/domains/memory/policy'
import { proposeMemories } from '../../../lib/domains/memory/propose'

const texts = (prompt: string) => proposeMemories(prompt).map(({ text }) => text)

describe('what a prompt tells about its author', () => {
  it.each([
    ['A recipe box. Always use rounded corners.', ['Always use rounded corners']],
    ['A shop!\n- never use modals\n- Please always write tests', ['Never use modals', 'Please always write tests']],
    ['I prefer serif fonts. Build a blog.', ['I prefer serif fonts']],
    ['From now on, put the navigation on the left', ['From now on, put the navigation on the left']],
    [
      'Una tienda de plantas. Siempre usa botones verdes; nunca uses ventanas emergentes.',
      ['Siempre usa botones verdes', 'Nunca uses ventanas emergentes'],
    ],
    ['Prefiero tipografía con serifas', ['Prefiero tipografía con serifas']],
    ['Always TypeScript strict, dark theme', ['TypeScript strict', 'Dark theme']],
    [
      'Always strict TypeScript, dark mode and rounded corners.',
      ['TypeScript strict', 'Dark theme', 'Always rounded corners'],
    ],
    ['A CRM with a dark theme', ['Dark theme']],
    ['Un CRM con tema oscuro y TypeScript estricto', ['Tema oscuro', 'TypeScript estricto']],
    ['A CRM. Dark theme. No wait: light theme!', ['Light theme']],
    ['A CRM without sign-in, in a dark theme and with charts', ['Dark theme']],
    ['Remember that invoices are in COP', ['Invoices are in COP']],
    ['My company is called Acme. Build its site.', ['My company is called Acme']],
    ['Mi empresa se llama Café Sol', ['Mi empresa se llama Café Sol']],
  ])('%j', (prompt, expected) => expect(texts(prompt)).toEqual(expected))

  it.each([
    'A recipe box where members save recipes with ingredients and rate them',
    'Members never see drafts, and the total always shows tax.',
    'A page with a dark mode toggle',
    'Offer a light or dark theme',
    'Light and dark mode',
    'No dark mode, please',
    'Sin tema oscuro',
    'A login with a "remember me" box. Remember me for 30 days.',
    'Always use the key sk-live-4f9a0c1b7d3e5f60718293',
    'Always!',
    '',
    '💥',
  ])('nothing: %j', (prompt) => expect(texts(prompt)).toEqual([]))

  it('keeps the last statement about a topic, and says each thing once', () => {
    expect(texts('Dark theme. Always tabs. I prefer a light theme. ALWAYS TABS.')).toEqual([
      'Light theme',
      'ALWAYS TABS',
    ])
  })

  it('knows facts from preferences', () => {
    expect(proposeMemories('My brand is Sol. Always use yellow.')).toEqual([
      { kind: 'fact', topic: 'about:brand', text: 'My brand is Sol', isAlways: true },
      { kind: 'preference', topic: null, text: 'Always use yellow', isAlways: true },
    ])
  })

  it('stays short on hostile input', () => {
    for (const text of [
      'always '.repeat(3_000),
      `always ${'a, '.repeat(7_000)}`,
      'dark '.repeat(4_000),
      `Always ${'x1'.repeat(10_000)}`,
      '\n- '.repeat(7_000),
      'remember that '.repeat(1_500),
    ])
      for (const one of proposeMemories(text)) expect(one.text.length).toBeLessThanOrEqual(500)
  })
})

describe('the same memory', () => {
  it.each([
    ['Always use tabs', 'always  use TABS!'],
    ['Always use modals', 'Never use modals'],
    ['Siempre usa el español', 'siempre usa el espanol'],
  ])('%j and %j', (a, b) => expect(memoryKey(a)).toBe(memoryKey(b)))

  it.each([
    ['Tabs, never spaces', 'Spaces, never tabs'],
    ['Always', 'Never'],
    ['🙂', '🙃'],
    ['10 rows', '20 rows'],
  ])('%j is not %j', (a, b) => expect(memoryKey(a)).not.toBe(memoryKey(b)))
})
