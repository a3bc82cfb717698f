import { PICTURE_POLICY } from '../../../core/security-headers.ts'

/** The page as it stood when a scenario ended. */
export type Picture = {
  /** The ask, and which of its scenarios, counted from 0. */
  ask: string
  scenario: number
  /** Where the page was found; ids, which are others in every run, are left out. */
  path: string
  /** What stands in `html`; null where the page is too large to be kept. */
  html: string | null
  /** Its styles, by their place in those of all pages. */
  styles: number[]
}

/** What is kept of one version: pages of one application have most of their styles in common. */
export type Pictures = { styles: string[]; pictures: Picture[] }

/** One page with its styles. */
export const MAX_PICTURE_BYTES = 200_000
/** All pages of one version. */
export const MAX_PICTURES_BYTES = 4_000_000

/** Of the policy, what a page may say of itself: a file that somebody has saved keeps to it as well. */
const POLICY_INSIDE = PICTURE_POLICY.replace(/; (?:frame-ancestors 'self'|sandbox)/g, '')

/** What a scenario looked for is marked with it (`draw-page`). */
export const FOUND = 'data-devora-found'

/** It stands still, whatever its own styles say, and what was found stands out. */
const OURS = `*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}
[${FOUND}]{outline:3px solid #16a34a!important;outline-offset:3px!important;border-radius:2px}`

/** A picture as a document by itself. */
export function documentOf({ styles }: Pictures, picture: Picture & { html: string }): string {
  const sheets = [...picture.styles.map((at) => styles[at] ?? ''), OURS]
  return [
    '<!doctype html>',
    picture.html.replace(
      HEAD,
      () =>
        `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY_INSIDE}">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1">` +
        `${sheets.map((sheet) => `<style>${sheet}</style>`).join('')}</head>`,
    ),
  ].join('')
}

/** The place of the head in `html`. A page's own text has no such sign: every `<` in it is written otherwise. */
export const HEAD = '<head></head>'
