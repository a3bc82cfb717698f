import { describe, expect, it } from 'vitest'
import { acceptedLocale } from '@/lib/http/accept-language'
import { MESSAGES } from '@/messages/messages'
import { textsIn } from '../support/page-texts'
import { sourceTree } from '../support/source-tree'

/** `room.group.key` → its text. */
function leaves(value: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`
    return typeof inner === 'object' && inner !== null ? leaves(inner, path) : [[path, String(inner)]]
  })
}

/** The names that a text is filled with, each once, and the tags it brings: `{count}`, `<link>`. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map((match) => match[1] ?? `<${match[2]}>`))].toSorted()

const [en, es] = [new Map(leaves(MESSAGES.en)), new Map(leaves(MESSAGES.es))]

describe('the message files', () => {
  it('have the same keys in every language', () => {
    expect([...es.keys()].toSorted()).toEqual([...en.keys()].toSorted())
    expect([...en, ...es].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('fill the same placeholders in every language', () => {
    const differ = [...en].filter(([key, text]) => placeholders(text).join() !== placeholders(es.get(key) ?? '').join())
    expect(differ.map(([key]) => key)).toEqual([])
  })

  it('say different things in different languages, but for names', () => {
    const same = [...en].filter(([key, text]) => text === es.get(key) && /\p{L}+ \p{L}+ \p{L}+/u.test(text))
    expect(same.map(([key]) => key)).toEqual([])
  })
})

describe('the pages', () => {
  const pages = [...sourceTree()].filter(
    ([path]) => /^(app|components)\/.*\.tsx?$/.test(path) && !path.startsWith('app/api/'),
  )

  it('take every text from the message files', () => {
    const strays = pages.flatMap(([path, source]) =>
      textsIn(path, source).map(({ line, text }) => `${path}:${line} ${text}`),
    )
    expect(strays).toEqual([])
  })
})

describe('the finder of texts', () => {
  const find = (source: string): string[] => textsIn('x.tsx', source).map(({ text }) => text)
  it.each([
    ['between tags', `export const A = () => <p>Hello there</p>`, ['Hello there']],
    ['in an attribute', `export const A = () => <b aria-label="Close" className="font-bold" />`, ['Close']],
    ['in a choice', `export const A = (p: {x: boolean}) => <p>{p.x ? 'Saving' : 'Save'}</p>`, ['Saving', 'Save']],
    ['in a template', 'export const A = (p: {n: number}) => <p title={`${p.n} files`} />', ['… files']],
    ['in a toast', `toast.error('gone now')`, ['gone now']],
    [
      'in a table of words',
      `export const K = { grant: 'Granted', on: 'set aside', text: 'in lower case' }`,
      ['Granted', 'in lower case'],
    ],
    ['that is a sentence', `export const f = () => 'That did not work.'`, ['That did not work.']],
  ])('finds a text %s', (_, source, texts) => expect(find(source)).toEqual(texts))
  it.each([
    ['class names', `export const A = () => <p className="flex Items-center" data-slot="card">{x}</p>`],
    ['calls', `export const A = () => <p title={t('close')}>{t('a.b')}</p>`],
    ['keys that are pressed', `if (event.key === 'Escape') close()`],
    ['types', `type A = { title: 'Some Text here' }`],
  ])('passes over %s', (_, source) => expect(find(source)).toEqual([]))
})

describe('the language that a caller asks for', () => {
  it.each([
    ['es-CO,es;q=0.9,en;q=0.8', 'es'],
    ['en-GB,es;q=0.5', 'en'],
    ['de, es;q=0.1', 'es'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    ['es;q=0', 'en'],
  ])('%j is %s', (header, locale) => expect(acceptedLocale(new Headers({ 'accept-language': header }))).toBe(locale))
  it('is English without a header', () => expect(acceptedLocale(new Headers())).toBe('en'))
})
