import type { Step } from '../../../../spec/scenario'
import { plain } from '../../../../spec/inflect'
import { textsFor } from '../../backend/texts'
import { copyFor } from '../../frontend/copy'
import { tagline } from '../../frontend/frame/layout'
import { type EntityModel, listPath, type Model, type PageModel } from '../../frontend/model'
import { hexOfColour } from '../language/look-words'
import type { PlanWords } from '../plan-words'
import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, notBuilt, planned, scene, type Stage, unproven } from './built'
import { addRow, formPath, whoAdds } from './rows'
import { MONTH } from './values'

/** Pages, accounts, the look, the language, the name, and what shall not be there. */

export function buildPage(wish: Extract<Wish, { what: 'page' }>, stage: Stage): Built {
  const { model, texts } = stage
  const listed =
    wish.one === undefined ? null : (stage.model.pages.find(({ path }) => path === listPath(wish.one!)) ?? null)
  const page = wish.page ?? listed
  if (page === null) return notBuilt('page', texts.page(wish.name), texts.why.noPage(wish.name))
  const meaning = texts.page(page.title)
  const items = [`page:${page.path}`]
  const title = texts.title.shows(page.title)
  if (page.view === 'home')
    return planned('page', meaning, items, [
      scene(title, [
        { do: 'visit', path: '/' },
        { do: 'see', text: model.spec.name },
      ]),
    ])
  if (page.view === 'about')
    return planned('page', meaning, items, [
      scene(title, [
        { do: 'visit', path: page.path },
        { do: 'see', text: page.title },
      ]),
    ])
  if (page.view === 'contact') return contact(page, meaning, stage)
  const steps = page.entity === null ? null : onPage(page, page.entity, stage)
  return steps === null
    ? unproven('page', meaning, texts.unprovable.long, items)
    : planned('page', meaning, items, [scene(title, steps)])
}

/** A row that is added stands on the page. */
function onPage(page: PageModel, one: EntityModel, stage: Stage): Step[] | null {
  const { model } = stage
  const as = whoAdds(one)
  const isRanking = page.view === 'leaderboard' && one.references.some(({ target }) => target === 'person')
  if (as === null || as === 'visitor' || page.auth === 'admin' || isRanking || page.view === 'chat') return null
  const isDated = page.view === 'calendar' && one.date !== null
  const lane = page.view === 'board' ? (one.state ?? one.fields.find((field) => field.type === 'enum') ?? null) : null
  const row = addRow(model, one, { as, fields: [...(isDated ? [one.date!] : []), ...(lane === null ? [] : [lane])] })
  if (row === null || row.title === '' || row.lands === 'parent') return null
  const path = isDated ? `${page.path}?month=${MONTH}` : page.path
  return [...row.steps, { do: 'visit', path }, { do: 'see', text: row.title }]
}

/** Somebody writes, the staff reads it. */
function contact(page: PageModel, meaning: string, stage: Stage): Built {
  const { model, texts } = stage
  const items = [`page:${page.path}`]
  const one = page.entity
  const row = one === null ? null : addRow(model, one, { as: 'visitor' })
  if (row === null || one === null || one.paths.contact !== page.path)
    return planned('page', meaning, items, [
      scene(texts.title.shows(page.title), [
        { do: 'visit', path: page.path },
        { do: 'see', text: page.title },
      ]),
    ])
  const list = one.paths.list
  const text = row.sees.size === 0 ? row.title : row.title
  const read: Step[] =
    list === undefined || text === ''
      ? []
      : [
          { do: 'visit', as: 'admin', path: list },
          { do: 'see', text },
        ]
  return planned(
    'page',
    meaning,
    [...items, `entity:${one.entity.table}`],
    [
      scene(texts.title.adds(texts.people.visitor, one.names.label), [
        ...row.steps,
        { do: 'see', text: textsFor(model.spec.locale).sent },
        ...read,
      ]),
    ],
  )
}

export function buildAccount(stage: Stage): Built {
  const { model, texts } = stage
  const path = model.pathOf('sign-up')
  if (path === null) return notBuilt('feature', texts.account, texts.why.noPage(model.copy.signUp))
  const { copy } = model
  return planned(
    'feature',
    texts.account,
    [`page:${path}`],
    [
      scene(texts.title.shows(copy.signUp), [
        { do: 'visit', as: 'visitor', path },
        { do: 'fill', label: copy.name, value: '#1' },
        { do: 'fill', label: copy.email, value: '#2@example.com' },
        { do: 'fill', label: copy.password, value: '#3-#4-#5' },
        { do: 'press', button: copy.signUp },
        { do: 'see', text: copy.signOut },
      ]),
    ],
  )
}

/** How light a colour is, roughly: 0 black, 1 white. */
const luminance = (hex: string): number =>
  [1, 3, 5].reduce((sum, at) => sum + parseInt(hex.slice(at, at + 2), 16), 0) / (3 * 255)

const key = (name: string): string => name.replace(/[\s-]+/g, '').toLowerCase()

export function buildLook(wish: Extract<Wish, { what: 'look' }>, { model, texts }: Stage): Built {
  const { theme } = model.spec
  const used = new Set([theme.background, theme.component].map((hex) => hex.toLowerCase()))
  const names = new Set(
    [theme['backgroundName'], theme['componentName']].flatMap((name) => (name === undefined ? [] : [key(name)])),
  )
  const meaning = texts.look(wish.colours)
  const isDark = luminance(theme.background) < 0.3
  const missing = wish.colours.find((colour) => {
    if (/^(?:dark|oscur[oa])$/.test(colour)) return !isDark
    if (/^(?:light|clar[oa])$/.test(colour)) return isDark
    return !names.has(key(colour)) && !used.has(hexOfColour(colour)?.toLowerCase() ?? '')
  })
  if (missing !== undefined) return notBuilt('look', meaning, texts.why.noColour(missing), ['theme:colours'])
  const parts = wish.colours.map((colour) => (isOfComponents(colour, theme) ? 'component' : 'background'))
  const seen = [...new Set(parts)].map((of): Step => ({ do: 'see_colour', of, colour: theme[of].toLowerCase() }))
  return planned(
    'look',
    meaning,
    ['theme:colours'],
    [scene(texts.title.shows(wish.colours.join(', ')), [{ do: 'visit', path: '/' }, ...seen])],
  )
}

/** Whether a colour that the plan has is that of its components; how light it is is told by the background. */
const isOfComponents = (colour: string, theme: Model['spec']['theme']): boolean =>
  key(theme['componentName'] ?? '') === key(colour) ||
  hexOfColour(colour)?.toLowerCase() === theme.component.toLowerCase()

export function buildLanguage(wish: Extract<Wish, { what: 'language' }>, { model, texts }: Stage): Built {
  const { locale } = model.spec
  const name = texts.languages[wish.language] ?? wish.language
  const meaning = texts.language(name)
  if (wish.language !== locale) return notBuilt('language', meaning, texts.why.noLanguage(name))
  const other = copyFor(locale === 'es' ? 'en' : 'es')
  const steps: Step[] = [
    { do: 'visit', path: '/' },
    { do: 'see', text: model.copy.skip },
    { do: 'not_see', text: other.skip },
  ]
  return planned('language', meaning, [`locale:${locale}`], [scene(texts.title.shows(name), steps)])
}

export const buildName = ({ model, texts }: Stage): Built =>
  planned(
    'page',
    texts.name(model.spec.name),
    ['name:'],
    [
      scene(texts.title.shows(model.spec.name), [
        { do: 'visit', path: '/' },
        { do: 'see', text: model.spec.name },
      ]),
    ],
  )

/** Whether the pages have a word of their own accord: in the application's name, or in a sentence of the prompt. */
function isQuoted(name: string, model: Model): boolean {
  const own = [model.spec.name, tagline(model), ...model.pages.flatMap((page) => [page.title, page.purpose])]
  return plain(own.join(' ')).includes(plain(name))
}

/** A name with its accents, as it stands in the prompt. */
function asSaid(said: string, name: string): string {
  const words = said.split(/[\s,.;:()]+/)
  const length = name.split(' ').length
  const at = words.findIndex((_, from) => plain(words.slice(from, from + length).join(' ')) === name)
  return at === -1 ? name : words.slice(at, at + length).join(' ')
}

/** What the plan has not, the pages do not name either. */
export function buildWithout(
  wish: Extract<Wish, { what: 'without' }>,
  said: string,
  words: PlanWords,
  { model, texts }: Stage,
): Built {
  const name = asSaid(said, wish.name)
  const meaning = texts.without(name)
  const one = wish.one ?? words.entityCalled(wish.name)
  const isThere = one !== undefined || words.fields.has(wish.name) || words.pages.has(wish.name)
  if (isThere) return notBuilt('exclusion', meaning, texts.why.there(one === undefined ? wish.name : many(one)))
  // A name or a sentence of the plan may hold the word all the same.
  if (isQuoted(wish.name, model)) return unproven('exclusion', meaning, texts.unprovable.named, [])
  return planned(
    'exclusion',
    meaning,
    [],
    [
      scene(texts.title.absent(name), [
        { do: 'visit', path: '/' },
        { do: 'see', text: model.spec.name },
        { do: 'not_see', text: name },
      ]),
    ],
  )
}

/** What was taken out: no form asks for it any more, and no page speaks of it. */
export function buildGone({ name, one }: Extract<Wish, { what: 'gone' }>, { model, texts }: Stage): Built {
  const meaning = texts.without(name)
  if (isQuoted(name, model)) return unproven('exclusion', meaning, texts.unprovable.named, [])
  const as = one === null ? null : whoAdds(one)
  const path = one === null ? '/' : formPath(one)
  if (path === null || (one !== null && as === null)) return unproven('exclusion', meaning, texts.unprovable.hidden, [])
  const shown = one === null ? model.spec.name : one.names.label
  const steps: Step[] = [
    { do: 'visit', path, ...(as !== null && { as }) },
    { do: 'see', text: shown },
    { do: 'not_see', text: name },
  ]
  return planned('exclusion', meaning, one === null ? [] : [entityItem(one)], [scene(texts.title.absent(name), steps)])
}

/** Its pages call it by the new name. */
export function buildRenamed({ one }: Extract<Wish, { what: 'renamed' }>, { model, texts }: Stage): Built {
  const meaning = texts.called(one.names.label)
  const items = [`entity:${one.entity.table}`]
  const row = addRow(model, one)
  const path = one.paths.new
  if (row === null || path === undefined) return unproven('data', meaning, texts.unprovable.long, items)
  const title = model.pages.find((page) => page.path === path)?.title ?? one.names.label
  const opened = row.steps.findIndex((step) => step.do === 'visit' && step.path === path) + 1
  const seen: Step[] = row.title === '' || row.lands === 'here' ? [] : [{ do: 'see', text: row.title }]
  const steps: Step[] = [...row.steps.slice(0, opened), { do: 'see', text: title }, ...row.steps.slice(opened), ...seen]
  return planned('data', meaning, items, [scene(texts.title.shows(title), steps)])
}
