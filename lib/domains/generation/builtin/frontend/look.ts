import type { ProjectKind } from '../../../spec/contract'

/**
 * The character of an application: what stands where, and how it is drawn. Chosen by kind, so that a blog does not look
 * like a CRM.
 */
export type Look = {
  /** Where the main navigation stands. */
  shell: 'topbar' | 'sidebar' | 'masthead' | 'minimal'
  /** How the home page opens. */
  hero: 'split' | 'centered' | 'editorial' | 'compact'
  /** How a list shows its rows when the entity has no picture. */
  rows: 'cards' | 'table' | 'articles'
  display: 'sans' | 'serif' | 'rounded' | 'condensed'
  /** Corner radius in rem: controls, cards. */
  radius: readonly [string, string]
}

const WORKBENCH: Look = {
  shell: 'sidebar',
  hero: 'compact',
  rows: 'table',
  display: 'sans',
  radius: ['0.375rem', '0.5rem'],
}
const SHOP: Look = { shell: 'topbar', hero: 'split', rows: 'cards', display: 'sans', radius: ['0.5rem', '0.875rem'] }

const LOOKS: Record<ProjectKind, Look> = {
  saas: WORKBENCH,
  dashboard: WORKBENCH,
  crm: WORKBENCH,
  inventory: { ...WORKBENCH, radius: ['0.25rem', '0.25rem'], display: 'condensed' },
  tasks: { ...WORKBENCH, radius: ['0.5rem', '0.75rem'], display: 'rounded' },
  chat: { ...WORKBENCH, rows: 'cards', radius: ['0.75rem', '1rem'], display: 'rounded' },
  'e-commerce': SHOP,
  marketplace: { ...SHOP, radius: ['0.25rem', '0.375rem'], display: 'condensed' },
  booking: { ...SHOP, hero: 'centered', radius: ['0.75rem', '1.25rem'], display: 'rounded' },
  directory: { ...SHOP, hero: 'centered', radius: ['0.375rem', '0.625rem'] },
  learning: { ...SHOP, hero: 'split', radius: ['0.75rem', '1rem'], display: 'rounded' },
  social: { ...SHOP, hero: 'split', radius: ['999px', '1.25rem'], display: 'rounded' },
  blog: { shell: 'masthead', hero: 'editorial', rows: 'articles', display: 'serif', radius: ['0.125rem', '0.125rem'] },
  portfolio: { shell: 'minimal', hero: 'editorial', rows: 'cards', display: 'serif', radius: ['0', '0'] },
  other: { shell: 'topbar', hero: 'centered', rows: 'cards', display: 'sans', radius: ['0.5rem', '0.75rem'] },
}

export const lookOf = (kind: ProjectKind): Look => LOOKS[kind]

/** Font stacks of what every system has: nothing is fetched from anywhere. */
export const DISPLAY_FONTS: Record<Look['display'], string> = {
  sans: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  serif: '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", Georgia, ui-serif, serif',
  rounded:
    'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Quicksand, Nunito, "Segoe UI", system-ui, sans-serif',
  condensed: '"Avenir Next Condensed", "Roboto Condensed", "Arial Narrow", "Helvetica Neue", system-ui, sans-serif',
}
