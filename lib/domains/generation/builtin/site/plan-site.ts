import type { AppSpec, Page } from '../../../spec/contract'
import { Plan } from '../../../spec/edit/plan'
import { changePlan } from '../architect/change-plan'
import { planTheme, type PreferredTheme } from '../architect/plan-theme'
import { cleanPrompt } from '../architect/read-prompt'
import type { SiteBrief, SiteKind } from './brief'
import { readSite } from './read-site'
import { siteTexts } from './texts'

/** Where a page of the plan stands: `/` → `index.html`, `/about` → `about.html`. */
export const sitePageFile = (path: string): string => (path === '/' ? 'index.html' : `${path.slice(1)}.html`)

/** The kinds of the plan are those of applications; a site takes the one whose look suits it. */
const PROJECT_KIND: Record<SiteKind, AppSpec['kind']> = {
  food: 'e-commerce',
  portfolio: 'portfolio',
  product: 'saas',
  event: 'social',
  cause: 'learning',
  services: 'booking',
  shop: 'e-commerce',
  lodging: 'directory',
  topic: 'blog',
}

/**
 * The plan of a plain site: pages, name and colours. What stands on the pages follows from the prompts, which the plan
 * keeps in order, so a further prompt changes what it names and nothing else. Pure.
 */
export function planSite(input: { prompt: string; previous?: AppSpec; preferred?: PreferredTheme }): AppSpec {
  if (input.previous !== undefined) return changeSite(input.previous, input.prompt)
  const prompt = cleanPrompt(input.prompt)
  const brief = readSite(prompt)
  const kind = PROJECT_KIND[brief.kind]
  const made: AppSpec = {
    devora: 1,
    name: brief.name,
    kind,
    mode: 'site',
    locale: brief.locale,
    prompt,
    theme: planTheme(prompt, kind, input.preferred),
    entities: [],
    pages: pagesOf(brief),
    routes: [],
    env: [],
    dependencies: {},
    access: [],
    makers: { architect: 'builtin', site: 'builtin' },
  }
  Plan.parse(made)
  return made
}

function changeSite(previous: AppSpec, prompt: string): AppSpec {
  // Name and colours change as in an application; a site has no things for the rest to be about.
  const { name, theme, prompt: all } = changePlan({ ...previous, entities: [], access: [], routes: [] }, prompt)
  const known = new Set(pagesOf(readSite(previous.prompt)).map(({ path }) => path))
  const wanted = pagesOf({ ...readSite(all), locale: previous.locale })
  const kept = previous.pages.filter(({ path }) => !known.has(path) || wanted.some((one) => one.path === path))
  // Pages that somebody took out of the plan stay out, unless this prompt asks for them.
  const added = wanted.filter(({ path }) => !known.has(path) && !kept.some((one) => one.path === path))
  return { ...previous, name, theme, prompt: all, pages: inOrder([...kept, ...added]) }
}

/** What a site is about comes first, how to reach its people last. */
const inOrder = (pages: Page[]): Page[] => pages.toSorted((a, b) => rank(a.path) - rank(b.path))
const rank = (path: string): number => ['/about', '/contact'].indexOf(path)

/** Of what somebody pasted the rest is no title. */
const MAX_TITLE = 200
const MAX_PURPOSE = 1_000

function pagesOf(brief: SiteBrief): Page[] {
  const text = siteTexts(brief.locale)
  const page = (path: string, title: string, purpose: string): Page => ({
    path,
    title: title.slice(0, MAX_TITLE),
    purpose: purpose.slice(0, MAX_PURPOSE),
    auth: 'public',
    nav: true,
  })
  const sections = brief.sections.filter(({ hasPage }) => !hasPage).map(({ title }) => title.toLocaleLowerCase())
  const home = page('/', text.home, [brief.name, sections.join(', ')].filter(Boolean).join(': '))
  if (brief.isOnePage) return [home]
  const own = brief.sections.filter(({ hasPage, kind }) => hasPage && kind !== 'contact' && kind !== 'story')
  const story = brief.sections.find(({ kind }) => kind === 'story')
  return [
    { ...home, view: 'home' },
    ...own.map(({ slug, title }) => page(`/${slug}`, title, title)),
    { ...page('/about', story?.title ?? text.about, text.aboutPurpose), view: 'about' },
    { ...page('/contact', text.contact, text.contactPurpose), view: 'contact' },
  ]
}
