import type { ProjectKind } from '../../../spec/contract'
import type { AccessClass, Category } from './lexicon/archetype'
import type { Thing } from './thing'

/** Who uses the application, as far as access depends on it. */
export type Audience = {
  /** "my books": nobody else is meant to see them. */
  isPersonal: boolean
  /** Somebody administers it: `app_metadata.role = 'admin'`. */
  hasStaff: boolean
  /** Colleagues of one organisation work on the same rows. */
  isTeam: boolean
  /** People who use it add rows of their own. */
  doesContribute: boolean
}

const INTERNAL: ReadonlySet<ProjectKind> = new Set(['crm', 'inventory', 'saas', 'dashboard', 'tasks'])
/** Rows that hold what is nobody else's business, unless colleagues work on them together. */
const SENSITIVE: ReadonlySet<Category> = new Set<Category>(['document', 'person', 'record', 'transaction', 'measurement', 'request'])
/** Kinds in which people present themselves to each other. */
const SHOWING: ReadonlySet<ProjectKind> = new Set(['directory', 'marketplace', 'portfolio', 'blog', 'social', 'learning'])

/** Which of the access patterns a thing starts from; what it hangs on may still change that. */
export function classOf(
  thing: Thing,
  kind: ProjectKind,
  audience: Audience,
  isOfCustomer: boolean,
): Exclude<AccessClass, 'auto' | 'staff'> {
  const { access, owner, category } = thing.archetype
  const areColleagues = INTERNAL.has(kind) || (audience.isTeam && (kind === 'other' || kind === 'learning'))
  if (access === 'staff') return areColleagues && !audience.isPersonal ? 'members' : 'private'
  if (audience.isPersonal && ['public', 'members', 'published', 'auto'].includes(access)) return 'private'
  // What an administrator looks after, or a portfolio shows, is not for strangers to write.
  const isShown = audience.hasStaff
    ? owner === 'creator'
    : kind === 'portfolio' && !audience.doesContribute && (owner !== 'user' || access === 'auto')
  if (isShown && (access === 'auto' || access === 'public')) return 'catalogue'
  if (access !== 'auto') return access
  if (areColleagues) return 'members'
  if (isOfCustomer) return 'private'
  if (SENSITIVE.has(category) && !(category === 'person' && SHOWING.has(kind)) && !(category === 'record' && kind === 'social'))
    return 'private'
  return 'public'
}
