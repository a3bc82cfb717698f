import { expect, test } from 'vitest'
import { type Moves, VirtualHistory, VirtualLocation } from '@/lib/app-runtime/tab/virtual-location'
import { writeDocument } from '@/lib/app-runtime/tab/write-document'
import { sqlOf } from '@/lib/domains/preview/project-parts'

const HOME = 'http://localhost:3000'

function opened(path: string): { location: VirtualLocation; history: VirtualHistory; said: unknown[] } {
  const said: unknown[] = []
  const moves: Moves = {
    step: ({ kind, url }) => said.push([kind, url]),
    go: (distance) => said.push(['go', distance]),
    navigate: ({ url, isReplacing }) => said.push([isReplacing ? 'replace document' : 'document', url]),
    reload: () => said.push(['reload']),
  }
  const location = new VirtualLocation(HOME + path, moves, () => undefined)
  return { location, history: new VirtualHistory({ state: null, length: 1 }, location, moves), said }
}

test('another address is a new document, another hash is none', () => {
  const { location, said } = opened('/recipes?page=2')
  location.href = '/recipes/1'
  location.replace('?page=3')
  location.hash = '#top'
  location.reload()
  expect(said).toEqual([
    ['document', `${HOME}/recipes/1`],
    ['replace document', `${HOME}/recipes?page=3`],
    ['push', `${HOME}/recipes?page=2#top`],
    ['reload'],
  ])
  expect(location.hash).toBe('#top')
})

test('history moves the address, and never to another origin', () => {
  const { location, history, said } = opened('/')
  history.pushState({ at: 1 }, '', '/recipes')
  expect([location.pathname, history.state, history.length]).toEqual(['/recipes', { at: 1 }, 2])
  expect(() => history.replaceState(null, '', 'https://example.com/')).toThrow('Another origin')
  history.back()
  expect(said).toEqual([
    ['push', `${HOME}/recipes`],
    ['go', -1],
  ])
})

test('the browser is sent nowhere by the page itself', () => {
  const start = { key: 'k', url: HOME, state: null, length: 1, cookies: '', storage: { local: [], session: [] } }
  const sent = ['<meta id="a" http-equiv="refresh" content="1;url=/sign-in"/>', "<META HTTP-EQUIV='Refresh' content=2>"]
  const kept = '<meta http-equiv="content-type" content="text/html"><meta name="refresh-rate" content="4">'
  const html = `<html><head>${sent.join('')}${kept}</head><body><meta http-equiv=refresh content="0"></body></html>`
  const written = writeDocument({ html, start: { ...start, scroll: [0, 0] }, script: '', css: '' })
  expect(written).not.toMatch(/http-equiv\s*=\s*.?refresh/i)
  expect(written.match(/name="devora-refresh"/g)).toHaveLength(3)
  expect(written).toContain(kept)
})

test('nothing of an answer ends our own script, and icons are not asked for', () => {
  const start = {
    key: 'k',
    url: `${HOME}/?q="><script>`,
    state: '</script><script>bad()',
    length: 1,
    cookies: '',
    storage: { local: [], session: [] },
    scroll: [0, 0] satisfies [number, number],
  }
  const html = '<!DOCTYPE html><html><head lang="en"><link rel="icon" href="/icon.svg"></head></html>'
  const written = writeDocument({ html, start, script: 'ours()', css: 'a{}</style><b>' })
  expect(written).toMatch(/^<!DOCTYPE html><html><head lang="en"><base href="/)
  expect(written).not.toMatch(/<\/script><script>bad|\/icon\.svg|<\/style><b>/)
  expect(written.match(/<script>/g)).toHaveLength(2)
})

test('migrations come in the order of their names, the seed after them, and nothing else', () => {
  const files = new Map(
    ['supabase/seed.sql', 'supabase/migrations/2_b.sql', 'supabase/migrations/1_a.sql', 'docs/x.sql'].map(
      (path) => [path, new TextEncoder().encode(path)] as const,
    ),
  )
  expect(sqlOf(files).map(({ path }) => path)).toEqual([
    'supabase/migrations/1_a.sql',
    'supabase/migrations/2_b.sql',
    'supabase/seed.sql',
  ])
})
