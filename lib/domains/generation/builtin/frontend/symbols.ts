import { BASICS } from './parts/basics'
import { CHARTS } from './parts/charts'
import { FIELDS } from './parts/fields'
import { SITE } from './parts/site'
import { STATS } from './parts/stats'
import { VIEWS } from './parts/views'
import type { Part } from './parts/part'
import type { Origin } from './imports'
import type { Model } from './model'

/** Every part, by module path without extension. */
export const PARTS: ReadonlyMap<string, Part> = new Map(
  [...BASICS, ...FIELDS, ...CHARTS, ...STATS, ...SITE, ...VIEWS].map((part) => [
    part.path.replace(/\.tsx?$/, ''),
    part,
  ]),
)

const FRAMEWORK: Record<string, Origin> = {
  Link: { from: 'next/link', standard: true },
  Metadata: { from: 'next', type: true },
  notFound: { from: 'next/navigation' },
  usePathname: { from: 'next/navigation' },
  useActionState: { from: 'react' },
  useState: { from: 'react' },
  useRef: { from: 'react' },
  useId: { from: 'react' },
  useFormStatus: { from: 'react-dom' },
  ReactNode: { from: 'react', type: true },
  ComponentProps: { from: 'react', type: true },
  isConfigured: { from: '@/lib/supabase/server' },
  currentUser: { from: '@/lib/auth' },
  requireUser: { from: '@/lib/auth' },
  AppUser: { from: '@/lib/auth', type: true },
  signIn: { from: '@/lib/actions/auth' },
  signUp: { from: '@/lib/actions/auth' },
  signOut: { from: '@/lib/actions/auth' },
  updateAccount: { from: '@/lib/actions/auth' },
  emptyFormState: { from: '@/lib/forms' },
  FormState: { from: '@/lib/forms', type: true },
  emptyList: { from: '@/lib/data/query' },
  parseListQuery: { from: '@/lib/data/query' },
  Option: { from: '@/lib/data/query', type: true },
  Point: { from: '@/lib/data/query', type: true },
  Stats: { from: '@/lib/data/query', type: true },
  ListResult: { from: '@/lib/data/query', type: true },
  personOptions: { from: '@/lib/data/people' },
  NavTarget: { from: '@/components/site/navigation', type: true },
  siteNavigation: { from: '@/components/site/navigation' },
  SiteHeader: { from: '@/components/site/site-header' },
  SiteFooter: { from: '@/components/site/site-footer' },
  Brand: { from: '@/components/site/brand' },
  SignInFields: { from: '@/components/auth/sign-in-form' },
  SignUpFields: { from: '@/components/auth/sign-up-form' },
  AccountFields: { from: '@/components/auth/account-form' },
  AccountLinks: { from: '@/components/site/account-links' },
}

/** Where every name that a template may use comes from, for this plan. */
export function symbolsOf(model: Model): Map<string, Origin> {
  const symbols = new Map<string, Origin>(Object.entries(FRAMEWORK))
  for (const [module, part] of PARTS) {
    for (const name of part.exports) symbols.set(name, { from: '@/' + module })
    for (const name of part.types ?? []) symbols.set(name, { from: '@/' + module, type: true })
  }
  for (const one of model.entities) {
    const { pascal, pascalMany, camel, slug } = one.names
    const data = '@/lib/data/' + slug
    for (const name of [
      'list' + pascalMany,
      'get' + pascal,
      camel + 'Options',
      'count' + pascalMany,
      camel + 'Stats',
      camel + 'Leaders',
    ])
      symbols.set(name, { from: data })
    symbols.set(pascal + 'Row', { from: data, type: true })
    for (const name of ['create' + pascal, 'update' + pascal, 'delete' + pascal, 'set' + pascal + 'State'])
      symbols.set(name, { from: '@/lib/actions/' + slug })
    for (const [name, file] of componentsOf(one.names)) symbols.set(name, { from: '@/components/' + slug + '/' + file })
  }
  return symbols
}

/** Components of one entity: name and file. */
export function componentsOf({
  pascal,
  pascalMany,
  slug,
}: {
  pascal: string
  pascalMany: string
  slug: string
}): [string, string][] {
  const one = pascal.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
  return [
    [pascal + 'Form', one + '-form'],
    [pascal + 'Card', one + '-card'],
    [pascal + 'Item', one + '-item'],
    [pascal + 'StateButtons', one + '-state-buttons'],
    [pascal + 'Vote', one + '-vote'],
    [pascal + 'Composer', one + '-composer'],
    [pascalMany + 'Table', slug + '-table'],
  ]
}
