import type { AccessRule, AppSpec, Entity, Page } from '../contract'
import { entityNames } from '../names'
import { authToSee } from './page-access'
import { pageTexts } from './page-texts'

/** The pages that entities and the frame of every application have. Pure. */

/** Links in the main navigation, home among them. */
export const MAX_LINKS = 7

export const ENTITY_PAGES = ['list', 'detail', 'new', 'edit'] as const
export type EntityPage = (typeof ENTITY_PAGES)[number]

/** One of the pages of an entity: where it stands, what it is called, and who must be signed in for it. */
export function pageOfEntity(
  entity: Pick<Entity, 'name' | 'table'>,
  view: EntityPage,
  of: { rule: AccessRule | undefined; locale: AppSpec['locale']; nav?: boolean },
): Page {
  const text = pageTexts(of.locale)
  const names = entityNames(entity)
  const [one, many] = [names.label.toLowerCase(), names.labelMany.toLowerCase()]
  const base = `/${names.slug}`
  const about = {
    list: { path: base, title: names.labelMany, purpose: text.list(many) },
    detail: { path: `${base}/[id]`, title: names.label, purpose: text.detail(one) },
    new: { path: `${base}/new`, title: text.newTitle(one), purpose: text.create(one) },
    edit: { path: `${base}/[id]/edit`, title: text.editTitle(one), purpose: text.change(one) },
  }[view]
  return {
    path: about.path,
    purpose: about.purpose,
    auth: authToSee(of.rule, view),
    entity: entity.name,
    view,
    title: about.title,
    nav: of.nav ?? false,
  }
}

export function homePage(locale: AppSpec['locale']): Page {
  const { home } = pageTexts(locale)
  return { path: '/', purpose: home, auth: 'public', view: 'home', title: home, nav: true }
}

/** The pages of signing in, at the end of every application. `profile`: the entity that the account page shows. */
export function signInPages(locale: AppSpec['locale'], profile: Pick<Entity, 'name'> | undefined): Page[] {
  const text = pageTexts(locale)
  return [
    { path: '/sign-in', purpose: text.signInFor, auth: 'public', view: 'sign-in', title: text.signIn, nav: false },
    { path: '/sign-up', purpose: text.signUpFor, auth: 'public', view: 'sign-up', title: text.signUp, nav: false },
    {
      path: '/account',
      purpose: text.accountFor,
      auth: 'user',
      view: 'account',
      title: text.account,
      nav: false,
      ...(profile !== undefined && { entity: profile.name }),
    },
  ]
}

/**
 * Puts new pages before those of the frame (about, contact, sign-in); the navigation never grows beyond its limit.
 * Changes `spec`.
 */
export function insertPages(spec: AppSpec, pages: readonly Page[]): void {
  let links = spec.pages.filter((page) => page.nav === true).length
  const fresh = pages.filter(({ path }) => !spec.pages.some((page) => page.path === path))
  const at = spec.pages.findIndex((page) => ['about', 'contact', 'sign-in'].includes(page.view ?? ''))
  const made = fresh.map((page) => ({
    ...page,
    nav: page.nav === true && page.auth !== 'admin' && links < MAX_LINKS && links++ >= 0,
  }))
  spec.pages.splice(at === -1 ? spec.pages.length : at, 0, ...made)
}
