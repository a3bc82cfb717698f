import { describe, expect, it } from 'vitest'
import { contrast, paletteOf } from '../../../lib/domains/generation/builtin/frontend/theme'

/** Pairs that people asked for, and the hardest ones there are: equal colours, black on black, mid-greys. */
const PAIRS: [string, string][] = [
  ['#f8f8ff', '#708090'],
  ['#e6e6fa', '#4b0082'],
  ['#f5f5dc', '#8b4513'],
  ['#e0ffff', '#5f9ea0'],
  ['#ffb6c1', '#c71585'],
  ['#fffafa', '#696969'],
  ['#ffffff', '#000080'],
  ['#fdf5e6', '#bc8f8f'],
  ['#fafad2', '#6b8e23'],
  ['#f0fff0', '#556b2f'],
  ['#d3d3d3', '#8b0000'],
  ['#ffe4e1', '#b22222'],
  ['#ffdab9', '#cd5c5c'],
  ['#ffefd5', '#ff8c00'],
  ['#fffaf0', '#b8860b'],
  ['#f0ffff', '#483d8b'],
  ['#000000', '#ffd700'],
  ['#101418', '#101418'],
  ['#ffffff', '#ffffff'],
  ['#808080', '#808080'],
  ['#777777', '#ffff00'],
  ['#fff', '#000'],
  ['#ff0000', '#00ff00'],
]

describe('paletteOf', () => {
  it.each(PAIRS)('keeps %s and %s to the digit and everything on them legible', (background, component) => {
    const colours = paletteOf({ background, component })
    const full = (hex: string) => (hex.length === 4 ? '#' + hex.slice(1).replace(/./g, '$&$&') : hex)
    expect(colours.background).toBe(full(background))
    expect(colours.component).toBe(full(component))
    for (const ground of [colours.background, colours.surface, colours.sunken, colours.soft]) {
      for (const ink of ['foreground', 'muted', 'ink', 'danger', 'success'] as const) {
        expect(contrast(colours[ink], ground), ink + ' on ' + ground).toBeGreaterThanOrEqual(4.5)
      }
    }
    expect(contrast(colours.componentForeground, colours.component)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(colours.componentForeground, colours.componentHover)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(colours.componentInverse, colours.componentForeground)).toBeGreaterThanOrEqual(4.5)
    for (const ground of [colours.background, colours.surface])
      expect(contrast(colours.field, ground)).toBeGreaterThanOrEqual(3)
  })

  it('knows a dark page from a light one', () => {
    expect(paletteOf({ background: '#101418', component: '#ffd700' }).scheme).toBe('dark')
    expect(paletteOf({ background: '#f8f8ff', component: '#708090' }).scheme).toBe('light')
  })
})
