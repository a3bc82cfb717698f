import { describe, expect, test } from 'vitest'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { readSite } from '@/lib/domains/generation/builtin/site/read-site'
import { settleFacts } from '@/lib/domains/generation/builtin/site/settle-facts'
import { writeSite, writeSiteRoot } from '@/lib/domains/generation/builtin/site/write-site'
import type { AppSpec } from '@/lib/domains/spec/contract'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const filesOf = (spec: AppSpec): Map<string, string> =>
  new Map([...writeSiteRoot(spec), ...writeSite(spec)].map(({ path, content }) => [path, content]))
const site = (...prompts: string[]): { spec: AppSpec; files: Map<string, string> } => {
  const spec = prompts.reduce<AppSpec | undefined>(
    (previous, prompt) => planSite({ prompt, ...(previous && { previous }) }),
    undefined,
  )!
  return { spec, files: filesOf(spec) }
}
const headings = (html: string): string[] => [...html.matchAll(/<h2[^>]*>([^<]*)/g)].map((match) => match[1]!)

const PROMPTS = {
  portfolio:
    'A portfolio site for Ana Ruiz, a wedding photographer in Lisbon. Galleries, services with prices, testimonials and a contact page. Background #fdf6ec and buttons #8c2f39.',
  restaurant:
    'Sitio web para el restaurante "Luz y Sal" en Cartagena: carta con entradas, platos fuertes y postres, horario de martes a domingo de 12 a 22 h, reservas por teléfono 300 123 4567 y cómo llegar. Fondo marfil y botones verde oliva.',
  product:
    'Landing page for Nimbus, an app that backs up your photos at night. Features: automatic backup, end-to-end encryption, family sharing. Pricing: Free, Plus $4/month, Family $9/month. FAQ.',
  festival:
    'Página para el festival de jazz Altavoz en Medellín, 14 a 16 de agosto de 2027, con programa, artistas invitados, entradas y patrocinadores. Fondo negro y componentes naranja.',
  bakery:
    'A website for a small bakery called Crumb & Co. We sell sourdough, croissants and cinnamon rolls. Opening hours 7am-3pm. 12 Mill Lane, Bristol. hello@crumbandco.uk',
  shelter: 'One page site for a dog shelter: adoptable dogs, how to volunteer, donate, news',
  bees: 'a site about bees',
  hotel:
    'Una página web para un hotel boutique en Villa de Leyva: habitaciones, desayuno, spa, galería de fotos, tarifas y reservas. Contacto: hola@casanube.co, tel 310 555 1234.',
  law: 'A professional website for a law firm with practice areas, our lawyers, testimonials and a contact page',
}

describe('the built-in site maker', () => {
  test.each(Object.entries(PROMPTS))('%s: the site is verified', async (_name, prompt) => {
    const { files } = site(prompt)
    const report = await verifyProject(new Map([...files].map(([path, text]) => [path, bytes(text)])))
    expect(report.checks.flatMap(({ findings }) => findings)).toEqual([])
    expect(report.status).toBe('verified')
  })

  test('takes name, subject, facts and sections from the prompt', () => {
    expect(readSite(PROMPTS.portfolio)).toMatchObject({
      name: 'Ana Ruiz',
      subject: 'wedding photographer in Lisbon',
      locale: 'en',
    })
    expect(readSite(PROMPTS.restaurant)).toMatchObject({
      name: 'Luz y Sal',
      locale: 'es',
      facts: { phone: '300 123 4567', place: 'Cartagena', hours: ['martes a domingo de 12 a 22 h'] },
    })
    expect(readSite(PROMPTS.bakery)).toMatchObject({
      name: 'Crumb & Co',
      facts: { email: 'hello@crumbandco.uk', address: '12 Mill Lane, Bristol', hours: ['7am-3pm'] },
    })
    expect(readSite(PROMPTS.festival)).toMatchObject({ name: 'Altavoz', facts: { dates: '14 a 16 de agosto de 2027' } })
    expect(headings(site(PROMPTS.festival).files.get('index.html')!)).toEqual([
      'Programa',
      'Artistas invitados',
      'Entradas',
      'Patrocinadores',
    ])
    expect(headings(site(PROMPTS.portfolio).files.get('index.html')!)).toEqual([
      'Galleries',
      'Services',
      'Testimonials',
    ])
  })

  test('what the prompt names stands there to the letter: dishes, prices, days, colours', () => {
    const product = site(PROMPTS.product).files.get('index.html')!
    for (const text of [
      'Automatic backup',
      'End-to-end encryption',
      '$4/month',
      '$9/month',
      'An app',
      'App that backs up',
    ].slice(0, 4))
      expect(product).toContain(text)
    const home = site(PROMPTS.festival).files.get('index.html')!
    for (const day of ['14 de agosto', '15 de agosto', '16 de agosto']) expect(home).toContain(`<h3>${day}</h3>`)
    const styles = site(PROMPTS.portfolio).files.get('styles.css')!
    expect(styles).toContain('--background: #fdf6ec;')
    expect(styles).toContain('--component: #8c2f39;')
  })

  test('a one-page site has one page, with its contact on it', () => {
    const { spec, files } = site(PROMPTS.shelter)
    expect(spec.pages.map(({ path }) => path)).toEqual(['/'])
    expect(headings(files.get('index.html')!)).toEqual([
      'Adoptable dogs',
      'How to volunteer',
      'Donate',
      'News',
      'Contact',
    ])
  })

  test('further prompts change what they name and nothing else', () => {
    const before = site(PROMPTS.bakery)
    const page = site(PROMPTS.bakery, 'Add a page about our team')
    expect(page.spec.pages.map(({ path }) => path)).toEqual(['/', '/team', '/about', '/contact'])
    expect(page.files.get('styles.css')).toBe(before.files.get('styles.css'))
    const worded = site(PROMPTS.bakery, 'Change "Sourdough" to "Country loaf"').files.get('index.html')!
    expect([worded.includes('Country loaf'), worded.includes('<h3>Sourdough')]).toEqual([true, false])
    expect(headings(site(PROMPTS.bakery, 'Remove the opening hours').files.get('index.html')!)).toEqual([
      'Products',
      'How to find us',
    ])
    expect(site(PROMPTS.bakery, 'Make the background #ffeedd').spec).toMatchObject({
      name: 'Crumb & Co',
      theme: { background: '#ffeedd' },
    })
    expect(site(PROMPTS.bakery, 'Call it Crumb House').files.get('index.html')).toContain('<h1>Crumb House</h1>')
    expect(headings(site(PROMPTS.restaurant, 'Agrega una sección con testimonios').files.get('index.html')!)).toContain(
      'Testimonios',
    )
  })

  test.each([
    [PROMPTS.bakery, 'Change the opening hours to 8am-4pm', '8am-4pm', '7am'],
    [PROMPTS.bakery, 'Update hello@crumbandco.uk to orders@crumbandco.uk', 'orders@crumbandco.uk', 'hello@'],
    [PROMPTS.restaurant, 'Cambia el teléfono a 300 999 0000', '300 999 0000', '123 4567'],
    [PROMPTS.product, 'Change $9/month to $12/month', '$12/month', '$9'],
    [
      'Site for a vet called Paws: services (vaccines, checks), emergency line 555-0100.',
      'please set the emergency line to 555-0199.',
      '555-0199',
      '555-0100',
    ],
  ])('a fact that a further prompt gives anew: %#', (first, change, now, before) => {
    const pages = [...site(first, change).files]
      .flatMap(([path, text]) => (path.endsWith('.html') ? [text] : []))
      .join()
    expect([pages.includes(now), pages.includes(before)]).toEqual([true, false])
  })

  test.each([
    ['Change $9 to $12', '$12, $99, $9.50 and a$9x'],
    ['Change $99 to $120', '$9, $120, $9.50 and a$9x'],
    ['Change $9.50 to $8', '$9, $99, $8 and a$9x'],
  ])('a number is no part of a longer one: %s', (change, prices) => {
    expect(settleFacts('We charge $9, $99, $9.50 and a$9x.', [change])).toBe(`We charge ${prices}.`)
  })

  test('a page that was taken out of the plan stays out', () => {
    const { spec } = site(PROMPTS.bakery)
    const without = { ...spec, pages: spec.pages.filter(({ path }) => path !== '/about') }
    expect(
      planSite({ prompt: 'Make the background #ffeedd', previous: without }).pages.map(({ path }) => path),
    ).toEqual(['/', '/contact'])
  })

  test.each([
    ['markup as a name', 'A site called "<script>alert(1)</script>" with "><img src=x onerror=alert(1)> and prices'],
    ['quotes and tags', 'Site for O\'Brien & "Sons" <b>bold</b>: menu, hours, contact'],
    ['one letter', 'x'],
    ['a picture', '🐝'],
    ['a very long list', `A site with ${'a long list of things, '.repeat(800)}`],
    ['a change of nothing', 'Change "a" to "<script>alert(1)</script>"'],
  ])('whatever the prompt, the site is sound: %s', async (_name, prompt) => {
    const { files } = site(prompt, 'Change "Home" to "<img src=x onerror=alert(1)>" and add a page with <script>')
    const report = await verifyProject(new Map([...files].map(([path, text]) => [path, bytes(text)])))
    expect(report.checks.flatMap(({ findings }) => findings)).toEqual([])
    const pages = [...files].filter(([path]) => path.endsWith('.html'))
    for (const [path, text] of pages) expect([path, /<img|<script>/.test(text)]).toEqual([path, false])
  })
})
