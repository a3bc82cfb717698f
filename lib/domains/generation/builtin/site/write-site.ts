import { type AppSpec, DevoraJson } from '../../../spec/contract'
import type { ProjectFile } from '../../agents/agent'
import { drawing } from './art'
import type { Section, SiteBrief } from './brief'
import { escape, indent } from './markup'
import { sitePageFile } from './plan-site'
import { readSite } from './read-site'
import { contactForm, renderSection, type Shown } from './render-section'
import { SITE_SCRIPT } from './script'
import { siteStyles } from './styles'
import { siteTexts } from './texts'

/** A plain site from its plan: HTML, one stylesheet, one script, nothing from anywhere else. Pure and deterministic. */

type Site = Shown & { spec: AppSpec; subject: string }
const ADDRESS = 'hello@example.com'

/** What follows from the plan alone; written by the architect stage. */
export const writeSiteRoot = (spec: AppSpec): ProjectFile[] => [
  { path: 'devora.json', content: `${JSON.stringify(DevoraJson.parse(spec), null, 2)}\n` },
]

/** @param brief what its prompts say, where that was read already */
export function writeSite(spec: AppSpec, brief = readSite(spec.prompt)): ProjectFile[] {
  const text = siteTexts(spec.locale)
  const hasContact = spec.pages.some(({ path }) => path === '/contact')
  const contactHref = hasContact ? 'contact.html' : 'index.html#contact'
  const address = brief.facts.email ?? ADDRESS
  const site: Site = {
    spec,
    brief: { ...brief, locale: spec.locale },
    name: spec.name,
    text,
    address,
    contactHref,
    subject: brief.subject,
  }
  return [
    ...spec.pages.map((page) => document(site, page.path, bodyOf(site, page.path))),
    { path: 'styles.css', content: siteStyles(spec) },
    { path: 'script.js', content: SITE_SCRIPT },
    { path: 'README.md', content: readme(site) },
  ].map((file) => (file.path.endsWith('.html') ? { ...file, content: reword(file.content, brief) } : file))
}

/** Puts words that a later prompt asked for in the place of those that stood there; in texts only, never in tags. */
const reword = (html: string, { wordings }: SiteBrief): string =>
  wordings.reduce(
    (now, { from, to }) =>
      now.replace(/>([^<>]+)</g, (whole, text: string) =>
        text.includes(escape(from)) ? `>${text.replaceAll(escape(from), escape(to))}<` : whole,
      ),
    html,
  )

function bodyOf(site: Site, path: string): string {
  if (path === '/') return home(site)
  const section = site.brief.sections.find(({ slug }) => path === `/${slug}`)
  if (path === '/contact')
    return `<article class="prose">\n  <h1>${escape(site.text.contact)}</h1>\n${indent(contactForm(site), 2)}\n</article>`
  if (path === '/about') return about(site)
  return section === undefined ? plainPage(site, path) : renderSection(section, site, 1)
}

/** Sections that the home page shows whole: all that have no page of their own. */
const homeSections = ({ brief, spec }: Site): Section[] =>
  brief.sections.filter(
    ({ slug, kind }) =>
      !spec.pages.some(({ path }) => path === `/${slug}` || (kind === 'contact' && path === '/contact')),
  )

function home(site: Site): string {
  const { brief, text, name } = site
  const sections = homeSections(site)
  const first = sections[0]
  const actions = [
    ...(first === undefined ? [] : [`<a class="button" href="#${first.slug}">${escape(first.title)}</a>`]),
    `<a class="button quiet" href="${site.contactHref.replace('index.html', '')}">${escape(text.write)}</a>`,
  ]
  const hasContact = !site.contactHref.startsWith('index.html') || sections.some(({ slug }) => slug === 'contact')
  const contact = hasContact
    ? ''
    : `\n${renderSection({ slug: 'contact', kind: 'contact', title: text.contact, items: [], isPriced: false, hasPage: false }, site)}`
  const eyebrow = [
    brief.headline === undefined ? '' : name,
    brief.facts.dates ?? '',
    brief.facts.address ?? brief.facts.place ?? '',
  ].filter(Boolean)
  return `<section class="hero hero-${brief.kind}">
  <div>${eyebrow.length === 0 ? '' : `\n    <p class="eyebrow">${eyebrow.map(escape).join(' · ')}</p>`}
    <h1>${escape(brief.headline ?? name)}</h1>
    <p class="lead">${escape(leadOf(site))}</p>
    <p class="actions">
${indent(actions.join('\n'), 6)}
    </p>
  </div>
  ${drawing(name, 'wide')}
</section>
${sections.map((one) => renderSection(one, site)).join('\n')}${contact}`
}

const sentence = (text: string): string => `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}.`

/** What it is, in the prompt's words, and what it names. */
function leadOf({ brief, subject, spec }: Site): string {
  const list = new Intl.ListFormat(spec.locale, { type: 'conjunction' })
  const named =
    brief.sections.find(({ items, kind }) => items.length > 0 && kind !== 'menu' && kind !== 'pricing')?.items ?? []
  const things = (
    named.length > 0
      ? named.map(({ title }) => title)
      : brief.sections.filter(({ kind }) => kind !== 'contact').map(({ title }) => title)
  ).slice(0, 4)
  const said =
    things.length === 0 ? '' : sentence(list.format(things.map((one, index) => (index === 0 ? one : lower(one)))))
  return (
    [subject === '' || subject.toLowerCase() === spec.name.toLowerCase() ? '' : sentence(subject), said]
      .filter(Boolean)
      .join(' ') || spec.name
  )
}

/** Inside a sentence; names and abbreviations keep their capitals. */
const lower = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) && !/\s\p{Lu}/u.test(text) ? text.charAt(0).toLocaleLowerCase() + text.slice(1) : text

function about(site: Site): string {
  const { brief, text, name, subject, spec } = site
  const isPerson = brief.kind === 'portfolio'
  const own = brief.sections.find(({ kind }) => kind === 'story')
  const links = spec.pages
    .filter(({ path }) => path !== '/about' && path !== '/')
    .map(({ path, title }) => `<li><a href="${sitePageFile(path)}">${escape(title ?? path)}</a></li>`)
  const shown = homeSections(site)
    .filter(({ kind }) => kind !== 'story')
    .map(({ slug, title }) => `<li><a href="index.html#${slug}">${escape(title)}</a></li>`)
  return `<article class="prose">
  <h1>${escape(own?.title ?? text.about)}</h1>
  <p class="lead">${escape(subject.toLowerCase().startsWith(name.toLowerCase()) ? sentence(subject) : text.aboutLead(name, subject, isPerson))}</p>
  ${drawing(`${name} about`, 'wide')}
${own === undefined ? '' : `${indent(renderSection(own, site).replace(/^<section[^>]*>\n.*\n|\n<\/section>$/g, ''), 2).replace(/<(\/?)h3>/g, '<$1h2>')}\n`}  <h2>${escape(text.aboutWhat)}</h2>
  <ul>
${indent([...shown, ...links].join('\n'), 4)}
  </ul>
  <p>${escape(text.aboutAsk)} <a href="${site.contactHref}">${escape(text.write)}</a>.</p>
</article>`
}

/** A page of the plan that the prompts say nothing about: somebody added it there. */
function plainPage({ spec, text, contactHref }: Site, path: string): string {
  const page = spec.pages.find((one) => one.path === path)
  return `<article class="prose">\n  <h1>${escape(page?.title ?? path)}</h1>\n  <p class="lead">${escape(page?.purpose ?? '')}</p>\n  <p>${escape(text.aboutAsk)} <a href="${contactHref}">${escape(text.write)}</a>.</p>\n</article>`
}

function document(site: Site, path: string, main: string): ProjectFile {
  const { spec, text, brief } = site
  const own = spec.pages.find((one) => one.path === path)
  const title = path === '/' ? spec.name : `${own?.title ?? path} · ${spec.name}`
  const links = spec.pages.map((one) => {
    const current = one.path === path ? ' aria-current="page"' : ''
    return `<li><a href="${sitePageFile(one.path)}"${current}>${escape(one.title ?? one.path)}</a></li>`
  })
  // With one page only, what it holds is where one can go.
  if (spec.pages.length === 1)
    links.splice(
      0,
      1,
      ...homeSections(site)
        .slice(0, 6)
        .map(({ slug, title: label }) => `<li><a href="#${slug}">${escape(label)}</a></li>`),
    )
  const foot = [brief.facts.address ?? brief.facts.place, brief.facts.phone].filter((one) => one !== undefined)
  const content = `<!doctype html>
<html lang="${spec.locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title>
    <meta name="description" content="${escape(path === '/' ? leadOf(site) : (own?.purpose ?? spec.name))}">
    <meta name="theme-color" content="${escape(spec.theme.background)}">
    <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="${spec.theme.component}"/></svg>`)}">
    <link rel="stylesheet" href="styles.css">
    <script src="script.js" defer></script>
  </head>
  <body>
    <a class="skip" href="#main">${text.skip}</a>
    <header class="top">
      <a class="brand" href="index.html">${escape(spec.name)}</a>
      <button class="menu" type="button" aria-expanded="false" aria-controls="navigation" hidden>${text.menu}</button>
      <nav id="navigation" aria-label="${text.main}">
        <ul>
${indent(links.join('\n'), 10)}
        </ul>
      </nav>
    </header>
    <main id="main">
${indent(main, 6)}
    </main>
    <footer class="bottom">
      <p>${escape(spec.name)}</p>${foot.length === 0 ? '' : `\n      <p>${foot.map((one) => escape(one)).join(' · ')}</p>`}
    </footer>
  </body>
</html>
`
  return { path: sitePageFile(path), content }
}

function readme(site: Site): string {
  const { spec, text, brief } = site
  const files = [
    ...spec.pages.map(({ path, title }) => `- \`${sitePageFile(path)}\`: ${title ?? path}`),
    '- `styles.css`',
    '- `script.js`',
    '- `devora.json`',
  ]
  const sample = text.readmeSample(brief.facts.email === undefined ? text.readmeAddress : '')
  return `# ${spec.name}\n\n${leadOf(site)}\n\n${text.readmeOpen}\n\n## ${text.readmeFiles}\n\n${files.join('\n')}\n\n${sample}\n`
}
