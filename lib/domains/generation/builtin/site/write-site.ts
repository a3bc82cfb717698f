import { type AppSpec, DevoraJson, type Field } from '../../../spec/contract'
import { humanize } from '../../../spec/names'
import type { ProjectFile } from '../../agents/agent'
import { rowTitle, sampleRows } from '../database/write-seed'
import { type EntityModel, modelOf, type ProjectModel } from '../project-model'
import { sitePageFile } from './plan-site'
import { SITE_SCRIPT } from './script'
import { siteStyles } from './styles'
import { type SiteTexts, siteTexts } from './texts'

/** A plain site from its plan: HTML, one stylesheet, one script, nothing from anywhere else. Pure and deterministic. */

type Site = { spec: AppSpec; project: ProjectModel; text: SiteTexts; things: string }
const ADDRESS = 'hello@example.com'
const MOST_CARDS = 6
const MOST_FACTS = 3
const SHOWN = new Set<Field['type']>(['text', 'longtext', 'integer', 'number', 'money', 'boolean', 'enum'])

const escape = (value: string): string => value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const indent = (block: string, by: number): string => block.replace(/^(?=.)/gm, ' '.repeat(by))

/** What follows from the plan alone; written by the architect stage. */
export const writeSiteRoot = (spec: AppSpec): ProjectFile[] => [
  { path: 'devora.json', content: `${JSON.stringify(DevoraJson.parse(spec), null, 2)}\n` },
]

export function writeSite(spec: AppSpec): ProjectFile[] {
  const project = modelOf(spec)
  const text = siteTexts(spec.locale)
  const names = project.entities.map((model) => model.names.labelMany.toLowerCase())
  const things = new Intl.ListFormat(spec.locale, { type: 'conjunction' }).format(names)
  const site: Site = { spec, project, text, things }
  return [
    page(site, '/', home(site)),
    page(site, '/about', about(site)),
    page(site, '/contact', contact(site)),
    { path: 'styles.css', content: siteStyles(spec) },
    { path: 'script.js', content: SITE_SCRIPT },
    { path: 'README.md', content: readme(site) },
  ]
}

function page({ spec, text, things }: Site, path: string, main: string): ProjectFile {
  const own = spec.pages.find((one) => one.path === path)
  const title = path === '/' ? spec.name : `${own?.title ?? path} · ${spec.name}`
  const description = path === '/' ? text.lead(things) : (own?.purpose ?? spec.name)
  const links = spec.pages.map((one) => {
    const current = one.path === path ? ' aria-current="page"' : ''
    return `<li><a href="${sitePageFile(one.path)}"${current}>${escape(one.title ?? one.path)}</a></li>`
  })
  const content = `<!doctype html>
<html lang="${spec.locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title>
    <meta name="description" content="${escape(description)}">
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
      <p>${escape(spec.name)}</p>
    </footer>
  </body>
</html>
`
  return { path: sitePageFile(path), content }
}

function home(site: Site): string {
  const { spec, text, things, project } = site
  const jumps = project.entities.map(
    ({ names }) => `<li><a class="button" href="#${names.slug}">${escape(text.see(names.labelMany.toLowerCase()))}</a></li>`,
  )
  const rows = sampleRows(project)
  return `<section class="hero">
  <h1>${escape(spec.name)}</h1>
  <p class="lead">${escape(text.lead(things))}</p>
  <ul class="jumps" aria-label="${text.sections}">
${indent(jumps.join('\n'), 4)}
  </ul>
</section>
<form class="filter" role="search" hidden>
  <label for="filter">${text.filter}</label>
  <input id="filter" type="search" autocomplete="off">
  <p class="none" role="status" data-none="${text.noMatches}"></p>
</form>
${project.entities.map((model) => section(site, model, rows.get(model.entity.table) ?? [])).join('\n')}`
}

type Rows = ReturnType<typeof sampleRows> extends Map<string, infer R> ? R : never

function section({ project, text }: Site, model: EntityModel, rows: Rows): string {
  const { names } = model
  const facts = model.fields.filter((field) => field !== model.title && SHOWN.has(field.type)).slice(0, MOST_FACTS)
  const cards = rows.slice(0, MOST_CARDS).map(({ values }, index) => {
    const titled = model.title === null ? undefined : values[model.title.column]
    const said = facts.flatMap((field) => {
      const shown = valueText(field, values[field.column], project.locale, text)
      return shown === null ? [] : [`<div><dt>${escape(humanize(field.name))}</dt><dd>${escape(shown)}</dd></div>`]
    })
    const title = typeof titled === 'string' ? titled : rowTitle(project, model, index)
    const list = said.length === 0 ? '' : `\n  <dl>\n${indent(said.join('\n'), 4)}\n  </dl>`
    return `<li class="card">\n  <h3>${escape(title)}</h3>${list}\n</li>`
  })
  return `<section class="things" id="${names.slug}" aria-labelledby="${names.slug}-title">
  <h2 id="${names.slug}-title">${escape(names.labelMany)}</h2>
  <p>${escape(text.sectionLead(names.labelMany.toLowerCase()))}</p>
  <ul class="cards">
${indent(cards.join('\n'), 4)}
  </ul>
</section>`
}

function valueText(field: Field, value: unknown, locale: 'en' | 'es', text: SiteTexts): string | null {
  if (typeof value === 'boolean') return value ? text.yes : text.no
  if (typeof value === 'number') {
    const amount =
      field.type === 'money'
        ? new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(value / 100)
        : new Intl.NumberFormat(locale).format(value)
    return field.unit === undefined ? amount : `${amount} ${field.unit}`
  }
  if (typeof value !== 'string' || value === '') return null
  return field.type === 'enum' ? humanize(value) : value
}

function about({ spec, text, things, project }: Site): string {
  const items = project.entities.map(({ names }) => `<li><a href="index.html#${names.slug}">${escape(names.labelMany)}</a></li>`)
  return `<article class="prose">
  <h1>${text.about}</h1>
  <p class="lead">${escape(text.aboutLead(spec.name, things))}</p>
  <h2>${text.aboutWhat}</h2>
  <ul>
${indent(items.join('\n'), 4)}
  </ul>
  <h2>${text.aboutHow}</h2>
  <p>${text.aboutHowText} <a href="contact.html">${text.contact}</a>.</p>
</article>`
}

/** A plain site has no server to receive a form: the visitor's own mail program sends it, also without the script. */
const contact = ({ text }: Site): string => `<article class="prose">
  <h1>${text.contact}</h1>
  <p class="lead">${text.contactLead}</p>
  <form class="letter" action="mailto:${ADDRESS}" method="post" enctype="text/plain">
    <label for="name">${text.yourName}</label>
    <input id="name" name="name" autocomplete="name" required>
    <label for="message">${text.message}</label>
    <textarea id="message" name="message" rows="6" required></textarea>
    <button class="button" type="submit">${text.send}</button>
  </form>
  <p>${text.orMail} <a href="mailto:${ADDRESS}">${ADDRESS}</a>.</p>
</article>`

function readme({ spec, text, things }: Site): string {
  const files = [
    ...spec.pages.map(({ path, title }) => `- \`${sitePageFile(path)}\`: ${title ?? path}`),
    '- `styles.css`',
    '- `script.js`',
    '- `devora.json`',
  ]
  return `# ${spec.name}\n\n${text.lead(things)}\n\n${text.readmeOpen}\n\n## ${text.readmeFiles}\n\n${files.join('\n')}\n\n${text.readmeSample}\n`
}
