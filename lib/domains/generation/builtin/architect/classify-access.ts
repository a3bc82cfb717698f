import type { ProjectKind } from '../../../spec/contract'
import type { AccessPattern } from '../../../spec/edit/access-patterns'
import type { Category } from './lexicon/archetype'
import type { AccessWords } from './declared/read-access'
import { plain, singularOf } from '../../../spec/inflect'
import type { Thing } from './thing'

/** Who uses the application, as far as access depends on it. */
export type Audience = {
  /** "my books": nobody else is meant to see them. */
  isPersonal: boolean
  /** Somebody administers it: `app_metadata.role = 'admin'`. */
  hasStaff: boolean
  /** Colleagues of one organisation work on the same rows. */
  isTeam: boolean
  /** All that there is already is changed by all of them. */
  isTogether?: boolean
  /** People who use it add rows of their own. */
  doesContribute: boolean
  /** It is made for visitors: a website, a shop, a directory; false where nothing in the prompt says so. */
  isPublic?: boolean
  /** What the prompt says in so many words. */
  words?: AccessWords
}

/** Whether a noun of the prompt means this thing. */
const means = (thing: Thing, nouns: readonly string[]): boolean => {
  const names = [thing.called ?? '', thing.archetype.key, thing.archetype.es].filter(Boolean).map(plain)
  return nouns.some((noun) =>
    [noun, ...noun.split(' ').slice(0, 1)].some((each) =>
      names.some(
        (name) =>
          name === plain(singularOf(each, 'en')) ||
          name === plain(singularOf(each, 'es')) ||
          name.split(' ')[0] === plain(singularOf(each, 'es')),
      ),
    ),
  )
}

const INTERNAL: ReadonlySet<ProjectKind> = new Set(['crm', 'inventory', 'saas', 'dashboard', 'tasks'])
/** Rows that hold what is nobody else's business, unless colleagues work on them together. */
const SENSITIVE: ReadonlySet<Category> = new Set<Category>([
  'document',
  'person',
  'record',
  'transaction',
  'measurement',
  'request',
])
/** Kinds in which people present themselves to each other. */
const SHOWING: ReadonlySet<ProjectKind> = new Set([
  'directory',
  'marketplace',
  'portfolio',
  'blog',
  'social',
  'learning',
])

/** Which of the access patterns a thing starts from; what it hangs on may still change that. */
export function classOf(thing: Thing, kind: ProjectKind, audience: Audience, isOfCustomer: boolean): AccessPattern {
  const usual = usualClassOf(thing, kind, audience, isOfCustomer)
  const { words } = audience
  if (words === undefined || usual === 'inbox') return usual
  if (means(thing, words.own)) return 'private'
  if (usual === 'child' || usual === 'two-party') return usual
  const isShown = !SENSITIVE.has(thing.archetype.category) && thing.archetype.category !== 'reaction'
  const isOpen = usual === 'public' || usual === 'published' || usual === 'catalogue'
  if (words.isClosed) return isOpen ? 'members' : usual
  if (means(thing, words.staffed) || (words.isStaffWritten && isShown && usual !== 'private')) return 'catalogue'
  if (words.isOpen && isShown && usual === 'members') return 'public'
  // A design says itself who sees what.
  const isShy = audience.isPublic === false && thing.fixed === undefined
  return isShy && (usual === 'public' || usual === 'published') ? amongUsers(thing, audience) : usual
}

/** What is nobody's business but of who wrote it, whatever it is a field of. */
const CONTACT = /^(?:(?:e_)?mail|email|correo|phone|telefono|mobile|movil|address|direccion)(?:_|$)/

/** What visitors do not see, those who signed up do, unless it says where somebody lives or can be reached. */
const amongUsers = ({ declared = [], archetype }: Thing, { isTeam }: Audience): AccessPattern =>
  !isTeam &&
  archetype.category !== 'place' &&
  declared.some(({ column, type }) => type === 'email' || CONTACT.test(column))
    ? 'private'
    : 'members'

function usualClassOf(thing: Thing, kind: ProjectKind, audience: Audience, isOfCustomer: boolean): AccessPattern {
  const { access, owner, category } = thing.archetype
  const areColleagues =
    INTERNAL.has(kind) || (audience.isTeam && (kind === 'other' || kind === 'learning' || kind === 'social'))
  const amongColleagues = audience.isTogether === true ? 'collaborative' : 'members'
  if (access === 'staff') return areColleagues && !audience.isPersonal ? amongColleagues : 'private'
  if (audience.isPersonal && ['public', 'members', 'collaborative', 'published', 'auto'].includes(access))
    return 'private'
  // What an administrator looks after, or a portfolio shows, is not for strangers to write.
  const isShown = audience.hasStaff
    ? owner === 'creator'
    : kind === 'portfolio' && !audience.doesContribute && (owner !== 'user' || access === 'auto')
  if (isShown && (access === 'auto' || access === 'public')) return 'catalogue'
  if (access !== 'auto') return access
  if (areColleagues) return amongColleagues
  if (isOfCustomer) return 'private'
  if (
    SENSITIVE.has(category) &&
    !(category === 'person' && SHOWING.has(kind)) &&
    !(category === 'record' && kind === 'social')
  )
    return 'private'
  return 'public'
}
