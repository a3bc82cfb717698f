import type { Locale } from '../../../spec/inflect'
import type { SiteFacts } from './facts'

/** What a prompt says about a plain site, before anything is written. */

export const SITE_KINDS = [
  'food',
  'portfolio',
  'product',
  'event',
  'cause',
  'services',
  'shop',
  'lodging',
  'topic',
] as const
export type SiteKind = (typeof SITE_KINDS)[number]

export const SECTION_KINDS = [
  'features',
  'services',
  'products',
  'menu',
  'gallery',
  'pricing',
  'quotes',
  'faq',
  'schedule',
  'people',
  'sponsors',
  'hours',
  'location',
  'booking',
  'news',
  'help',
  'story',
  'contact',
  'list',
] as const
export type SectionKind = (typeof SECTION_KINDS)[number]

/** One thing of a section. `price` and `when` are shown as written. */
export type Item = { title: string; text?: string; price?: string; when?: string; group?: string }

export type Section = {
  /** Also its anchor, and the file of a page of its own. */
  slug: string
  kind: SectionKind
  title: string
  /** What the prompt names; empty: samples stand in. */
  items: Item[]
  isPriced: boolean
  /** Has a page of its own instead of a place on the home page. */
  hasPage: boolean
}

export type SiteBrief = {
  locale: Locale
  kind: SiteKind
  name: string
  /** "wedding photographer in Lisbon", as the prompt says it; empty when it does not. */
  subject: string
  facts: SiteFacts
  sections: Section[]
  /** No page but the home page. */
  isOnePage: boolean
  /** Texts to put in the place of others, in this order. */
  wordings: Array<{ from: string; to: string }>
  /** The main line of the home page, when a prompt gives it. */
  headline?: string
}
