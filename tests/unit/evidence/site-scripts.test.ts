import { expect, test } from 'vitest'
import { writingScript } from '@/lib/domains/evidence/behaviour/site-scripts'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { writeSite } from '@/lib/domains/generation/builtin/site/write-site'

/* A page with a script that only listens shows what it says; of any other nobody knows without a browser. */

const of = (script: string, body = '<p>Bread</p>'): string | null =>
  writingScript(`<!doctype html><body>${body}<script src="a.js"></script></body>`, (source) =>
    source === 'a.js' ? script : null,
  )

test('the script of our own sites writes nothing', () => {
  const files = new Map(
    writeSite(planSite({ prompt: 'A site about bees' })).map(({ path, content }) => [path, content]),
  )
  expect(writingScript(files.get('index.html')!, (source) => files.get(source) ?? null)).toBeNull()
})

test.each([
  ['nothing', ''],
  ['a class', "document.querySelector('p').classList.add('is-open')"],
  ['a state', "document.querySelector('p').setAttribute('aria-expanded', 'true')"],
])('%s is no text', (_, script) => {
  expect(of(script)).toBeNull()
})

test.each([
  "document.querySelector('p').textContent = 'Cake'",
  "document.querySelector('p').innerHTML = '<b>Cake</b>'",
  "document.querySelector('p')['inner' + 'HTML'] = 'Cake'",
  "document.querySelector('p').append('Cake')",
  "document.querySelector('p').insertAdjacentText('beforeend', 'Cake')",
  "document.querySelector('p').setAttribute('aria-label', 'Cake')",
  "document.querySelector('p').inner\\u0048TML = 'Cake'",
  'document.write(`Cake`)',
  "fetch('/cake.json')",
  "import('./cake.js')",
  "eval('cake')",
])('may write: %s', (script) => {
  expect(of(script)).toBe('a.js')
})

test('what lies folded in the page may be shown; so may what comes from elsewhere, or stands in the page', () => {
  const opens = "document.querySelector('p').hidden = false"
  expect(of(opens, '<p hidden>Cake</p>')).toBe('a.js')
  expect(of(opens, '<p class="card hidden">Cake</p>')).toBe('a.js')
  expect(of(opens, '<button hidden>Menu</button>')).toBeNull()
  expect(writingScript('<script src="https://example.com/a.js"></script>', () => null)).toBe('https://example.com/a.js')
  expect(writingScript('<script>document.body.textContent = 1</script>', () => null)).toBe('itself')
  expect(writingScript('<script>document.body.textContent = 1', () => null)).toBe('itself')
  expect(writingScript('<SCRIPT type="application/ld+json">{"name":"x"}</SCRIPT>', () => null)).toBeNull()
})
