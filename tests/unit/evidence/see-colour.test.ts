import { describe, expect, test } from 'vitest'
import { seeColour } from '@/lib/domains/evidence/behaviour/look/see-colour'
import type { Page } from '@/lib/domains/evidence/behaviour/page/page'
import { readPage } from '@/lib/domains/evidence/behaviour/page/read-page'

/** Colours as a browser would draw them, told from the style sheets alone. */

const pageOf = (html: string): Page =>
  readPage({ url: new URL('http://localhost:3000/'), status: 200, html, isReply: false })

const NAVY = '#000080'
const seen = (css: string, body: string, of: 'background' | 'component', colour = NAVY) =>
  seeColour(pageOf(`<html><head></head><body class="page">${body}</body></html>`), [css], {
    do: 'see_colour',
    colour,
    of,
  }).is

describe('the colour behind a page', () => {
  test.each<[string, string, string]>([
    ['of the root', 'html { background-color: navy }', ''],
    ['of the body, in another notation', 'body { background: rgb(0 0 128) }', ''],
    ['by a class', '.page { background: #000080 }', ''],
    ['by a custom property', ':root { --paper: #000080 } body { background-color: var(--paper) }', ''],
    ['by one that stands for another', ':root { --a: navy; --b: var(--a) } html { background: var(--b) }', ''],
    ['by what is given instead', 'html { background: var(--nowhere, navy) }', ''],
    ['of the box that holds everything', '#app { background: navy }', '<div id="app"><p>One</p><p>Two</p></div>'],
    ['of the later rule', 'body { background: red } body { background: navy }', ''],
    ['of the closer rule', 'body.page { background: navy } body { background: red }', ''],
    ['of what is important', 'body { background: navy !important } body.page { background: red }', ''],
    [
      'of the later layer',
      '@layer one, two; @layer two { body { background: navy } } @layer one { .page { background: red } }',
      '',
    ],
    ['outside of layers', 'body { background: navy } @layer late { .page { background: red } }', ''],
    ['on a wide screen', '@media (min-width: 40rem) { body { background: navy } }', ''],
    ['in a nested rule', 'html { body { background: navy } }', ''],
    ['of a style element', '', '<style>body { background: navy }</style>'],
  ])('%s', (_, css, body) => {
    expect(seen(css, body, 'background')).toBe('done')
  })

  test.each<[string, string]>([
    ['white where nothing is said', ''],
    ['in the dark alone', '@media (prefers-color-scheme: dark) { body { background: navy } }'],
    ['on a phone alone', '@media (max-width: 30rem) { body { background: navy } }'],
    ['on paper alone', '@media print { body { background: navy } }'],
    ['while the mouse is over it', 'body:hover { background: navy }'],
    ['of a part', 'body::before { background: navy }'],
    ['of another one', '.other { background: navy }'],
    [
      'overruled by an attribute',
      'body { background: navy } html { background: navy } p { color: navy } body { background: red !important }',
    ],
  ])('is not %s', (_, css) => {
    expect(seen(css, '<p>Hello</p>', 'background')).toBe('failed')
  })

  test('is white by itself', () => {
    expect(seen('', '', 'background', '#ffffff')).toBe('done')
  })

  test('is not guessed where it is made of others', () => {
    expect(seen('body { background: linear-gradient(red, navy) }', '', 'background')).toBe('unproven')
    expect(seen('body { background: rgb(0 0 128 / 50%) }', '', 'background')).toBe('unproven')
  })
})

describe('the colour of components', () => {
  test.each<[string, string, string]>([
    ['a button', 'button { background: navy }', '<button>Save</button>'],
    ['a link that looks like one', '.cta { background-color: navy }', '<a class="cta" href="/">Go</a>'],
    ['a bar', 'header { background: navy }', '<header>Recipes</header>'],
    ['an attribute', '', '<button style="color: red; background: navy">Save</button>'],
    [
      'inherited properties',
      '.theme { --main: navy } .cta { background: var(--main) }',
      '<div class="theme"><a class="cta">Go</a></div>',
    ],
  ])('of %s', (_, css, body) => {
    expect(seen(css, body, 'component')).toBe('done')
  })

  test('is not that of a rule which nothing has', () => {
    expect(seen('.cta { background: navy }', '<button>Save</button>', 'component')).toBe('failed')
    expect(seen('button { color: navy }', '<button>Save</button><p>Or not</p>', 'component')).toBe('failed')
    expect(seen('.page { background: navy }', '<button>Save</button><p>Or not</p>', 'component')).toBe('failed')
  })
})

test('hostile sheets are read as far as they go', () => {
  expect(seen('body { background: var(--a) } :root { --a: var(--b); --b: var(--a) }', '', 'background')).toBe(
    'unproven',
  )
  expect(seen('@@@ }{', '', 'background')).toBe('failed')
  expect(seen(':nonsense(((, body:is( { background: navy }', '', 'background')).toBe('failed')
})
