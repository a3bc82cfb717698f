import { describe, expect, test } from 'vitest'
import { choose, fill, tick } from '@/lib/domains/evidence/behaviour/page/act-on-field'
import { keptBack } from '@/lib/domains/evidence/behaviour/page/constraints'
import { findControl } from '@/lib/domains/evidence/behaviour/page/find-control'
import { formRequest } from '@/lib/domains/evidence/behaviour/page/form-request'
import { PageTooLarge } from '@/lib/domains/evidence/behaviour/page/measure-markup'
import type { Page } from '@/lib/domains/evidence/behaviour/page/page'
import { beside, partsSaying } from '@/lib/domains/evidence/behaviour/page/parts'
import { readPage } from '@/lib/domains/evidence/behaviour/page/read-page'
import { readHay, says } from '@/lib/domains/evidence/behaviour/page/text'

/** A page as it is read, looked for things in, and sent from, without a browser. */

const pageOf = (body: string, path = '/'): Page =>
  readPage({
    url: new URL(path, 'http://localhost:3000'),
    status: 200,
    html: `<html><body>${body}</body></html>`,
    isReply: false,
  })
const textOf = (page: Page): string => readHay(page, page.document.body).joined.text.trim()

describe('what is seen', () => {
  const rows: [string, string, string][] = [
    ['plain text', '<p>One <b>t</b>wo</p><p>three</p>', 'one two three'],
    ['hidden', '<p hidden>no</p><p aria-hidden="true">no</p><p style="color:red; display: none">no</p>yes', 'yes'],
    ['classes', '<p class="hidden">no</p><p class="hidden md:block">wide</p><p class="lg:hidden">no</p>', 'wide'],
    ['for readers only', '<span class="sr-only">read</span>', 'read'],
    ['a closed part', '<details><summary>More</summary>no</details><dialog>no</dialog>', 'more'],
    ['an open part', '<details open><summary>More</summary>yes</details><dialog open>too</dialog>', 'more yes too'],
    [
      'signs in a field',
      '<textarea>Tom &amp; &quot;O&#x27;Brien&quot; &lt;b&gt; <i></textarea>',
      `tom & "o'brien" <b> <i>`,
    ],
    ['scripts', '<script>no</script><template>no</template><noscript>no</noscript><style>no</style>yes', 'yes'],
    ['a choice', '<select><option>a</option><option selected>b</option></select>', 'b'],
    ['a picture', '<img alt="A cat"><span role="img" aria-label="4 of 5"></span>', 'a cat 4 of 5'],
    [
      'the value of a field',
      '<input value="kept"><input type="search" value="no"><textarea>too</textarea>',
      'kept too',
    ],
  ]
  test.each(rows)('%s', (_, body, expected) => {
    expect(textOf(pageOf(body))).toBe(expected)
  })

  test('is not what a field repeats of the address', () => {
    expect(textOf(pageOf('<input name="q" value="tokyo">', '/?q=tokyo'))).toBe('')
  })

  test('comes in its place although it was sent late', () => {
    const page = pageOf(`<main><h1>Trips</h1><!--$?--><template id="B:0"></template><p>One moment</p><!--/$--><p>end</p>
      </main><div hidden id="S:0"><ul><template id="P:1"></template></ul></div>
      <div hidden id="S:1"><li>Oslo</li></div><script>$RS("S:1","P:1")</script><script>$RC("B:0","S:0")</script>`)
    expect(textOf(page)).toBe('trips oslo end')
  })

  test('is told by whole words and numbers', () => {
    expect([says('30 min', '3'), says('3.5', '3'), says('Notes', 'note'), says('A “note”!', 'a "NOTE"')]).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  test('has bounds', () => {
    expect(() => pageOf('<div>'.repeat(400))).toThrow(PageTooLarge)
    expect(() => pageOf('<p>a'.repeat(30_000))).toThrow(PageTooLarge)
    expect(() => pageOf(`<p ${'a '.repeat(200_000)}>`)).toThrow(PageTooLarge)
    expect(textOf(pageOf(`<p title=">${'<'.repeat(50_000)}">fine</p>`))).toBe('fine')
  })
})

const LIST = `<main><ul>
  <li><article><h3>Oslo</h3></article><button form="f">Delete</button></li>
  <li><article><h3>Rome</h3><p>Oslo is near</p></article>
    <button form="g">Delete<span class="sr-only"> Rome</span></button></li>
  <li><article><h3>Bern</h3></article></li>
</ul><form id="f" action="/f"></form><form id="g" action="/g"></form>
<nav><a href="/x">Next</a><a href="/x">Next</a></nav></main>`

describe('what words mean', () => {
  const formAt = (page: Page, words: string, near?: string): unknown => {
    const found = findControl(page, words, ['button'], near)
    return 'element' in found ? found.element.getAttribute('form') : found
  }

  test('a button beside what it is about', () => {
    const page = pageOf(LIST)
    expect([formAt(page, 'Delete', 'Rome'), formAt(page, 'Delete Rome')]).toEqual(['g', 'g'])
    expect(formAt(page, 'Delete', 'Bern')).toEqual({ none: true, isBeside: true })
    expect(formAt(page, 'Delete', 'Oslo')).toBe('f')
    expect(formAt(page, 'Keep')).toEqual({ none: true, isBeside: false })
  })

  test('nothing is beside an item that stands outside of it, though it is the only one', () => {
    const page = pageOf(
      '<section><ul><li><article><p>Oslo</p></article><b>4</b></li></ul><button>Delete</button></section>',
    )
    expect(findControl(page, 'Delete', ['button'], 'Oslo')).toEqual({ none: true, isBeside: true })
    expect(beside(page, 'Oslo', (part) => [...part.querySelectorAll('b')])).toHaveLength(1)
  })

  test('two links to one address are one', () => {
    expect(findControl(pageOf(LIST), 'next', ['link'])).toHaveProperty('element')
  })

  test('two that differ are unclear', () => {
    const page = pageOf('<form action="/a"><button>Save</button></form><form action="/b"><button>Save</button></form>')
    expect(findControl(page, 'Save', ['button'])).toEqual({ several: 2 })
    expect(fill(page, 'x', 'y', 'y').is).toBe('failed')
  })

  test('parts of a page are counted once', () => {
    expect(partsSaying(pageOf(LIST), 'Rome')).toHaveLength(1)
    expect(partsSaying(pageOf(LIST), 'Oslo')).toHaveLength(2)
  })
})

const FORM = `<form action="/save?x=1" method="POST" encType="multipart/form-data">
  <input type="hidden" name="$ACTION_REF_1">
  <input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;a&quot;}">
  <label for="t">Title <span>(required)</span></label><input id="t" name="title" required maxLength="8">
  <label>Price <input name="price" type="number" min="0" step="0.5"></label>
  <label>Code <input name="code" pattern="(a+)+b"></label>
  <fieldset><legend>Mood</legend>
    <label><input type="radio" name="mood" value="c" checked> Calm</label>
    <label><input type="radio" name="mood" value="w"> Wild</label></fieldset>
  <label>Kind <select name="kind"><option value="">Choose…</option><option value="s">Short</option></select></label>
  <label><input type="checkbox" name="shared"> Shared</label>
  <fieldset disabled><input name="gone" value="no"></fieldset>
  <button name="as" value="draft">Keep</button><button>Save</button></form>`

describe('a form', () => {
  const button = (page: Page, at: number): Element => page.document.querySelectorAll('button')[at]!
  const form = (page: Page): Element => page.document.querySelector('form')!

  test('is sent as a browser without JavaScript sends it', () => {
    const page = pageOf(FORM)
    expect(fill(page, 'Title', 'Tokyo brafu', 'Tokyo #1')).toEqual({ is: 'done' })
    expect(fill(page, 'price', '2.5', '2.5')).toEqual({ is: 'done' })
    expect(choose(page, 'Mood', 'wild')).toEqual({ is: 'done' })
    expect(choose(page, 'Kind', 'Short')).toEqual({ is: 'done' })
    expect(tick(page, 'Shared', true)).toEqual({ is: 'done' })
    expect(keptBack(page, form(page), button(page, 0))).toBeNull()
    const sent = formRequest(page, form(page), button(page, 0))
    expect([sent?.method, sent?.url.pathname, sent?.url.search]).toEqual(['POST', '/save', '?x=1'])
    expect([...((sent?.body as FormData | null) ?? [])]).toEqual([
      ['$ACTION_REF_1', ''],
      ['$ACTION_1:0', '{"id":"a"}'],
      ['title', 'Tokyo br'],
      ['price', '2.5'],
      ['code', ''],
      ['mood', 'w'],
      ['kind', 's'],
      ['shared', 'on'],
      ['as', 'draft'],
    ])
  })

  test('is kept back where a browser keeps it back, and a hostile pattern keeps nobody', () => {
    const page = pageOf(FORM)
    const why = (): string | null => keptBack(page, form(page), button(page, 1))
    expect(why()).toBe('The form is not sent: the field “Title (required)” is required and empty.')
    fill(page, 'Title', 'Oslo', 'Oslo')
    fill(page, 'Price', '-1', '-1')
    expect(why()).toContain('“Price” is not below 0')
    fill(page, 'Price', '1.2', '1.2')
    expect(why()).toContain('takes steps of 0.5')
    fill(page, 'Price', '1', '1')
    fill(page, 'Code', 'a'.repeat(60), '')
    expect(why()).toBeNull()
  })

  test('tells what a field does not take', () => {
    const page = pageOf(FORM)
    expect(fill(page, 'Price', 'brafu', '#1')).toMatchObject({ is: 'unproven' })
    expect(fill(page, 'Price', 'much', 'much')).toMatchObject({ is: 'failed' })
    expect(choose(page, 'Mood', 'Sad')).toEqual({ is: 'failed', seen: '“Mood” has no “Sad”.' })
  })

  test('of code that runs in a browser only is none', () => {
    const page = pageOf('<form action="javascript:throw 1"><button>Save</button></form>')
    expect(formRequest(page, form(page), button(page, 0))).toBeNull()
  })

  test('with GET puts its fields into the address', () => {
    const page = pageOf(
      '<form><label>Find <input name="q" value="a b"></label><button>Go</button></form>',
      '/list?old=1',
    )
    expect(formRequest(page, form(page), button(page, 0))?.url.href).toBe('http://localhost:3000/list?q=a+b')
  })
})
