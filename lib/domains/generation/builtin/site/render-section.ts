import { drawing, initialsOf, plan as mapDrawing } from './art'
import type { Item, Section, SectionKind, SiteBrief } from './brief'
import { escape, indent, mailLink, phoneLink } from './markup'
import { itemsOf } from './samples'
import type { SiteTexts } from './texts'

/**
 * One section as HTML. Each kind has the form its content asks for: a menu is a list of dishes, a programme a list of
 * times.
 */

export type Shown = { brief: SiteBrief; name: string; text: SiteTexts; address: string; contactHref: string }

const lines = (items: readonly Item[], each: (item: Item, index: number) => string): string =>
  indent(items.map(each).join('\n'), 4)
const paragraph = (text: string | undefined): string => (text === undefined ? '' : `\n  <p>${escape(text)}</p>`)
const badge = (price: string | undefined): string =>
  price === undefined ? '' : `\n  <p class="price">${escape(price)}</p>`

const card = (item: Item): string =>
  `<li class="card">\n  <h3>${escape(item.title)}</h3>${paragraph(item.text)}${badge(item.price)}\n</li>`
const pictured = (item: Item): string =>
  `<li class="card pictured">\n  ${drawing(item.title)}\n  <h3>${escape(item.title)}</h3>${paragraph(item.text)}${badge(item.price)}\n</li>`
const cards = (items: readonly Item[]): string => `<ul class="cards">\n${lines(items, card)}\n</ul>`

const FORMS: Partial<Record<SectionKind, (items: readonly Item[], shown: Shown, section: Section) => string>> = {
  products: (items) => `<ul class="cards">\n${lines(items, pictured)}\n</ul>`,
  list: (items, _shown, section) =>
    section.items.length > 0
      ? cards(items)
      : `<ul class="cards">\n${lines(items, items.length < 3 ? card : pictured)}\n</ul>`,
  features: (items) =>
    `<ol class="features">\n${lines(items, ({ title, text }, index) => `<li>\n  <span class="number" aria-hidden="true">${String(index + 1).padStart(2, '0')}</span>\n  <h3>${escape(title)}</h3>${paragraph(text)}\n</li>`)}\n</ol>`,
  gallery: (items) =>
    `<ul class="gallery">\n${lines(items, ({ title }, index) => `<li>\n  <figure>\n    ${drawing(`${title}${index}`, index % 3 === 0 ? 'wide' : 'square')}\n    <figcaption>${escape(title)}</figcaption>\n  </figure>\n</li>`)}\n</ul>`,
  menu: (items) => {
    const groups = Map.groupBy(items, ({ group }) => group ?? '')
    const dish = ({ title, price }: Item): string =>
      `<li><span>${escape(title)}</span><span class="dots" aria-hidden="true"></span>${price === undefined ? '' : `<span class="price">${escape(price)}</span>`}</li>`
    const parts = [...groups].map(
      ([group, dishes]) =>
        `<div>\n  <h3>${escape(group)}</h3>\n  <ul class="dishes">\n${lines(dishes, dish)}\n  </ul>\n</div>`,
    )
    return `<div class="menu-card">\n${indent(parts.join('\n'), 2)}\n</div>`
  },
  pricing: (items, { text, contactHref }) =>
    `<ul class="cards prices">\n${lines(items, ({ title, text: said, price }) => `<li class="card">\n  <h3>${escape(title)}</h3>${price === undefined ? '' : `\n  <p class="amount">${escape(price)}</p>`}${paragraph(said)}\n  <a class="button quiet" href="${contactHref}">${escape(text.choose(title))}</a>\n</li>`)}\n</ul>`,
  quotes: (items) =>
    `<ul class="quotes">\n${lines(items, ({ title, text }) => `<li>\n  <figure>\n    <blockquote><p>${escape(text ?? '')}</p></blockquote>\n    <figcaption>${escape(title)}</figcaption>\n  </figure>\n</li>`)}\n</ul>`,
  faq: (items) =>
    `<div class="questions">\n${lines(items, ({ title, text }) => `<details>\n  <summary>${escape(title)}</summary>${paragraph(text ?? '')}\n</details>`)}\n</div>`,
  schedule: (items, { brief, text }) => {
    const days = daysOf(brief, text)
    const row = ({ title, text: said, when }: Item): string =>
      `<li><span class="when">${escape(when ?? '')}</span><div><h4>${escape(title)}</h4>${said === undefined ? '' : `<p>${escape(said)}</p>`}</div></li>`
    const parts = days.map(
      (day) => `<div>\n  <h3>${escape(day)}</h3>\n  <ol class="times">\n${lines(items, row)}\n  </ol>\n</div>`,
    )
    return `<div class="days">\n${indent(parts.join('\n'), 2)}\n</div>`
  },
  people: (items) =>
    `<ul class="people">\n${lines(items, ({ title, text }) => `<li>\n  <span class="initials" aria-hidden="true">${escape(initialsOf(title))}</span>\n  <h3>${escape(title)}</h3>${paragraph(text)}\n</li>`)}\n</ul>`,
  sponsors: (items) => `<ul class="sponsors">\n${lines(items, ({ title }) => `<li>${escape(title)}</li>`)}\n</ul>`,
  news: (items) =>
    `<ul class="news">\n${lines(items, ({ title, text }) => `<li>\n  <article>\n    <h3>${escape(title)}</h3>\n    <p>${escape(text ?? '')}</p>\n  </article>\n</li>`)}\n</ul>`,
  help: (items, { contactHref, text }) =>
    `<p class="lead">${escape(text.helpLead)}</p>\n${cards(items)}\n<p><a class="button" href="${contactHref}">${escape(text.write)}</a></p>`,
  story: (items) =>
    `<div class="story">\n${lines(items, ({ title, text }) => `<div>\n  <h3>${escape(title)}</h3>${paragraph(text)}\n</div>`)}\n</div>`,
  hours: (_items, { brief, text }) => hours(brief, text),
  location: (_items, shown) => location(shown),
  booking: (_items, shown) => `<p class="lead">${escape(shown.text.bookLead)}</p>\n${reach(shown)}`,
  contact: (_items, shown) => contactForm(shown),
}

/** @param level of its heading: 1 where the section is a page of its own */
export function renderSection(section: Section, shown: Shown, level: 1 | 2 = 2): string {
  const items = itemsOf(section, shown.brief)
  const inner = (FORMS[section.kind] ?? cards)(items, shown, section)
  const body =
    level === 1
      ? inner.replace(/<(\/?)h([34])>/g, (_whole, end: string, depth: string) => `<${end}h${Number(depth) - 1}>`)
      : inner
  return `<section class="part part-${section.kind}" id="${section.slug}" aria-labelledby="${section.slug}-title">
  <h${level} id="${section.slug}-title">${escape(section.title)}</h${level}>
${indent(body, 2)}
</section>`
}

/** The three days of "14 a 16 de agosto"; one when only one is said. */
function daysOf({ facts, locale }: SiteBrief, text: SiteTexts): string[] {
  const range = /^(\d{1,2})\s*(?:-|–|to|a|al|y|and|until|hasta)\s*(\d{1,2})\s+(?:de |of )?(\p{L}+)/u.exec(
    facts.dates ?? '',
  )
  const flipped = /^(\p{L}+)\s+(\d{1,2})\s*(?:-|–|to|and)\s*(\d{1,2})/u.exec(facts.dates ?? '')
  const [from, to, month] = range
    ? [Number(range[1]), Number(range[2]), range[3]!]
    : flipped
      ? [Number(flipped[2]), Number(flipped[3]), flipped[1]!]
      : [0, 0, '']
  if (from === 0 || to < from || to - from > 6) return [facts.dates ?? text.days(1)]
  return Array.from({ length: to - from + 1 }, (_, index) =>
    locale === 'es' ? `${from + index} de ${month}` : `${month} ${from + index}`,
  )
}

function hours({ facts }: SiteBrief, text: SiteTexts): string {
  const said = facts.hours.map(splitHours).map(([days, time]) => [days === '' ? text.hoursLabel : days, time])
  const rows = said.length > 0 ? said : text.hoursFallback
  return `<dl class="hours">\n${indent(rows.map(([day, time]) => `<div><dt>${escape(day!)}</dt><dd>${escape(time!)}</dd></div>`).join('\n'), 2)}\n</dl>`
}

/** "martes a domingo de 12 a 22 h" → days, times; the days are empty where none are said. */
export function splitHours(said: string): [string, string] {
  const at = said.search(/\d/)
  const days = said
    .slice(0, at)
    .replace(/[\s,:]*(?:from|de|desde las|de las)?\s*$/i, '')
    .trim()
  return [days.charAt(0).toLocaleUpperCase() + days.slice(1), said.slice(at)]
}

function location(shown: Shown): string {
  const { brief, text } = shown
  const where = brief.facts.address ?? brief.facts.place
  const map =
    where === undefined
      ? ''
      : `\n<p><a class="button quiet" href="https://www.openstreetmap.org/search?query=${encodeURIComponent(where)}">${escape(text.seeMap)}</a></p>`
  const said =
    where === undefined ? text.locationAsk : brief.facts.address === undefined ? text.locationLead(where) : where
  return `<div class="place">\n  <div>\n    <p class="lead">${escape(said)}</p>${indent(map, 4)}\n  </div>\n  ${mapDrawing(where ?? shown.name)}\n</div>`
}

/** Every way there is to reach them. */
function reach({ brief, text, address }: Shown): string {
  const { phone } = brief.facts
  const ways = [
    ...(phone === undefined ? [] : [`<div><dt>${text.orPhone}</dt><dd>${phoneLink(phone)}</dd></div>`]),
    `<div><dt>${text.orMail}</dt><dd>${mailLink(address)}</dd></div>`,
    ...(brief.facts.address === undefined
      ? []
      : [`<div><dt>${text.where}</dt><dd>${escape(brief.facts.address)}</dd></div>`]),
  ]
  return `<dl class="reach">\n${indent(ways.join('\n'), 2)}\n</dl>`
}

/** A plain site has no server to receive a form: the visitor's own mail program sends it, also without the script. */
export function contactForm(shown: Shown): string {
  const { text, address } = shown
  return `<p class="lead">${text.contactLead}</p>
<div class="contact">
  <form class="letter" action="mailto:${escape(address)}" method="post" enctype="text/plain">
    <label for="name">${text.yourName}</label>
    <input id="name" name="name" autocomplete="name" required>
    <label for="message">${text.message}</label>
    <textarea id="message" name="message" rows="6" required></textarea>
    <button class="button" type="submit">${text.send}</button>
  </form>
${indent(reach(shown), 2)}
</div>`
}
