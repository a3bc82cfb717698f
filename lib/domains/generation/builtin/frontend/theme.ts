import type { AppSpec } from '../../../spec/contract'

/**
 * Colours of the interface. `background` and `component` are what was asked for, to the digit; every other one is
 * computed to be legible on them.
 */
export type Palette = {
  scheme: 'light' | 'dark'
  background: string
  surface: string
  sunken: string
  foreground: string
  muted: string
  border: string
  field: string
  component: string
  componentHover: string
  componentInverse: string
  componentForeground: string
  soft: string
  ink: string
  danger: string
  success: string
}

type Rgb = readonly [number, number, number]

const parse = (colour: string): Rgb => {
  const hex = colour.replace('#', '')
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex.slice(0, 6)
  const value = /^[0-9a-f]{6}$/i.test(full) ? parseInt(full, 16) : 0xffffff
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
const format = (rgb: Rgb): string =>
  '#' + rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')
const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  [0, 1, 2].map((at) => (from[at] ?? 0) * (1 - share) + (to[at] ?? 0) * share) as unknown as Rgb

/** Relative luminance, WCAG 2.1. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((channel) => {
    const c = channel / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** Contrast ratio of two hex colours, 1 to 21 (WCAG 2.1, 1.4.3). */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
const NIGHT: Rgb = [17, 20, 24]

/** The colour nearest to `colour`, on its way to `towards`, that reaches `ratio` on every one of `grounds`. */
function legible(colour: Rgb, towards: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(colour, towards, share)
    if (grounds.every((ground) => contrast(format(candidate), format(ground)) >= ratio)) return candidate
  }
  // On a ground of middle brightness only the very end of the scale is far enough away.
  return towards === NIGHT ? BLACK : towards
}

/** The whole palette from the two colours of the plan. */
export function paletteOf(theme: AppSpec['theme']): Palette {
  const background = parse(theme.background)
  const component = parse(theme.component)
  const isDark = luminance(background) < 0.18
  const end = isDark ? WHITE : NIGHT
  // On a tinted page white cards stand out; on a white page they keep a faint tint of the component colour instead.
  const surface = isDark
    ? mix(background, WHITE, 0.07)
    : luminance(background) > 0.95
      ? mix(WHITE, component, 0.015)
      : mix(background, WHITE, 0.72)
  const soft = mix(surface, component, isDark ? 0.28 : 0.13)
  const sunken = mix(background, component, isDark ? 0.12 : 0.06)
  const onComponent = contrast(format(component), '#ffffff') >= 4.5 ? WHITE : legible(NIGHT, BLACK, [component], 4.5)
  const grounds = [background, surface, sunken, soft]
  return {
    scheme: isDark ? 'dark' : 'light',
    background: format(background),
    surface: format(surface),
    sunken: format(sunken),
    foreground: format(legible(mix(component, end, 0.82), end, grounds, 9)),
    muted: format(legible(mix(mix(background, end, 0.55), component, 0.12), end, grounds, 4.7)),
    border: format(mix(mix(background, end, 0.16), component, 0.16)),
    field: format(legible(mix(background, end, 0.4), end, [background, surface], 3.1)),
    component: format(component),
    // Away from its own text, so that the contrast only grows.
    componentHover: format(mix(component, onComponent === WHITE ? BLACK : WHITE, 0.14)),
    componentForeground: format(onComponent),
    componentInverse: format(legible(component, onComponent === WHITE ? NIGHT : WHITE, [onComponent], 4.6)),
    soft: format(soft),
    ink: format(legible(component, end, grounds, 4.7)),
    danger: format(legible([185, 28, 28], end, grounds, 4.7)),
    success: format(legible([21, 108, 55], end, grounds, 4.7)),
  }
}
