/**
 * Drawings in the place of photographs nobody has given: calm shapes in the site's own colours, always the same for the
 * same words. Decoration, so hidden from screen readers; the colours come from the stylesheet.
 */

/** A small generator of numbers from 0 to 1, the same on every machine. */
function numbersFrom(seed: string): () => number {
  let state = 2166136261
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 16777619)
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822507) + 0x9e3779b9
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

/** A landscape of hills and a sun, wide or square. */
export function drawing(seed: string, shape: 'wide' | 'square' = 'wide'): string {
  const next = numbersFrom(seed)
  const [width, height] = shape === 'wide' ? [640, 480] : [480, 480]
  const sun = {
    x: round(width * (0.2 + next() * 0.6)),
    y: round(height * (0.2 + next() * 0.25)),
    r: round(height * (0.09 + next() * 0.1)),
  }
  const hills = [0.5, 0.64, 0.8].map((level, index) => {
    const top = height * (level + (next() - 0.5) * 0.1)
    const points = [0, 1, 2, 3, 4].map(
      (at) => [round((width / 4) * at), round(top + (next() - 0.5) * height * 0.22)] as const,
    )
    const line = points.slice(1).map(([x, y], at) => {
      const [fromX, fromY] = points[at]!
      const middle = round((fromX + x) / 2)
      return `C${middle} ${fromY} ${middle} ${y} ${x} ${y}`
    })
    return `<path class="tone-${index + 1}" d="M0 ${height}V${points[0]![1]}${line.join('')}V${height}Z"/>`
  })
  return `<svg class="art" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"><rect class="sky" width="${width}" height="${height}"/><circle class="sun" cx="${sun.x}" cy="${sun.y}" r="${sun.r}"/>${hills.join('')}</svg>`
}

/** Streets seen from above, with a mark. */
export function plan(seed: string): string {
  const next = numbersFrom(seed)
  const lines = Array.from({ length: 7 }, (_, index) => {
    const at = round(40 + index * 88 + next() * 40)
    return index % 2 === 0
      ? `<path d="M${at} 0L${round(at - 60 + next() * 120)} 320"/>`
      : `<path d="M0 ${round((at * 320) / 640)}L640 ${round((at * 320) / 640 - 30 + next() * 60)}"/>`
  })
  return `<svg class="art" viewBox="0 0 640 320" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"><rect class="sky" width="640" height="320"/><g class="streets">${lines.join('')}</g><path class="mark" d="M320 190c-26-36-39-54-39-74a39 39 0 0 1 78 0c0 20-13 38-39 74Z"/><circle class="sky" cx="320" cy="116" r="14"/></svg>`
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => word.charAt(0).toLocaleUpperCase())
    .join('')
