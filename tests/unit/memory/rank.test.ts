import { describe, expect, it } from 'vitest'
import { cosine, rankByVector, rankByWords } from '../../../lib/domains/memory/rank'
import { contentWords } from '../../../lib/domains/memory/words'

const projects = [
  'Recipe box: members save recipes with ingredients and rate them',
  'Bike rental: customers book bikes by the day',
  'Tienda de plantas: categorías, pedidos y pagos',
  'Team tasks: a kanban board with categories and due dates',
]
const best = (query: string) => rankByWords(query, projects, (text) => text).map(({ item }) => item.split(':')[0])

describe('words', () => {
  it.each([
    ['recipe', 'recipes'],
    ['category', 'Categories'],
    ['box', 'boxes'],
    ['movie', 'movies'],
    ['categoría', 'CATEGORIAS'],
    ['color', 'colores'],
    ['pedido', 'pedidos'],
  ])('%s and %s meet', (one, many) => expect(contentWords(one)).toEqual(contentWords(many)))

  it('leave out what says nothing', () =>
    expect(contentWords('Please build me an app where users can create una página web para')).toEqual([]))
})

describe('search by words', () => {
  it('finds what is about the same things, the rarer word first', () => {
    expect(best('an app for cooking recipes')).toEqual(['Recipe box'])
    expect(best('rent a bike')[0]).toBe('Bike rental')
    expect(best('pedido de plantas')[0]).toBe('Tienda de plantas')
    expect(best('board with categories')).toEqual(['Team tasks'])
  })

  it('finds nothing in nothing', () => {
    expect(best('')).toEqual([])
    expect(best('build me an app')).toEqual([])
    expect(best('quantum chromodynamics')).toEqual([])
    expect(rankByWords('recipes', [], (text: string) => text)).toEqual([])
  })

  it('scores between 0 and 1, also for the text itself', () => {
    for (const text of projects) {
      const [first] = rankByWords(text, projects, (one) => one)
      expect(first!.item).toBe(text)
      expect(first!.score).toBeGreaterThan(0.3)
      expect(first!.score).toBeLessThanOrEqual(1)
    }
  })
})

describe('search by vectors', () => {
  it('measures the angle', () => {
    expect(cosine([1, 0], [2, 0])).toBeCloseTo(1)
    expect(cosine([1, 0], [0, 3])).toBe(0)
    expect(cosine([1, 2], [-1, -2])).toBeCloseTo(-1)
    expect(cosine([], [])).toBe(0)
    expect(cosine([1, 2, 3], [1, 2]), 'of another model').toBe(0)
    expect(cosine([0, 0], [1, 1])).toBe(0)
    expect(cosine([1e300, 1e300], [1e300, 1e300]), 'overflow').toBe(0)
  })

  it('leaves out what is far behind the best', () => {
    const items = [[1, 0], [0.9, 0.3], [0.1, 1], [-1, 0], []]
    expect(rankByVector([1, 0], items, (vector) => vector).map(({ item }) => items.indexOf(item))).toEqual([0, 1])
  })
})
