import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { controlProject } from '@/lib/domains/evidence/behaviour/controls/control-project'
import { fill } from '@/lib/domains/evidence/behaviour/page/act-on-field'
import { readPage } from '@/lib/domains/evidence/behaviour/page/read-page'
import { toggle } from '@/lib/domains/evidence/behaviour/page/shown'
import { drawPage, stylesOf } from '@/lib/domains/evidence/pictures/draw-page'
import { documentOf, MAX_PICTURE_BYTES, type Pictures } from '@/lib/domains/evidence/pictures/picture'
import { stillStyles } from '@/lib/domains/evidence/pictures/still-styles'
import { HOSTILE_PAGE } from '../../support/hostile-page'

/** The page at which a scenario ended: as somebody saw it, and dead. */

const read = (body: string, head = '') =>
  readPage({
    url: new URL('http://localhost:3000/'),
    status: 200,
    html: `<html lang="en" class="dark"><head>${head}</head><body class="p-4">${body}</body></html>`,
    isReply: false,
  })
const drawn = (body: string): string => drawPage(read(body), new Set())

test('shows what was typed, chosen and opened, and marks what was found', () => {
  const page = read(`<main><h1>Trips</h1><form action="/x" method="post"><label>Name <input name="n"></label>
    <label>Key <input type="password" name="k"></label><input type="hidden" name="t" value="secret">
    <label>Note <textarea name="o"></textarea></label>
    <select name="s"><option>a</option><option selected>b</option></select>
    <button formaction="/y" onclick="go()">Save</button></form>
    <details><summary>More</summary><p>inside</p></details><a href="/z" class="underline">Next</a></main>`)
  fill(page, 'Name', 'Oslo & "so"', 'Oslo')
  fill(page, 'Key', 'hunter2', 'hunter2')
  fill(page, 'Note', '</textarea><script>', 'x')
  toggle(page, page.document.querySelector('details')!)
  const html = drawPage(page, new Set([page.document.querySelector('h1')!]))
  const { document } = parseHTML(html)
  expect(document.documentElement.className).toBe('dark')
  expect(document.querySelector('h1')!.hasAttribute('data-devora-found')).toBe(true)
  expect([...document.querySelectorAll('input')].map((one) => one.getAttribute('value'))).toEqual([
    'Oslo & "so"',
    '••••••••',
  ])
  expect(html).toContain('>\n&lt;/textarea&gt;&lt;script&gt;</textarea>')
  expect(document.querySelector('option[selected]')!.textContent).toBe('b')
  expect(document.querySelector('details')!.hasAttribute('open')).toBe(true)
  expect(document.querySelector('a')!.getAttribute('class')).toBe('underline')
  expect(html).not.toMatch(/href|action|onclick|secret|hunter2|<script/)
})

test('has nothing of a hostile page that runs, goes, sends or loads', () => {
  const page = read(...HOSTILE_PAGE('https://evil.test'))
  const html = documentOf(
    { styles: stylesOf(page), pictures: [] },
    { ask: 'a1', scenario: 0, path: '/', html: drawPage(page, new Set()), styles: [0] },
  )
  expect(html).toContain('I look harmless')
  const { document } = parseHTML(html)
  const names = new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))
  for (const name of ['script', 'base', 'link', 'iframe', 'object', 'embed', 'video', 'audio', 'noscript', 'template'])
    expect(names.has(name), name).toBe(false)
  const attributes = [...document.querySelectorAll('body, body *')].flatMap((one) => [...one.attributes])
  expect(
    attributes.filter(({ name }) => /^on|href|action|ping|srcdoc|srcset|target|autofocus|data-devora/.test(name)),
  ).toEqual([])
  expect(attributes.filter(({ name, value }) => name === 'src' && !value.startsWith('data:image/png'))).toEqual([])
  // What is said to be a title is words.
  expect(attributes.filter(({ name, value }) => name !== 'title' && value.includes('evil.test'))).toEqual([])
  expect(html.match(/http-equiv="[^"]*"/g)).toEqual(['http-equiv="Content-Security-Policy"'])
})

test('cannot leave its styles, nor a tag, nor an attribute', () => {
  const css = stillStyles('a{content:"</style><script>"}@import url(//x);b{background:url( "//x/y" )}c{d:url(data:a)}')
  expect(css).toBe('a{content:"<\\/style><script>"}b{background:none}c{d:url(data:a)}')
  expect(
    drawn('<p title="&quot;&gt;&lt;b&gt;" style="background:url(//x)">&lt;b&gt;<my-card>x</my-card></p>'),
  ).toContain('<p title="&quot;&gt;&lt;b&gt;" style="background:none">&lt;b&gt;<span>x</span></p>')
  expect(drawn('<img src="data:image/png;base64,AA" alt="a"><img src="/b.png" alt="b">')).toContain(
    '<img src="data:image/png;base64,AA" alt="a"><img alt="b">',
  )
})

const PROMPT = 'A page about bread'
const steps = (path: string, text: string) => ({
  title: `It says ${text}`,
  steps: [
    { do: 'visit', path },
    { do: 'see', text },
  ],
})
const files = new Map(
  Object.entries({
    'index.html': `<!doctype html><html lang="en"><link rel="stylesheet" href="look.css"><h1>Bread</h1></html>`,
    'large.html': `<!doctype html><html lang="en"><h1>Bread</h1><p>${'All of it. '.repeat(20_000)}</p></html>`,
    'look.css': 'h1{color:#123456}',
    'devora.json': JSON.stringify({
      devora: 1,
      mode: 'site',
      prompts: [{ text: PROMPT, context: [], notUnderstood: [] }],
      asks: [
        {
          id: 'a1',
          prompt: 0,
          spans: [{ from: 0, text: PROMPT }],
          meaning: PROMPT,
          kind: 'page',
          state: 'planned',
          scenarios: [steps('/', 'Bread'), steps('/', 'Cake'), steps('/large', 'Bread')],
        },
      ],
    }),
  }).map(([path, text]) => [path, new TextEncoder().encode(text)]),
)

test('is taken of each scenario, where it failed or at its end; what is too large is left out', async () => {
  let album: Pictures = { styles: [], pictures: [] }
  const never = (): Promise<never> => Promise.reject(new Error('a plain site needs none'))
  const { signal } = new AbortController()
  const onPictures = (taken: Pictures): Promise<void> => Promise.resolve(void (album = taken))
  await controlProject(files, [], { scratch: never, previewRuntime: never, signal, onPictures })
  expect(album.pictures.map(({ ask, scenario, path, html }) => [ask, scenario, path, html !== null])).toEqual([
    ['a1', 0, '/', true],
    ['a1', 1, '/', true],
    ['a1', 2, '/large', false],
  ])
  const [found, failed] = album.pictures
  expect(found!.html).toContain('<h1 data-devora-found="">Bread</h1>')
  expect(failed!.html).toContain('<h1>Bread</h1>')
  const document = documentOf(album, { ...found!, html: found!.html! })
  expect(document).toContain('<style>h1{color:#123456}</style>')
  expect(document.length).toBeLessThan(MAX_PICTURE_BYTES)
})
